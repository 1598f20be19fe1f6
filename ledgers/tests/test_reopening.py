"""重开 and 反弹: the old closing stays to be read, and nothing that rested on it counts any more."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from issues.actions import outcomes
from issues.models import Issue, Outcome, OutcomeKind, Status
from issues.pages.issue.deadline import due_history
from issues.slices import holds
from ledgers.figures.change import changes, last_monday
from ledgers.figures.figure import Scope
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.dates import at_time, today
from rectify.lib.errors import Refused
from rectify.lib.tags import day_sentence
from rectify.roof.testing.world import reopening

pytestmark = pytest.mark.django_db


def accepted_number(world, issue) -> Outcome:
    """A number of the first measure, declared by the unit and accepted by the office."""
    kind = OutcomeKind.objects.create(code="recovered", name="挽回资金", unit="万元", order=1)
    measure = issue.measures.first()
    outcomes.declare(issue=issue, rows=[{"measure": measure, "kind": kind, "value": Decimal(7)}], by=world.liaison)
    outcome = Outcome.objects.get()
    outcomes.accept(issue=issue, rows=[{"outcome": outcome, "value": Decimal(7)}], by=world.clerk)
    return outcome


def test_after_a_reopening_the_office_looks_at_every_measure_anew(world):
    issue = world.issue(at=Status.CLOSED)
    assert set(issue.measures.values_list("status", flat=True)) == {"accepted"}
    world.look_back(issue, "fails")
    world.move(issue, "relapse", "visitor", note="反弹", data=reopening())
    assert set(issue.measures.values_list("status", flat=True)) == {"doing"}
    closed = world.bring(issue, Status.CLOSED)
    assert set(closed.measures.values_list("status", flat=True)) == {"accepted"}


def test_a_struck_out_measure_stays_struck_out(world):
    issue = world.issue(at=Status.RECTIFYING)
    gone = issue.measures.first()
    world.move(gone, "cancel", "head", note="并入措施 2")
    world.bring(issue, Status.CLOSED)
    world.move(issue, "reopen", "second_head", note="群众反映", data=reopening("信访"))
    gone.refresh_from_db()
    assert gone.status == "cancelled"


@pytest.mark.parametrize(("fault", "left"), [("relapsed", Decimal(7)), ("false", None)])
def test_a_false_closing_takes_the_accepted_numbers_along(world, fault, left):
    issue = world.issue(at=Status.RECTIFYING)
    outcome = accepted_number(world, issue)
    world.bring(issue, Status.CLOSED)
    world.look_back(issue, "fails", fault=fault)
    world.move(issue, "relapse", "visitor", note="查实不符", data=reopening())
    outcome.refresh_from_db()
    assert (outcome.declared, outcome.accepted) == (Decimal(7), left)
    assert Event.objects.filter(kind="issues.outcome.void").exists() == (left is None)


@pytest.mark.parametrize(("name", "who", "source"), [("reopen", "second_head", "信访"), ("relapse", "visitor", "")])
def test_a_reopening_asks_for_a_deadline_to_come(world, name, who, source):
    issue = world.issue(at=Status.CLOSED)
    world.look_back(issue, "fails")
    old = issue.due
    with world.ripe(issue):
        for due, words in ((None, "请定新的整改期限"), (today(), "不晚于今天")):
            with pytest.raises(Refused, match=words):
                world.move(issue, name, who, note="群众反映", data=reopening(source) | {"due": due})
        world.move(issue, name, who, note="群众反映", data=reopening(source))
        assert (issue.due, issue.due_version) == (today() + timedelta(days=60), 2)
        assert not holds("overdue", issue, today())
        pairs = due_history(issue).pairs
        assert [pair[0] for pair in pairs] == ["原定", "重开", "现定"]
        assert pairs[1][2].endswith(day_sentence(old)), "the deadline before stays to be read"
    event = Event.objects.on(issue).latest("number")
    assert f"期限由 {old} 改为 {issue.due}" in sentence(event)
    event.facts = {"source": "信访"}
    assert "期限" not in sentence(event), "a reopening of before kept its deadline"


def test_a_reopening_is_no_extension(world, client):
    issue = world.issue(at=Status.CLOSED)
    world.move(issue, "reopen", "second_head", note="群众反映", data=reopening("信访"))
    assert Issue.objects.with_extensions().get().extension_count == 0
    client.force_login(world.head)
    page = client.get(reverse("issues:list")).content.decode()
    assert issue.number in page
    assert "延期 1 次" not in page


def test_what_was_overdue_last_monday_is_judged_by_the_deadline_of_then(world):
    """Closed and reopened since: the new deadline says nothing about that day."""
    on = today()
    with time_machine.travel(at_time(on - timedelta(days=40), time(10)), tick=True):
        issue = world.issue(at=Status.RECTIFYING, due=on - timedelta(days=30))
    world.bring(issue, Status.CLOSED)
    world.move(issue, "reopen", "second_head", note="群众反映", data=reopening("信访"))
    scope = Scope(world.head, world.round, on)
    assert changes(scope, last_monday(on))["overdue"] == -1
