"""等了多久: how long issues wait in every state, the office's own as visible as the units'. One statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncDate

from issues.models import BALL, Side, Status
from ledgers.figures.figure import Scope
from rectify.calendars.days import current
from rectify.lib.dates import SHANGHAI

DEFINITION = (
    "等了几天＝今天与到这一环节的那天之差（自然日；括号内为工作日）。最久＝等得最久的一件；中位数＝按天数排在正中的一件，"
    "件数为双数时取较久的。只算现在还停在这一环节的问题（件），含草稿；已销号、已归档、终止不在等。"
)


@dataclass(frozen=True)
class StateWait:
    """One state: how many stand in it, the oldest and the median in days."""

    status: str
    name: str
    count: int
    oldest: int
    oldest_working: int
    median: int
    median_working: int
    url: str


@dataclass(frozen=True)
class Waits:
    """One side with its states, the longest path first as the work flows."""

    side: str
    name: str
    rows: list[StateWait]

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)


NAMES = {Side.OFFICE: "在督查办等着的", Side.REVIEWERS: "在联审单位等着的", Side.UNIT: "在单位等着的"}


def waits(scope: Scope) -> list[Waits]:
    """Office, reviewers, units: each with its states, those with nothing in them left out."""
    by_status = _days(scope)
    waits_of = []
    for side, name in NAMES.items():
        states = [status for status in Status if BALL[status] == side and by_status.get(status)]
        rows = [_wait(status, by_status[status], scope) for status in states]
        if rows or side != Side.REVIEWERS:
            waits_of.append(Waits(side.value, name, rows))
    return waits_of


def _days(scope: Scope) -> dict[str, list[tuple[date, int]]]:
    """Of each state the days on which its issues came, and how many on each, the earliest first."""
    waiting = [status for status in Status if BALL[status] != Side.NOBODY]
    rows = scope.issues().filter(status__in=waiting).order_by()
    rows = rows.annotate(came=TruncDate("status_since", tzinfo=SHANGHAI)).values_list("status", "came")
    by_queue = defaultdict(list)
    for status, came, count in rows.annotate(n=Count("pk")).order_by("status", "came"):
        by_queue[status].append((came, count))
    return by_queue


def _wait(status: Status, came: list[tuple[date, int]], scope: Scope) -> StateWait:
    calendar, count = current(), sum(number for _, number in came)
    first, middle = came[0][0], _median(came, count)
    return StateWait(
        status.value,
        status.label,
        count,
        (scope.on - first).days,
        calendar.working_days_between(first, scope.on),
        (scope.on - middle).days,
        calendar.working_days_between(middle, scope.on),
        scope.link(f"status:{status.value}"),
    )


def _median(came: Iterable[tuple[date, int]], count: int) -> date:
    """The day on which the middle one came; the earlier (longer waiting) of two."""
    seen = 0
    for day, number in came:
        seen += number
        if seen * 2 >= count:
            return day
    raise ValueError("nothing waits")
