"""An office of two lives through a whole round: a clerk, a head, and one person from outside where both had a hand in it."""

from datetime import time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from issues.actions import weeks
from issues.models import Gate, Report, Status
from ledgers.actions import visits
from ledgers.conditions import live_closure, live_evidence
from ledgers.models import Visit
from ledgers.offline import closing, sheets
from ledgers.tests.offlinebooks import at as at_status
from ledgers.tests.offlinebooks import cell_of, cut_off, enter, entered, filled, given_out, taken
from ledgers.tests.test_offline_closing import requested
from rectify.calendars import days
from rectify.lib.dates import at_time, monday, today
from rectify.lib.errors import Refused
from rectify.notices.models import Notice
from rectify.roof.testing.world import DECISION, build, reopening
from rectify.workflow.move import judge
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]
S, F = Status, Visit.Finding


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def two(db):
    return build(alone=True)


def test_a_round_of_an_office_of_two(two):
    days.seed()
    issue = two.issue()
    two.move(issue, "dispatch", "head")
    two.bring(issue, S.RECTIFYING)
    with time_machine.travel(at_time(monday(today()), time(10)), tick=True):
        weeks.start(round_=two.round, at=timezone.now(), by=two.clerk)
        report = Report.objects.get(issue=issue)
        said = {"text": "逐户走访了十二户，立了台账。", "next_step": "下周办完", "declared": "declared_doing"}
        two.move(report, "send", "liaison", data=said)
        two.move(report, "read", "clerk")
    closed = two.bring(issue, S.CLOSED).closures.get()
    assert {closed.reviewed_by, closed.decided_by} == {two.clerk, two.head}
    for who in ("clerk", "head"):
        with pytest.raises(Refused, match="参与过这件的销号"):
            two.look_back(issue, F.FAILS, who=who)
    two.look_back(issue, F.FAILS, who="leader")
    two.move(issue, "relapse", "leader", note="又漏水了", data=reopening())
    assert (two.bring(issue, S.CLOSED).closures.count(), issue.reopenings) == (2, 1)
    with two.ripe(issue):
        two.look_back(issue, F.HOLDS, who="leader")
        two.move(issue, "hold_up", "leader")
    assert issue.status == S.ARCHIVED
    again = two.issue(at=S.CLOSED)
    two.move(again, "reopen", "leader", note="信访反映没有改到位", data=reopening("信访举报"))
    assert again.status == S.RECTIFYING


def waits_for(person) -> list[tuple[str, str]]:
    """What stands under 等我定的 on the board, with where it leads."""
    board = entered(person).get(reverse("ledgers:board"))
    items = [(item.queue.verb, item.url) for item in board.context["waiting"].longest()]
    assert all(url in board.content.decode() for _, url in items)
    return items


def test_who_is_asked_to_look_back_finds_it_on_the_desk_and_nobody_else_learns_of_it(two):
    issue = two.issue(at=S.CLOSED)
    given = {"kind": Visit.Kind.LOOK_BACK, "on": today(), "visitors": [two.leader], "by": two.clerk}
    visit = visits.plan(closure=issue.closures.get(), **given)
    page = reverse("ledgers:look_back", args=[issue.public_id])
    assert waits_for(two.leader) == [("回头看", page)]
    leader = entered(two.leader)
    assert 'name="finding"' in leader.get(page, follow=True).content.decode()
    (queue,) = [each for each in leader.get(reverse("ledgers:board")).context["waiting"].queues if each.count]
    assert leader.get(queue.url).context["total"] == "1"
    for who in ("liaison", "other_leader", "clerk"):
        reader = entered(getattr(two, who))
        assert issue.title not in reader.get(queue.url).content.decode()
        assert reader.get("/api/v1/issues/", {"slice": queue.slice}).status_code == 400
    found = {"place": "现场", "seen": "又漏水了", "finding": F.FAILS, "fault": Visit.Fault.RELAPSED}
    visits.record_visit(visit=visit, by=two.leader, on=today(), **found)
    assert waits_for(two.leader) == [("回头看", page)], "what follows is not done yet"
    two.move(issue, "relapse", "leader", note="又漏水了", data=reopening())
    assert waits_for(two.leader) == []


def test_a_reviewer_who_is_asked_finds_it_before_all_else(two):
    two.work_by(two.procedure(Gate.CLOSURE_REVIEW))
    issue = two.issue(at=S.CLOSED)
    given = {"kind": Visit.Kind.LOOK_BACK, "on": today(), "visitors": [two.discipline], "by": two.clerk}
    visits.plan(closure=issue.closures.get(), **given)
    page = entered(two.discipline).get(reverse("issues:opinions")).content.decode()
    assert reverse("ledgers:look_back", args=[issue.public_id]) in page
    assert "请您去回头看" not in entered(two.organisation).get(reverse("issues:opinions")).content.decode()


def signed_on_paper(world, who: str):
    """A request of the unit without network, entered by the clerk, its signature by another."""
    issue, done = requested(world)
    assert {word for word, _ in done.values()} == {"done"}, done
    page = sheets.NAMES[closing.SIGNING]
    _, body = given_out(world)
    signed = filled(body, lambda book: setattr(cell_of(book[page], "主要负责人意见"), "value", closing.SIGNED))
    done = enter(world, taken(world, signed, who=who), who=who)
    assert [word for word, _ in done.values()] == ["done"], done
    issue.refresh_from_db()
    return issue


def test_an_issue_of_a_unit_without_network_is_closed_with_one_from_outside(two):
    """The clerk entered the request and the head the signature: a leader reviews, told and on the page, and the head decides."""
    cut_off(two)
    issue = signed_on_paper(two, "head")
    assert issue.status == S.FIRST_REVIEW
    notice = Notice.objects.get(to=two.leader, key__startswith=f"outside:{issue.pk}:")
    assert notice.url == issue.get_absolute_url()
    for who in ("clerk", "head"):
        with pytest.raises(Refused):
            two.move(issue, "pass_review", who)
    leader = entered(two.leader)
    review = reverse("ledgers:review", args=[issue.public_id])
    assert waits_for(two.leader) == [("销号初审", review)]
    assert review in leader.get(notice.url).content.decode()
    assert entered(two.other_leader).get(review).status_code == 404
    assert leader.get(review).status_code == 200
    for file in live_evidence(issue):
        leader.post(reverse("ledgers:verdict", args=[issue.public_id, file.public_id]), {"word": "accepted"})
    passed = leader.post(review, {"move": "pass_review", "version": issue.version}, follow=True)
    assert passed.status_code == 200
    issue.refresh_from_db()
    closure = live_closure(issue)
    assert (issue.status, closure.reviewed_by) == (S.AWAITING_DECISION, two.leader)
    assert waits_for(two.leader) == []
    two.move(issue, "approve", "head", data=dict(DECISION))
    assert len({closure.applied_by, closure.reviewed_by, two.head}) == 3
    assert issue.status == S.CLOSED


def test_the_head_who_entered_more_than_the_signature_does_not_decide(two):
    cut_off(two)
    _, body = given_out(two)
    working = at_status(S.RECTIFYING)

    def begun(book):
        cell_of(book[sheets.NAMES[sheets.PROGRESS]], "状态").value = "进行中"

    enter(two, taken(two, filled(body, begun), who="head"), who="head")
    two.bring(working, S.AWAITING_DECISION)
    verdict = judge(moves_of(working)["approve"], working, two.head)
    assert any("代责任单位录入" in no.reason for no in verdict.missing)


def test_where_somebody_is_left_the_office_reviews_and_decides_by_itself(world):
    cut_off(world)
    issue = signed_on_paper(world, "head")
    assert not moves_of(issue)["pass_review"].may(world.leader, issue)
    assert waits_for(world.leader) == []
    assert not Notice.objects.filter(key__startswith="outside:").exists()
    world.bring(issue, S.AWAITING_DECISION)
    verdict = judge(moves_of(issue)["approve"], issue, world.head)
    assert any("代责任单位录入" in no.reason for no in verdict.missing)
    assert judge(moves_of(issue)["approve"], issue, world.second_head)


def test_a_leader_reviews_nothing_that_nobody_entered(two):
    issue = two.issue(at=S.FIRST_REVIEW)
    assert not moves_of(issue)["pass_review"].may(two.leader, issue)
    assert entered(two.leader).get(reverse("ledgers:review", args=[issue.public_id])).status_code == 404
