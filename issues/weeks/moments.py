"""The moments of a week, from calendar and options alone: no database, no clock.

What people must do by a moment moves to the working day before when that day is off; what the office does after it moves
to the working day behind (docs/rules.md: week-days-off).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rectify.calendars.calendar import Calendar
from rectify.lib.dates import at_time


@dataclass(frozen=True)
class Times:
    """Hours and weekdays (Monday is 0) as an office has set them; `shortest`: working days below which a week merges."""

    preview: time = time(16, 0)
    opens: time = time(8, 30)
    dispatch: time = time(8, 45)
    nudge_day: int = 2
    nudge: time = time(15, 0)
    report_day: int = 3
    report: time = time(17, 0)
    missed_day: int = 4
    missed: time = time(10, 0)
    summary: time = time(14, 0)
    shortest: int = 2


@dataclass(frozen=True)
class Moments:
    """When the acts of the week that starts on `starts` are due."""

    starts: date
    preview: datetime
    opens: datetime
    dispatch: datetime
    nudge: datetime
    report: datetime
    missed: datetime
    summary: datetime


def moments_of(starts: date, *, calendar: Calendar, times: Times) -> Moments | None:
    """The moments of the week of Monday `starts`; None when too few days of it work and it merges with the next."""
    opens = calendar.next_working(starts)
    report = calendar.previous_working(starts + timedelta(days=times.report_day))
    if (report - opens).days < 0 or 1 + calendar.working_days_between(opens, report) < times.shortest:
        return None
    nudge = calendar.previous_working(starts + timedelta(days=times.nudge_day))
    if nudge >= report > opens:
        nudge = calendar.add_working_days(report, -1)
    nudge = min(max(nudge, opens), report)
    missed = calendar.next_working(max(starts + timedelta(days=times.missed_day), report + timedelta(days=1)))
    return Moments(
        starts=starts,
        preview=at_time(calendar.previous_working(starts - timedelta(days=3)), times.preview),
        opens=at_time(opens, times.opens),
        dispatch=at_time(opens, max(times.dispatch, times.opens)),
        nudge=at_time(nudge, times.nudge),
        report=at_time(report, times.report),
        missed=at_time(missed, times.missed),
        summary=at_time(missed, max(times.summary, times.missed)),
    )
