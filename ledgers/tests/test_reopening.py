"""重开 and 反弹: the old closing stays to be read, and nothing that rested on it counts any more."""

from decimal import Decimal

import pytest

from issues.actions import outcomes
from issues.models import Outcome, OutcomeKind, Status
from rectify.audit.models import Event
from rectify.lib.errors import Refused

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
    world.move(issue, "relapse", "visitor", note="反弹")
    assert set(issue.measures.values_list("status", flat=True)) == {"doing"}
    closed = world.bring(issue, Status.CLOSED)
    assert set(closed.measures.values_list("status", flat=True)) == {"accepted"}


def test_a_struck_out_measure_stays_struck_out(world):
    issue = world.issue(at=Status.RECTIFYING)
    gone = issue.measures.first()
    world.move(gone, "cancel", "head", note="并入措施 2")
    world.bring(issue, Status.CLOSED)
    world.move(issue, "reopen", "second_head", note="群众反映", data={"source": "信访"})
    gone.refresh_from_db()
    assert gone.status == "cancelled"


@pytest.mark.parametrize(("fault", "left"), [("relapsed", Decimal(7)), ("false", None)])
def test_a_false_closing_takes_the_accepted_numbers_along(world, fault, left):
    issue = world.issue(at=Status.RECTIFYING)
    outcome = accepted_number(world, issue)
    world.bring(issue, Status.CLOSED)
    world.look_back(issue, "fails", fault=fault)
    world.move(issue, "relapse", "visitor", note="查实不符")
    outcome.refresh_from_db()
    assert (outcome.declared, outcome.accepted) == (Decimal(7), left)
    assert Event.objects.filter(kind="issues.outcome.void").exists() == (left is None)


@pytest.mark.xfail(strict=True, reason="K07: what is reopened long after its deadline is overdue at once")
def test_a_reopening_asks_for_a_deadline_to_come(world):
    issue = world.issue(at=Status.CLOSED)
    with world.ripe(issue), pytest.raises(Refused, match="期限"):
        world.move(issue, "reopen", "second_head", note="群众反映", data={"source": "信访"})
