"""The pages of 回头看: the calendar with its months, tabs and the rows of one of them; and what was found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from issues import slices
from issues.models import Issue
from issues.workload import EVERY_ROUND, Workload
from ledgers.figures.held import Held
from ledgers.models import Closure, Visit
from ledgers.pages.visits.page import FOLLOWS, MARKS
from rectify.accounts.request import Request
from rectify.lib.components import ViewLink
from rectify.lib.dates import month_start, plus_months, today
from rectify.lib.filtering import Filtering, TabFilter
from rectify.lib.page import Page

MONTHS = 12
MOST = 200
VIEWS = (("overdue", "到期未回头看"), ("month", "观察期满"), ("planned", "已安排"), ("follow", "已回头看待处理"))
HINTS = {
    "overdue": ("没有到期未回头看的", "定下的回头看日期到了、还没有看出结论的会列在这里。"),
    "month": ("这个月没有观察期满的", "换一个月看看。"),
    "planned": ("没有安排好的", "在前两栏勾选后安排；安排只有督查办和去的人看得到。"),
    "follow": ("没有已回头看待处理的", "属实且观察期满的要归档，不属实的要按反弹重开，都列在这里。"),
}


@dataclass(frozen=True)
class LookBackRow:
    """One issue: struck off when, looked at until when, by whom next, what the last look said."""

    issue: Issue
    ahead: Visit | None
    last: Visit | None
    on: date

    @property
    def mark(self) -> str:
        return MARKS.get(self.last.finding, "info") if self.last else ""

    @property
    def late(self) -> int:
        """Days since the day that was set, for the look back or for the visit."""
        day = self.ahead.planned_on if self.ahead else self.issue.look_back_on
        return max((self.on - day).days, 0) if day else 0

    @property
    def next(self) -> str:
        """What a settled finding calls for."""
        return f"去{FOLLOWS[self.last.finding][1]}" if self.last and self.last.finding in FOLLOWS else ""

    @property
    def visitors(self) -> str:
        return "、".join(str(person) for person in self.ahead.visitors.all()) if self.ahead else ""


def is_month(text: str) -> None:
    """Raise ValidationError for what is no month."""
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ValidationError("不是月份，请写成 2026-11 的样子") from error


class LookBackFilter(Filtering):
    """A view of the calendar, and the month that it shows."""

    view = TabFilter(label="视图", choices=VIEWS)
    month = filters.CharFilter(label="月份", method="of_calendar", max_length=7, validators=[is_month])

    class Meta:
        model = Issue
        fields: list[str] = []

    def of_calendar(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found


@dataclass(frozen=True)
class MonthOfLookBacks:
    """How many observation periods end in a month, and how many visits are planned."""

    name: str
    url: str
    current: bool
    count: int
    goes: int


class LookBackCalendar:
    """The calendar of one office in all rounds it runs, or in the one that the address names. `every` are the issues of all of
    them. Statements do not grow with rows."""

    def __init__(self, request: Request, every: QuerySet, workload: Workload) -> None:
        self.every, self.workload, self.on = every, workload, today()
        self.issues = workload.of(every)
        self.asked = LookBackFilter(request.GET, self.issues, beside=request.rounds.named_or_every)
        view = request.GET.get("view", "")
        self.view = view if view in dict(VIEWS) else "overdue"
        self.month = self._month(request.GET.get("month", ""))

    def _month(self, text: str) -> date:
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            return month_start(self.on)

    def address(self, view: str, month: date | None = None, round_: str | None = None) -> str:
        """A view of the calendar, and a month of it, in the round asked for or another."""
        here = self.workload.asked.public_id if self.workload.asked else ""
        query = {"view": view, "month": f"{month:%Y-%m}" if month else "", "round": here if round_ is None else round_}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"

    @cached_property
    def rounds(self) -> list[ViewLink]:
        """The rounds as views, each with how many stand in this one."""
        if len(self.workload.rounds) < 2:
            return []
        standing = self.every.filter(self.conditions[self.view]).order_by()
        counts = dict(standing.values_list("round").annotate(Count("pk")))
        month = self.month if self.view == "month" else None
        return self.workload.views(lambda round_: self.address(self.view, month, round_), counts)

    @property
    def conditions(self) -> dict[str, Q]:
        planned = Visit.objects.filter(kind=Visit.Kind.LOOK_BACK, recorded_at=None)
        return {
            "overdue": slices.condition("look_back_overdue", self.on),
            "month": slices.condition(f"look_back_month:{self.month:%Y-%m}", self.on),
            "planned": Q(pk__in=planned.values("issue")),
            "follow": slices.condition("archivable", self.on) | slices.condition("relapse_pending", self.on),
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        counted = {name: Count("pk", filter=condition) for name, condition in self.conditions.items()}
        return self.issues.order_by().aggregate(**counted)

    @cached_property
    def tabs(self) -> list[ViewLink]:
        words = dict(VIEWS) | {"month": f"{self.month.month} 月观察期满"}
        return [
            ViewLink(
                name=words[code],
                url=self.address(code, self.month if code == "month" else None),
                current=code == self.view,
                count=self.counts[code],
            )
            for code, _ in VIEWS
        ]

    @cached_property
    def months(self) -> list[MonthOfLookBacks]:
        """A year from this month on: how many observation periods end in each, and how many visits are planned."""
        start = month_start(self.on)
        months = [plus_months(start, step) for step in range(MONTHS)]
        until = plus_months(start, MONTHS)
        closed = self.issues.filter(slices.condition("status:closed", self.on), look_back_on__gte=start)
        ends = Counter(
            day.replace(day=1) for day in closed.filter(look_back_on__lt=until).values_list("look_back_on", flat=True)
        )
        ahead = Visit.objects.filter(issue__in=self.issues, recorded_at=None, planned_on__range=(start, until))
        goes = Counter(day.replace(day=1) for day in ahead.values_list("planned_on", flat=True))
        return [
            MonthOfLookBacks(
                name=f"{month.year}年{month.month}月" if month.month == 1 or month == start else f"{month.month}月",
                url=self.address("month", month),
                current=self.view == "month" and month == self.month,
                count=ends[month],
                goes=goes[month],
            )
            for month in months
        ]

    @cached_property
    def rows(self) -> list[LookBackRow]:
        matching = self.asked.understood().filter(self.conditions[self.view]).select_related("lead_unit", "round")
        issues = list(matching.order_by("look_back_on", "pk")[:MOST])
        readable = [issue for issue in issues if not issue.withheld]
        looks = Visit.objects.filter(issue__in=readable, kind=Visit.Kind.LOOK_BACK).order_by("on", "pk")
        ahead = {v.issue_id: v for v in looks.filter(recorded_at=None).prefetch_related("visitors")}
        standing = looks.filter(recorded_at__isnull=False, closure__outcome=Closure.Outcome.APPROVED)
        last = {v.issue_id: v for v in standing}
        rows = [LookBackRow(issue, ahead.get(issue.pk), last.get(issue.pk), self.on) for issue in issues]
        return (
            sorted(rows, key=lambda row: row.ahead.planned_on if row.ahead else self.on)
            if self.view == "planned"
            else rows
        )

    @property
    def told(self) -> str:
        count = self.counts[self.view]
        return f"显示 {len(self.rows)} 件，共 {count} 件" + ("；先办这些，再看其余" if count > len(self.rows) else "")

    @property
    def pickable(self) -> bool:
        return self.view in ("overdue", "month")

    @property
    def empty(self) -> tuple[str, str]:
        return HINTS[self.view]


@dataclass(frozen=True)
class LookBacksPage(Page):
    """The calendar of the office that runs the rounds."""

    template: ClassVar[str] = "ledgers/look_backs/look_backs.html"
    page: LookBackCalendar
    workload: Workload


@dataclass(frozen=True)
class LookBackResultsPage(Page):
    """How many closings held, in all rounds or in the one asked for (`views` lead to each); nothing for who may see no round."""

    template: ClassVar[str] = "ledgers/look_backs/results.html"
    held: Held | None
    workload: Workload
    views: Sequence[ViewLink]
    whose: str


def look_back_results_page(workload: Workload) -> LookBackResultsPage:
    """The number beside each round is how many were struck off in it."""
    if not workload.rounds:
        return LookBackResultsPage(held=None, workload=workload, views=[], whose="")
    every = Held(Workload(workload.user, workload.on, rounds=workload.rounds))
    closed = {round_: counts["ever_closed"] for round_, counts in every.by_round.items()} if workload.rounds[1:] else {}
    views = workload.views(lambda round_: f"?round={round_ or EVERY_ROUND}", closed)
    held, whose = (Held(workload), str(workload.asked)) if workload.asked else (every, "各轮次合计")
    return LookBackResultsPage(held, workload, views, whose if workload.rounds[1:] else str(workload.rounds[0]))
