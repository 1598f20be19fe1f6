"""A day is the day of the office: what is done at half past midnight stands on it in the books, at the issue, in figures."""

from datetime import date, timedelta

import pytest
import time_machine

from issues.models import Issue, Status
from issues.slices import sliced
from ledgers.reconcile import everything
from rectify.lib.dates import SHANGHAI
from rectify.roof.testing.world import DECISION, build

pytestmark = [pytest.mark.workflow, pytest.mark.slow]
BEFORE = "2026-11-23T15:00+08:00"
DAY = date(2026, 11, 24)
# Half past midnight is still the day before in UTC; half past eight is the hour at which both begin to agree.
HOURS = ["2026-11-24T00:30+08:00", "2026-11-24T08:30+08:00", "2026-11-24T23:30+08:00"]
POSTING = {
    "dispatch": (Status.DRAFT, {}, {"opened"}),
    "transfer": (Status.DISPATCHED, {"unit": "other"}, {"moved_out", "moved_in"}),
    "terminate": (Status.RECTIFYING, {"ending": "not_applicable"}, {"terminated"}),
    "approve": (Status.AWAITING_DECISION, DECISION, {"closed"}),
    "reopen": (Status.CLOSED, {"source": "回头看", "due": DAY + timedelta(days=60)}, {"reopened"}),
}


@pytest.fixture
def world(db):
    with time_machine.travel(BEFORE, tick=False):
        return build()


@pytest.mark.parametrize("moment", HOURS)
@pytest.mark.parametrize("name", POSTING)
def test_an_entry_stands_on_the_day_of_the_office(world, name, moment):
    start, data, kinds = POSTING[name]
    with time_machine.travel(BEFORE, tick=False):
        issue = world.issue(at=start)
    earlier = set(issue.entries.values_list("pk", flat=True))
    data = {key: getattr(world, value) if value == "other" else value for key, value in data.items()}
    with time_machine.travel(moment, tick=False):
        world.move(issue, name, "second_head" if name == "reopen" else "head", data=data, note="写明了理由")
        assert everything().differences == []
    entries = issue.entries.exclude(pk__in=earlier)
    assert {(entry.kind, entry.on) for entry in entries} == {(kind, DAY) for kind in kinds}
    assert {entry.at.astimezone(SHANGHAI).date() for entry in entries} == {DAY}


@pytest.mark.parametrize("moment", HOURS)
def test_issue_and_figures_agree_with_the_books(world, moment):
    with time_machine.travel(BEFORE, tick=False):
        closing, ending = world.issue(at=Status.AWAITING_DECISION), world.issue(at=Status.RECTIFYING)
    with time_machine.travel(moment, tick=False):
        world.move(closing, "approve", "head", data=dict(DECISION))
        world.move(ending, "terminate", "head", data={"ending": "not_applicable"}, note="政策已调整")
    assert (closing.closed_on, ending.ended_on) == (DAY, DAY)
    all_ = Issue.objects.all()
    assert list(sliced(all_, f"closed_since:{DAY}", DAY)) == [closing]
    assert list(sliced(all_, f"closed_by:{DAY - timedelta(days=1)}", DAY)) == []
