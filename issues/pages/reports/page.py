"""周报: what a unit owes this week, what the office has to read, and one report to be written or read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from issues import policies
from issues.models import Report, Week
from issues.moves.reports import READ, SEND, SEND_BACK, NoProgress, ReportForm, Send
from issues.weeks import desk
from issues.workload import Workload
from rectify.accounts.models import Unit, User
from rectify.accounts.request import Request
from rectify.lib.components import ViewLink
from rectify.lib.dates import monday, today
from rectify.lib.marks import pill
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, form_key, keyset
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move

DRAWN_APART = frozenset({"kept", "kept_note", "no_progress", "text"})  # what a report says stands above its facts
MOST = 100  # reports to be written that one page lists
SHORT = {
    "problems": "需要协调",
    "declared": "单位申报",
}  # what a reader calls a field that its writer is asked at length


@dataclass(frozen=True)
class ShownWeeks:
    """The present week of each round, or the one asked for; `views` lead to those of each round."""

    weeks: Sequence[Week]
    views: Sequence[ViewLink]
    several: bool

    @property
    def one(self) -> Week | None:
        """The only one."""
        return None if self.several else self.weeks[0]

    @property
    def is_present(self) -> bool:
        """Whether one may speak of this week."""
        return any(week.starts >= monday(today()) for week in self.weeks)

    @property
    def name(self) -> str:
        """The weeks in words; rounds are in the same one, unless one of them stands still."""
        return "、".join(dict.fromkeys(week.name for week in self.weeks))

    @property
    def when(self) -> str:
        return "本周" if self.is_present else "当周"


@dataclass(frozen=True)
class ReportsPage(Page):
    """A unit: `owed` in all, `waiting` are the first of them, the `rest` (page by page) was `sent` or is others' to write."""

    template: ClassVar[str] = "issues/reports/reports.html"
    shown: ShownWeeks
    workload: Workload
    asked: desk.ReportFilter
    waiting: Sequence[Report]
    owed: int
    rest: Sequence[Report]
    page: PageOfRows
    sent: int
    others: int
    deadline: desk.DeadlineWords


@dataclass(frozen=True)
class OfficeReportsPage(Page):
    """The office: what came, view by view, of all units or one."""

    template: ClassVar[str] = "issues/reports/reports_office.html"
    shown: ShownWeeks
    workload: Workload
    asked: desk.ReportFilter
    page: PageOfRows
    views: Sequence[ViewLink]
    units: QuerySet[Unit]
    unit: str
    state: str


@dataclass(frozen=True)
class ReportPage(Page):
    """One report: the forms of its writer (`writing`), else the text with what the office may do (`reads`).

    `form` was sent and said no; `number` of `count` still to write, `next_number` the one behind; `facts` what it says
    beside its text, `last` the report before.
    """

    template: ClassVar[str] = "issues/reports/report.html"
    report: Report
    last: Report | None
    office: bool
    writing: bool
    reads: Judgement
    why: Judgement | None
    deadline: desk.DeadlineWords
    facts: Sequence[tuple[str, SafeString | str]]
    number: int
    count: int
    next_number: int
    report_form: Input | None
    none_form: Input | None
    read_form: Input | None
    return_form: Input | None
    form: Input | None
    key: str


@dataclass(frozen=True)
class SentReport:
    """The form of a report's page that was sent and said no."""

    report_form: Input | None = None
    none_form: Input | None = None
    read_form: Input | None = None
    return_form: Input | None = None

    @property
    def form(self) -> Input | None:
        """The one with faults; a remark that was refused opens nothing."""
        return self.report_form or self.none_form or self.return_form


def reports_page(shown: ShownWeeks, asked: desk.ReportFilter, request: Request) -> ReportsPage:
    """A number of statements that does not grow; what is owed first to the first `MOST`, the rest page by page."""
    reports, user = asked.understood(), request.user
    owed = desk.still_owed(reports, user)
    rest = reports.exclude(pk__in=owed.order_by().values("pk"))
    counts = rest.order_by().aggregate(sent=Count("sent_at"), whole=Count("pk"))
    waiting, page = list(owed[:MOST]), keyset(rest, fields=("issue__due_order", "pk"), request=request)
    return ReportsPage(
        shown=shown,
        workload=request.rounds.workload,
        asked=asked,
        waiting=waiting,
        owed=owed.count() if len(waiting) == MOST else len(waiting),
        rest=page.rows,
        page=page,
        sent=counts["sent"],
        others=counts["whole"] - counts["sent"],
        deadline=desk.deadline_words(spoken_of(shown, waiting), timezone.now()),
    )


def spoken_of(shown: ShownWeeks, waiting: Sequence[Report]) -> Week:
    """The week whose deadline is told: of those in which something is owed the one that closes first, else the first."""
    owing = {report.week_id for report in waiting}
    return next((week for week in shown.weeks if week.pk in owing), shown.weeks[0])


def office_reports_page(shown: ShownWeeks, asked: desk.ReportFilter, request: Request) -> OfficeReportsPage:
    """Page by page, by deadline."""
    unit = asked.asked.get("unit", "")
    keep = "".join(f"&{name}={request.GET[name]}" for name in ("week", "round") if request.GET.get(name))
    keep += f"&unit={unit}" if unit else ""
    return OfficeReportsPage(
        shown=shown,
        workload=request.rounds.workload,
        asked=asked,
        page=keyset(asked.in_view(), fields=("issue__due_order", "pk"), request=request),
        views=desk.views_of(asked.of_unit(), state=asked.view, url=reverse("issues:reports"), keep=keep),
        units=desk.units_in(asked.queryset),
        unit=unit,
        state=asked.view,
    )


def report_page(report: Report, user: User, mine: QuerySet[Report], *, office: bool, sent: SentReport) -> ReportPage:
    """`mine` are the reports that the reader may see, `office` whether of the office that runs the round."""
    writing = judge(SEND, report, user)
    last = desk.last_written(report) if writing else desk.last_sent(report)
    owed = list(desk.still_owed(desk.of_weeks(mine, [report.week]), user)) if writing else []
    number, count = desk.place(report, owed)
    forms = _writers_forms(report, last, user, sent) if writing else _readers_forms(report, user, sent)
    return ReportPage(
        report=report,
        last=last,
        office=office,
        writing=bool(writing),
        reads=judge(READ, report, user),
        why=why_not(report, writing, user),
        deadline=desk.deadline_words(report.week, timezone.now()),
        facts=facts(report),
        number=number,
        count=count,
        next_number=number + 1 if number < count else 0,
        form=sent.form,
        key=form_key(),
        **forms,
    )


def facts(report: Report) -> list[tuple[str, SafeString | str]]:
    """What else was asked and answered, drawn from what `Send` asks: name and value."""
    pairs = []
    for name, field in Send.base_fields.items():
        value = getattr(report, name)
        if value and name not in DRAWN_APART:
            shown = pill(value) if getattr(field, "choices", None) else value
            pairs.append((SHORT.get(name) or str(field.label), shown))
    return pairs


def _writers_forms(report: Report, last: Report | None, user: User, sent: SentReport) -> dict[str, Input | None]:
    whom = {"move": SEND, "obj": report, "user": user}
    written = sent.report_form or ReportForm(initial=first_words(report, last), last=last, **whom)
    none = sent.none_form or NoProgress(prefix="none", **whom)
    return {"report_form": written, "none_form": none, "read_form": None, "return_form": None}


def _readers_forms(report: Report, user: User, sent: SentReport) -> dict[str, Input | None]:
    read = sent.read_form or filled(report, READ, user)
    back = sent.return_form or filled(report, SEND_BACK, user)
    return {"report_form": sent.report_form, "none_form": sent.none_form, "read_form": read, "return_form": back}


def filled(report: Report, move: Move, user: User, data: Any = None) -> Input:
    """The input of a move of the report."""
    return input_of(move)(data, move=move, obj=report, user=user)


def why_not(report: Report, writing: Judgement, user: User) -> Judgement | None:
    """What keeps the unit's people from sending a report that has not come; None for who only reads."""
    owed = report.status in SEND.sources
    return writing if owed and writing.missing and policies.unit(user, report.issue) else None


def first_words(report: Report, last: Report | None) -> dict[str, str]:
    """A returned report opens with its own words; a new one with last week's text, so that only the change is written."""
    if report.sent_at:
        return {name: getattr(report, name) for name in ReportForm.base_fields}
    declared = last.declared if last else ""
    return {"text": last.text if last else "", "declared": declared or "declared_doing"}
