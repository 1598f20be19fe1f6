"""What is due now in the weeks of one round: a pure function of rows, moment and calendar.

Due is “on or before”; done is a stamp on the row. So a late tick loses nothing, a second tick finds nothing, and of several
moments that passed unseen only what still makes sense is done: no preview after opening, no nudge after the deadline, no
week opened when its deadline is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from issues.models import Week
from issues.weeks.moments import Moments, Times, moments_of
from rectify.calendars.calendar import Calendar
from rectify.lib.dates import SHANGHAI, monday

ACTS = {
    "preview": "预告下周清单",
    "open": "启动本周调度",
    "dispatch": "发周调度清单",
    "nudge": "提醒未报单位",
    "missed": "核定未报",
    "summary": "拟周小结",
}


@dataclass(frozen=True)
class DueAct:
    """One thing due: its name (see ACTS), the Monday of its week, when it was due, and the moments of a week not yet kept."""

    name: str
    starts: date
    due: datetime
    moments: Moments | None = None


def plan(weeks: Sequence[Week], *, at: datetime, calendar: Calendar, times: Times) -> list[DueAct]:
    """The acts due at `at`, in the order in which to do them. `weeks`: this round's rows that are not finished, this week's
    and the next one's."""
    known = {week.starts: week for week in weeks}
    acts = []
    this = monday(at.astimezone(SHANGHAI).date())
    for starts in (this, this + timedelta(days=7)):
        moments = moments_of(starts, calendar=calendar, times=times)
        if moments:
            acts += beginning(known.get(starts), moments, at)
    for week in weeks:
        if week.opened_at:
            acts += course(week, at)
    return sorted((act for act in acts if act.due <= at), key=lambda act: (act.due, act.starts))


def beginning(week: Week | None, moments: Moments, at: datetime) -> list[DueAct]:
    """Preview and opening. Once there is a row its own moments stand, whatever the options say since."""
    opens, closes = (week.opens_due, week.report_due) if week else (moments.opens, moments.report)
    if week is None and at < opens:
        return [DueAct("preview", moments.starts, moments.preview, moments)]
    if (week is None or week.opened_at is None) and at < closes:
        return [DueAct("open", moments.starts, opens, moments)]
    return []


def course(week: Week, at: datetime) -> list[DueAct]:
    """What follows the opening of a week, as far as it is not done and still makes sense."""
    acts = []
    if week.dispatched_at is None and week.held_at is None and at < week.missed_due:
        acts.append(DueAct("dispatch", week.starts, week.dispatch_due))
    if week.nudged_at is None and at < week.report_due:
        acts.append(DueAct("nudge", week.starts, week.nudge_due))
    if week.missed_at is None:
        acts.append(DueAct("missed", week.starts, week.missed_due))
    elif week.summarised_at is None:
        acts.append(DueAct("summary", week.starts, week.summary_due))
    return acts
