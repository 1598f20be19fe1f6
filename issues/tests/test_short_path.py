"""The short path from draft to 已销号, by real moves, and what each leaves behind."""

from datetime import timedelta

import pytest

from issues.actions.issues import edit
from issues.models import Status
from ledgers.models import Closure, Entry
from rectify.audit.models import Event
from rectify.audit.trail import verify
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.world import build, reopening

pytestmark = [pytest.mark.workflow, pytest.mark.slow]


def test_an_issue_goes_from_draft_to_closed(world):
    issue = world.issue(at=Status.CLOSED)
    closure = issue.closures.get()
    assert (issue.status, issue.grade, closure.outcome) == (Status.CLOSED, "full", Closure.Outcome.APPROVED)
    assert issue.look_back_on > issue.closed_on
    assert list(issue.entries.values_list("kind", flat=True)) == ["opened", "closed"]
    assert verify() == (Event.objects.count(), None)


@pytest.mark.parametrize("status", list(Status))
def test_every_state_is_reached_by_moves(world, status):
    assert world.issue(at=status).status == status


def test_a_reopened_issue_goes_back_into_the_ledger(world):
    issue = world.issue(at=Status.CLOSED)
    with pytest.raises(Refused, match="另一位负责人"):
        world.move(issue, "reopen", "head", note="又有 3 户", data=reopening("回头看"))
    world.move(issue, "reopen", "second_head", note="又有 3 户", data=reopening("回头看"))
    assert (issue.status, issue.reopenings, issue.closed_on) == (Status.RECTIFYING, 1, None)
    assert issue.closures.get().outcome == Closure.Outcome.REOPENED
    with pytest.raises(Refused, match="还没有佐证"):
        world.move(issue, "apply", "liaison", data=world.filled(issue, "apply"))
    world.bring(issue, Status.CLOSED)
    assert list(issue.entries.values_list("kind", flat=True)) == ["opened", "closed", "reopened", "closed"]


def test_a_reassigned_issue_moves_between_accounts(world):
    issue = world.issue(at=Status.CONTESTED)
    world.move(issue, "reassign", "head", note="职责在教育局", data={"unit": world.other})
    assert [(e.kind, e.unit) for e in issue.entries.all()] == [
        (Entry.Kind.OPENED, world.lead),
        (Entry.Kind.MOVED_OUT, world.lead),
        (Entry.Kind.MOVED_IN, world.other),
    ]


def test_who_entered_an_issue_does_not_dispatch_it(world):
    issue = world.issue()
    with pytest.raises(Refused, match="另一人"):
        world.move(issue, "dispatch", "clerk")
    assert issue.status == Status.DRAFT


def test_the_second_to_press_is_told_who_was_faster(world):
    issue = world.issue(at=Status.AWAITING_DECISION)
    seen = issue.version
    world.move(issue, "decline", "head", note="佐证与现场不符")
    with pytest.raises(Conflict, match="head.*不予销号"):
        world.move(issue, "approve", "second_head", version=seen, data=world.filled(issue, "approve"))


def test_a_form_sent_twice_acts_once(world):
    issue = world.issue(at=Status.DISPATCHED)
    world.move(issue, "sign", "liaison", key="form-1")
    count = Event.objects.count()
    world.move(issue, "sign", "liaison", key="form-1")
    assert Event.objects.count() == count


def test_an_office_of_two_goes_the_whole_way(db):
    world = build(alone=True)
    issue = world.bring(world.issue(), Status.PLAN_REVIEW)
    world.move(issue, "pass_plan", "head")
    assert world.bring(issue, Status.CLOSED).closures.get().reviewed_by == world.clerk


def test_who_changed_a_draft_does_not_dispatch_it_and_may_pass_its_plan(world):
    issue = world.issue()
    edit(issue=issue, by=world.head, due=issue.due + timedelta(days=1))
    with pytest.raises(Refused, match="最后是您修改（导入更新）的，须由另一人办理：clerk、checker、second_head"):
        world.move(issue, "dispatch", "head")
    world.move(issue, "dispatch", "checker")
    world.bring(issue, Status.PLAN_REVIEW)
    world.move(issue, "pass_plan", "head")


@pytest.mark.parametrize("dispatcher", ["clerk", "head"])
def test_an_office_of_two_dispatches_a_draft_that_both_wrote(db, dispatcher):
    world = build(alone=True)
    issue = world.issue()
    edit(issue=issue, by=world.head, due=issue.due + timedelta(days=1))
    if dispatcher == "head":
        edit(issue=issue, by=world.clerk, shares=[])
    editor = {"head": "clerk", "clerk": "head"}[dispatcher]
    with pytest.raises(Refused, match=f"须由另一人办理：{dispatcher}"):
        world.move(issue, "dispatch", editor)
    world.move(issue, "dispatch", dispatcher)
    world.bring(issue, Status.PLAN_REVIEW)
    world.move(issue, "pass_plan", "clerk")
