"""Slices that end or begin with a day: which days are in, by the words of their definition, whatever day it is asked."""

from datetime import date, timedelta

import pytest
import time_machine

from issues.models import Issue, Status
from issues.slices import sliced
from rectify.roof.testing.world import build

pytestmark = pytest.mark.engines
TUESDAY = date(2026, 11, 24)
FIRST = "2026-11-02T09:00+08:00"


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.fixture(scope="module")
def world(shared_db):
    with time_machine.travel(FIRST, tick=False):
        return build()


@pytest.fixture(scope="module")
def closed(world) -> dict[int, date]:
    """Struck off on the days around two Mondays, Fridays and weekends among them."""
    on = {}
    for day in (*days(date(2026, 11, 13), date(2026, 11, 17)), *days(date(2026, 11, 20), TUESDAY)):
        with time_machine.travel(f"{day}T10:00+08:00", tick=False):
            on[world.issue(at=Status.CLOSED).pk] = day
    return on


@pytest.fixture(scope="module")
def due(world) -> dict[int, date]:
    """Under way, due from 35 days before that Tuesday to 20 days after."""
    with time_machine.travel(FIRST, tick=False):
        kept = days(TUESDAY - timedelta(days=35), TUESDAY + timedelta(days=20))
        return {world.issue(at=Status.DISPATCHED, due=day).pk: day for day in kept}


def shown(code: str, on: date, among: dict[int, date]) -> list[date]:
    return sorted(among[pk] for pk in sliced(Issue.objects.filter(pk__in=among), code, on).values_list("pk", flat=True))


@pytest.mark.parametrize("on", days(date(2026, 11, 13), date(2026, 11, 29)), ids=str)
def test_this_week_is_from_its_monday_to_the_day_asked(db, closed, on):
    week = on.isocalendar()[:2]
    assert shown("closed_this_week", on, closed) == [
        day for day in sorted(closed.values()) if day.isocalendar()[:2] == week and day <= on
    ]


def test_what_was_struck_off_last_friday_is_not_of_this_week(db, closed):
    assert shown("closed_this_week", TUESDAY, closed) == [date(2026, 11, 23), TUESDAY]
    assert shown("closed_since:2026-11-22", TUESDAY, closed) == days(date(2026, 11, 22), TUESDAY)
    assert shown("closed_by:2026-11-20", TUESDAY, closed) == days(date(2026, 11, 13), date(2026, 11, 17)) + [
        date(2026, 11, 20)
    ]


# Days from the day asked, negative before it; None: no end on that side.
DUE = {
    "overdue": (None, -1),
    "due_soon": (0, 14),
    "overdue_days:1:7:unit": (-7, -1),
    "overdue_days:8:30:unit": (-30, -8),
    "overdue_days:31:more:unit": (None, -31),
    "overdue_since:2026-11-20": (-4, -1),
}


@pytest.mark.parametrize("code", DUE)
def test_a_deadline_is_in_from_the_first_day_to_the_last(db, due, code):
    first, last = DUE[code]
    assert shown(code, TUESDAY, due) == [
        day
        for day in sorted(due.values())
        if (first is None or (day - TUESDAY).days >= first) and (day - TUESDAY).days <= last
    ]
