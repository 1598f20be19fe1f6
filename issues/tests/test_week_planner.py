"""The planner alone: no database. Weeks of 2026 as the State Council's notice has them."""

from datetime import date, datetime, timedelta

import pytest

from issues.models import Week
from issues.weeks.moments import Times, moments_of
from issues.weeks.planner import plan
from rectify.calendars.calendar import Calendar
from rectify.calendars.seed import known_days
from rectify.lib.dates import SHANGHAI

CALENDAR = Calendar.of(known_days())
NAMES = ("preview", "opens", "dispatch", "nudge", "report", "missed", "summary")
NORMAL = "11-20 16:00, 11-23 08:30, 11-23 08:45, 11-25 15:00, 11-26 17:00, 11-27 10:00, 11-27 14:00"
# Monday → the seven moments, or None where the week merges with the next.
WEEKS = {
    "2026-11-23": NORMAL,
    # 清明 Sat–Mon: opens on Tuesday
    "2026-04-06": "04-03 16:00, 04-07 08:30, 04-07 08:45, 04-08 15:00, 04-09 17:00, 04-10 10:00, 04-10 14:00",
    # 中秋 on Friday 25 September, 国庆 from Thursday 1 October: preview, nudge and deadline earlier, 未报 after the holiday
    "2026-09-28": "09-24 16:00, 09-28 08:30, 09-28 08:45, 09-29 15:00, 09-30 17:00, 10-08 10:00, 10-08 14:00",
    # back on Thursday 8 October: one day until the deadline, merges
    "2026-10-05": None,
    # 劳动节 from Friday 1 May, make-up Saturday 9 May
    "2026-04-27": "04-24 16:00, 04-27 08:30, 04-27 08:45, 04-29 15:00, 04-30 17:00, 05-06 10:00, 05-06 14:00",
    "2026-05-04": "04-30 16:00, 05-06 08:30, 05-06 08:45, 05-06 15:00, 05-07 17:00, 05-08 10:00, 05-08 14:00",
    # 春节: a whole week off
    "2026-02-16": None,
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def shown(moments) -> str | None:
    return moments and ", ".join(f"{getattr(moments, name):%m-%d %H:%M}" for name in NAMES)


@pytest.mark.parametrize("starts", WEEKS)
def test_the_moments_of_a_week(starts):
    day = date.fromisoformat(starts)
    assert shown(moments_of(day, calendar=CALENDAR, times=Times())) == WEEKS[starts]


def test_moments_are_in_order_and_on_working_days():
    for starts in (date(2024, 1, 1) + timedelta(weeks=n) for n in range(156)):
        moments = moments_of(starts, calendar=CALENDAR, times=Times())
        if moments:
            found = [getattr(moments, name) for name in NAMES]
            assert found == sorted(set(found)), starts
            assert all(CALENDAR.is_working(one.date()) for one in found), starts


def test_an_office_has_its_own_hours():
    times = Times(nudge_day=1, report_day=2, report=at("2026-01-01T12:00").time(), missed_day=3)
    moments = moments_of(date(2026, 11, 23), calendar=CALENDAR, times=times)
    assert shown(moments).split(", ")[3:6] == ["11-24 15:00", "11-25 12:00", "11-26 10:00"]


def test_a_year_nobody_entered_is_told_loudly_and_counts_weekends():
    assert CALENDAR.warnings(date(2031, 1, 1), date(2031, 1, 31))
    assert shown(moments_of(date(2031, 1, 6), calendar=Calendar(), times=Times()))


def row(**stamps) -> Week:
    moments = moments_of(date(2026, 11, 23), calendar=CALENDAR, times=Times())
    due = {f"{name}_due": getattr(moments, name) for name in NAMES if name != "preview"}
    return Week(starts=moments.starts, number=48, **due, **stamps)


DONE = at("2026-11-23T08:30")
# what stands in the database, moment → what is due
DUE = [
    ([], "2026-11-20T15:59", []),
    ([], "2026-11-20T16:00", ["preview"]),
    ([], "2026-11-22T12:00", ["preview"]),
    ([row()], "2026-11-22T12:00", []),
    ([], "2026-11-23T08:30", ["open"]),
    ([row()], "2026-11-26T08:30", ["open"]),
    ([], "2026-11-26T17:00", []),
    ([row(opened_at=DONE)], "2026-11-23T08:44", []),
    ([row(opened_at=DONE)], "2026-11-23T08:45", ["dispatch"]),
    ([row(opened_at=DONE, held_at=DONE)], "2026-11-23T08:45", []),
    ([row(opened_at=DONE)], "2026-11-25T15:00", ["dispatch", "nudge"]),
    ([row(opened_at=DONE, dispatched_at=DONE)], "2026-11-26T17:00", []),
    ([row(opened_at=DONE, dispatched_at=DONE)], "2026-11-27T10:00", ["missed"]),
    ([row(opened_at=DONE, dispatched_at=DONE, missed_at=DONE)], "2026-11-27T14:00", ["summary"]),
    ([row(opened_at=DONE, dispatched_at=DONE, missed_at=DONE, summarised_at=DONE)], "2026-11-27T15:00", []),
    # three days late: last week is ended, the new one begun
    ([row(opened_at=DONE, dispatched_at=DONE)], "2026-11-30T10:00", ["missed", "open"]),
]


@pytest.mark.parametrize("weeks,moment,names", DUE)
def test_what_is_due(weeks, moment, names):
    assert [act.name for act in plan(weeks, at=at(moment), calendar=CALENDAR, times=Times())] == names
