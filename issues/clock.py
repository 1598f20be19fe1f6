"""Ball in court: how long each side has held an issue. Pure: changes of state in, days out; nobody is asked anything.

A life begins with the first 下发 and ends when the issue is over, else now. Every day of it belongs to exactly one side: a
span runs from the day it began to the day the ball passed on, so the days of all sides add up to the whole, by the
calendar and by working days alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from issues.models.status import BALL, OPEN, Side, Status
from rectify.calendars.calendar import Calendar
from rectify.lib.dates import SHANGHAI

# Over: nothing is waited for any more. 已销号 is not over, it is under observation.
OVER = frozenset(BALL) - OPEN - {Status.DRAFT, Status.CLOSED}
DEFINITION = (
    "自下发之日起，每一天只算给一方：当前办理方由当时的环节决定，当天倒手的算到交接后的一方。"
    "待审签算在单位，联审算在联审单位，异议期和销号后的观察期不算在任何一方；终止或归档后不再计。"
    "几方的天数加起来等于全程天数。工作日按办公日历。"
)


@dataclass(frozen=True)
class StatusChange:
    """From `at` on the issue was in `status`."""

    at: datetime
    status: str


@dataclass(frozen=True)
class Span:
    """A stretch with one side, in one state."""

    side: Side
    status: Status
    since: datetime
    until: datetime

    @property
    def seconds(self) -> float:
        return (self.until - self.since).total_seconds()

    @property
    def days(self) -> int:
        return (_day(self.until) - _day(self.since)).days

    def working(self, calendar: Calendar) -> int:
        """Working days after the first day up to and including the last."""
        return calendar.working_days_between(_day(self.since), _day(self.until))


@dataclass(frozen=True)
class SideTime:
    """What one side comes to."""

    side: Side
    days: int
    working: int
    times: int


def spans(changes: Sequence[StatusChange], now: datetime) -> list[Span]:
    """The stretches of a life, oldest first. `changes` in order of time; a clock that ran backwards gives an empty span."""
    begun = next((n for n, change in enumerate(changes) if change.status != Status.DRAFT), len(changes))
    life, stretches = changes[begun:], []
    for place, change in enumerate(life):
        if change.status in OVER and place == len(life) - 1:
            break
        until = life[place + 1].at if place + 1 < len(life) else max(now, change.at)
        status = Status(change.status)
        stretches.append(Span(BALL[status], status, change.at, until))
    return stretches


def held(stretches: Sequence[Span], calendar: Calendar) -> dict[Side, SideTime]:
    """Days of every side, nought included; `times` is how often the ball came to it."""
    by_side = {}
    for side in Side:
        own = [span for span in stretches if span.side == side]
        came = sum(n == 0 or stretches[n - 1].side != side for n, span in enumerate(stretches) if span.side == side)
        by_side[side] = SideTime(side, sum(s.days for s in own), sum(s.working(calendar) for s in own), came)
    return by_side


def whole(stretches: Sequence[Span], calendar: Calendar) -> tuple[int, int]:
    """Calendar and working days from the first 下发 to the end."""
    if not stretches:
        return 0, 0
    first, last = _day(stretches[0].since), _day(stretches[-1].until)
    return (last - first).days, calendar.working_days_between(first, last)


def _day(moment: datetime):
    return moment.astimezone(SHANGHAI).date()
