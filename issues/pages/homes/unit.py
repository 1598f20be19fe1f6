"""本单位: what this unit must do, in order: sign, report, mend what came back, what is due; and what we are owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Case, Count, DateTimeField, Q, QuerySet, When
from django.utils import timezone

from issues import advice
from issues.lateness import days_left, overdue_days
from issues.models import (
    WITH_OFFICE,
    WITH_UNIT,
    Handover,
    Issue,
    Recommendation,
    Report,
    Round,
    Status,
    Week,
)
from issues.moves.dispatching import SIGN
from issues.pages.issue.ways import aim
from issues.panels import panel
from issues.slices import condition, holds, since
from issues.waits import Limits, Wait, words_of
from issues.weeks import desk
from issues.weeks.counting import returns
from issues.workload import Workload
from rectify.accounts.roles import UNIT_ROLES, Role
from rectify.accounts.scoping import under
from rectify.audit.models import Event
from rectify.lib.components import Fig, ViewLink
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.move import judge

NEAREST = 3
MOST = 5
MOST_REPORTS = 12
WORKED_ON = frozenset({Status.PLANNING, Status.RECTIFYING})
ELSE = {
    Status.DISPATCHED: "还没有签收",
    Status.AWAITING_SIGNATURE: "材料已报，等主要负责人审签",
}


@dataclass(frozen=True)
class DueMark:
    """How near a deadline is."""

    kind: str
    text: str


@dataclass(frozen=True)
class WaitingIssue:
    """An issue that waits: for whom or what, and how long."""

    issue: Issue
    wait: Wait
    what: str = ""


@dataclass(frozen=True)
class OwedReport:
    """A weekly report that is still to be written."""

    report: Report
    due: DueMark | None


@dataclass(frozen=True)
class ReturnedIssue:
    """What came back, by which event, for the how manieth time."""

    issue: Issue
    event: Event
    times: int


@dataclass(frozen=True)
class PressingIssue:
    """An issue near its deadline: what the next step lacks, and how much more."""

    issue: Issue
    due: DueMark | None
    text: str
    more: int


class UnitDesk:
    """Of the issues that the person's units lead: what waits in all rounds, or in the one asked for; the figures beside it are
    of the round looked at (`round`). Every part is asked for once, when the page draws it."""

    sign = SIGN

    def __init__(self, workload: Workload, round_: Round) -> None:
        self.workload, self.round = workload, round_
        self.user, self.on, self.at = workload.user, workload.on, timezone.now()
        whole = ("round__office", "round__profile", "lead_unit", "item", "feedback")
        led = under("lead_unit", self.user.paths(*UNIT_ROLES))
        self.counted = workload.issues().filter(led)
        self.led = Issue.objects.visible_to(self.user, within=workload.asked).filter(led).select_related(*whole)
        self.key = form_key()

    @property
    def name(self) -> str:
        return str(next(post.unit for post in self.user.posts if post.role in UNIT_ROLES))

    @property
    def signs(self) -> bool:
        """Whether the reader signs for the unit."""
        return self.user.holds(Role.UNIT_PRINCIPAL)

    @cached_property
    def counts(self) -> dict[str, int]:
        """All numbers at the head of the page; one statement."""
        codes = {
            "sign": "status:dispatched",
            "soon": "due_soon",
            "late": "overdue",
            "signature": "status:awaiting_signature",
        }
        mine = {name: Count("pk", filter=condition(code, self.on)) for name, code in codes.items()}
        return self.counted.aggregate(**mine)

    @cached_property
    def figs(self) -> list[Fig]:
        counts, asked = self.counts, f"/ {self.asked}" if self.asked else ""
        return [
            Fig("待签收", counts["sign"], "#sign"),
            Fig("本周待报", len(self.owed), "#week", change=asked),
            Fig("被退回", len(self.returned), "#back", "returned"),
            Fig("14 日内到期", counts["soon"], "#due", "soon"),
            Fig("逾期", counts["late"], "#due", "overdue"),
            Fig("待审签", counts["signature"], "#principal"),
        ]

    # ---- 待签收 ----------------------------------------------------------------------------------------------------
    @cached_property
    def to_sign(self) -> list[WaitingIssue]:
        rows = self.led.filter(status=Status.DISPATCHED).by_deadline()[:MOST]
        return [WaitingIssue(issue, self.wait(issue, issue.status)) for issue in rows]

    def wait(self, issue: Issue, status: str) -> Wait:
        """Against the limits of the issue's own round."""
        return Limits(issue.round).wait(status, issue.status_since, self.on)

    @property
    def sign_limit(self) -> str:
        return words_of((row.issue.round for row in self.to_sign), Status.DISPATCHED)

    @property
    def may_sign(self) -> bool:
        return self.user.holds(Role.UNIT_LIAISON)

    # ---- 本周待报 --------------------------------------------------------------------------------------------------
    @cached_property
    def weeks(self) -> list[Week]:
        """The present week of each round, that which closes first in front."""
        return list(self.workload.of(Week.objects.visible_to(self.user).newest()).order_by("report_due", "pk"))

    @cached_property
    def week(self) -> Week | None:
        """The one that is spoken of: what is owed first, else the newest."""
        owing = {report.week_id for report in self.owed}
        return next((each for each in self.weeks if each.pk in owing), self.weeks[-1] if self.weeks else None)

    @cached_property
    def _reports(self) -> QuerySet:
        return desk.own(desk.of_weeks(Report.objects.visible_to(self.user), self.weeks), self.user)

    @cached_property
    def owed(self) -> list[Report]:
        if not self.weeks:
            return []
        return list(desk.still_owed(self._reports, self.user).select_related("issue__lead_unit", "issue__round"))

    @property
    def owed_shown(self) -> list[OwedReport]:
        return [OwedReport(row, self.due_mark(row.issue)) for row in self.owed[:MOST_REPORTS]]

    @cached_property
    def asked(self) -> int:
        return self._reports.count() if self.weeks else 0

    @property
    def sent(self) -> int:
        return self.asked - len(self.owed)

    @property
    def deadline(self) -> desk.DeadlineWords | None:
        return desk.deadline_words(self.week, self.at) if self.week else None

    # ---- 被退回 ----------------------------------------------------------------------------------------------------
    @cached_property
    def returned(self) -> list[ReturnedIssue]:
        """What came back and stands there still, with the office's words in full; two statements."""
        suspects = {f"issues.issue:{issue.pk}": issue for issue in self.led.filter(status__in=WORKED_ON, returns__gt=0)}
        last = {}
        for event in Event.objects.filter(subject__in=suspects, kind__in=returns()).order_by("number"):
            last[event.subject] = event
        rows = [
            ReturnedIssue(suspects[subject], event, suspects[subject].returns)
            for subject, event in last.items()
            if event.at >= suspects[subject].status_since
        ]
        return sorted(rows, key=lambda row: row.event.at)

    # ---- 临期与逾期 ------------------------------------------------------------------------------------------------
    @cached_property
    def nearest(self) -> list[PressingIssue]:
        """The most pressing three with what is missing, by the same rules that refuse the move."""
        pressing = condition("overdue", self.on) | condition("due_soon", self.on)
        rows = self.led.filter(pressing, status__in=WITH_UNIT).by_deadline()[:NEAREST]
        return [PressingIssue(issue, self.due_mark(issue), *self.lacking(issue)) for issue in rows]

    @property
    def pressing(self) -> int:
        return self.counts["soon"] + self.counts["late"]

    def lacking(self, issue: Issue) -> tuple[str, int]:
        """The first thing that the next step lacks, and how many more there are."""
        move = aim(issue) if issue.status in WORKED_ON else None
        if move is None:
            return ELSE.get(Status(issue.status), issue.get_status_display()), 0
        missing = judge(move, issue, self.user).missing
        if not missing:
            return f"条件已齐，可以{move.label}", 0
        return missing[0].reason, len(missing) - 1

    def due_mark(self, issue: Issue) -> DueMark | None:
        """The mark beside a deadline; none when it is further than two weeks."""
        if issue.due is None:
            return None
        if holds("overdue", issue, self.on):
            return DueMark("overdue", f"逾期 {overdue_days(issue.due, self.on)} 个工作日")
        return DueMark("soon", days_left(issue.due, self.on)) if holds("due_soon", issue, self.on) else None

    @cached_property
    def handover(self) -> Handover | None:
        """A handover that waits for this person's receipt."""
        waiting = Handover.objects.visible_to(self.user).filter(incoming=self.user, received_at=None, withdrawn_at=None)
        return waiting.defer("body").select_related("unit").first()

    # ---- beside ----------------------------------------------------------------------------------------------------
    @cached_property
    def awaited(self) -> list[WaitingIssue]:
        """What the office owes us, the longest waiting first."""
        there = When(status__in=WITH_OFFICE, then="status_since")
        came = Case(there, default=since("extension_asked"), output_field=DateTimeField())
        rows = self.led.filter(Q(status__in=WITH_OFFICE) | condition("extension_asked", self.on))
        return [
            WaitingIssue(issue, self.waited(issue, issue.came), self.what(issue))
            for issue in rows.annotate(came=came).order_by("came", "pk")[:MOST]
        ]

    def what(self, issue: Issue) -> str:
        return issue.get_status_display() if issue.status in WITH_OFFICE else "延期申请"

    def waited(self, issue: Issue, came: datetime) -> Wait:
        return Limits(issue.round).wait(issue.status if issue.status in WITH_OFFICE else "", came, self.on)

    @cached_property
    def advice(self) -> Sequence[Recommendation]:
        """意见建议 that wait for us."""
        return advice.waiting(self.workload)

    @cached_property
    def papers(self) -> Sequence[Any]:
        """The office's papers that wait for us."""
        return panel("papers", self.user, self.workload, self.on) or []

    @cached_property
    def statements(self) -> Sequence[Any]:
        """对账单, and disputed lines of them, that wait for us."""
        return panel("statements", self.user, self.workload, self.on) or []

    @cached_property
    def unsigned(self) -> list[WaitingIssue]:
        rows = self.led.filter(status=Status.AWAITING_SIGNATURE).order_by("status_since", "pk")[:MOST]
        return [WaitingIssue(issue, self.wait(issue, "")) for issue in rows]

    @cached_property
    def board(self) -> Any:
        """Our figures, out of the same object that the board draws."""
        return panel("figures", self.user, self.round, self.on)


@dataclass(frozen=True)
class UnitHomePage(Page):
    """The desk of what waits, in all rounds or in the one asked for (`views` lead to each)."""

    template: ClassVar[str] = "issues/homes/home_unit.html"
    desk: UnitDesk
    workload: Workload
    views: Sequence[ViewLink]


def unit_home_page(workload: Workload, round_: Round, views: Sequence[ViewLink]) -> UnitHomePage:
    """`round_` is the one looked at."""
    return UnitHomePage(UnitDesk(workload, round_), workload, views)
