"""承诺能不能兑现: closures that were planned against closures that happened, week by week, and where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from issues import slices
from ledgers.figures.figure import Scope
from rectify.lib.dates import monday

MOST_WEEKS = 26
WEEKS_BEFORE = 8
PACE = 4  # the pace is that of the last four weeks


@dataclass(frozen=True)
class CourseWeek:
    """One week: cumulated numbers at its end, each with the list it counts. `real` is None for weeks to come."""

    name: str
    ends: date
    plan: int
    plan_url: str
    real: int | None
    real_url: str


@dataclass(frozen=True)
class Course:
    """The weeks, and what the present pace comes to at the end."""

    steps: list[CourseWeek]
    now: int
    planned_now: int
    planned: int
    pace: float
    forecast: int
    ends: date

    @property
    def behind(self) -> int:
        """How many closures are missing against the plan today."""
        return max(self.planned_now - self.now, 0)

    @property
    def gap(self) -> int:
        """How many will be missing at the end at this pace."""
        return max(self.planned - self.forecast, 0)


def course(scope: Scope) -> Course:
    """Two group-by statements, by original deadline and by day of closing; rows as many as there are days."""
    issues = scope.issues().order_by()
    planned = days(
        issues.filter(slices.condition("counted", scope.on)).values_list("original_due").annotate(Count("pk"))
    )
    real = days(issues.filter(slices.condition("closed", scope.on)).values_list("closed_on").annotate(Count("pk")))
    ends = max(scope.round.report_due or scope.on, scope.on)
    steps = []
    for sunday in sundays(scope, ends):
        till = min(sunday, scope.on)
        known = monday(sunday) <= scope.on
        steps.append(
            CourseWeek(
                name=str(sunday.isocalendar().week),
                ends=sunday,
                plan=upto(planned, sunday),
                plan_url=scope.link(f"planned_by:{sunday}"),
                real=upto(real, till) if known else None,
                real_url=scope.link(f"closed_by:{till}"),
            )
        )
    now = upto(real, scope.on)
    pace = (now - upto(real, scope.on - timedelta(weeks=PACE))) / PACE
    weeks_left = max((steps[-1].ends - scope.on).days / 7, 0)
    most = max(steps[-1].plan, now)
    forecast = min(round(now + pace * weeks_left), max(most, now))
    return Course(steps, now, upto(planned, scope.on), steps[-1].plan, pace, forecast, ends)


def days(rows: Iterable[tuple[date | None, int]]) -> dict[date, int]:
    return {day: count for day, count in rows if day is not None}


def upto(counts: dict[date, int], last: date) -> int:
    return sum(count for day, count in counts.items() if day <= last)


def sundays(scope: Scope, ends: date) -> list[date]:
    """The Sundays of the phase up to the reporting date, at most half a year; eight weeks back where no phase is known."""
    begun = [phase.starts for phase in scope.round.phases.all() if phase.starts <= scope.on]
    first = monday(min(begun)) if begun else monday(scope.on) - timedelta(weeks=WEEKS_BEFORE)
    last = monday(ends) + timedelta(days=6)
    first = max(first, monday(last) - timedelta(weeks=MOST_WEEKS - 1))
    return [first + timedelta(days=6 + 7 * n) for n in range((last - first).days // 7 + 1)]
