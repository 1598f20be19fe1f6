"""工作台: what waits for the office by days waited, the week's six moments, the countdown, 台账体检, changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from issues import advice
from issues.models import Issue, Recommendation, Report, Round, Status, Week
from issues.pages.homes.elsewhere import Elsewhere
from issues.pages.units.unstaffed import UnstaffedUnit, units_of
from issues.panels import panel
from issues.setup import office_has_begun
from issues.waits import Limits, Wait
from issues.weeks import board as weeks
from issues.weeks import desk
from issues.weeks.counting import ASKED
from rectify.accounts.models import User
from rectify.lib.addresses import address
from rectify.lib.components import Fig
from rectify.lib.dates import WEEKDAYS, today
from rectify.lib.page import Page

ROWS = 10
SHORT = {
    "status:awaiting_decision": "待审定",
    "status:contested": "异议待复",
    "extension_waiting": "延期待定",
    "drafts": "草稿待下发",
    "status:first_review": "销号待初审",
    "plan_to_review": "方案待审",
    "joint_ready": "联审待合并",
    "joint_late": "联审逾期未提",
    "objection_open": "销号异议待答",
}
TASKS = {
    "status:awaiting_decision": "销号审定",
    "status:contested": "认领异议",
    "extension_waiting": "延期申请",
    "drafts": "下发",
    "status:first_review": "销号初审",
    "plan_to_review": "方案审核",
    "joint_ready": "联审意见已齐",
    "joint_late": "联审意见逾期",
    "objection_open": "销号异议",
}
PAGES = {
    "status:awaiting_decision": "ledgers:decide",
    "status:first_review": "ledgers:review",
    "plan_to_review": "issues:plan",
    "extension_waiting": "issues:extension",
    "joint_ready": "issues:joint",
    "joint_late": "issues:joint",
    "objection_open": "ledgers:objections",
}
RARE = frozenset(
    {"joint_ready", "joint_late", "objection_open"}
)  # most rounds never have these: no figure while they are empty


@dataclass(frozen=True)
class QueuedIssue:
    """An issue that waits for the office: for which task, since when, on which page it is done."""

    issue: Issue
    task: str
    since: datetime
    verb: str
    url: str
    wait: Wait


class OfficeDesk:
    """Every part is asked for once, when the page draws it; statements do not grow with rows."""

    def __init__(self, user: Any, round_: Round, issues: QuerySet, on: date) -> None:
        self.user, self.round, self.issues, self.on = user, round_, issues, on
        self.at = timezone.now()

    @cached_property
    def board(self) -> Any:
        """The figures of the books (ledgers/figures/board.py)."""
        return panel("figures", self.user, self.round, self.on)

    @cached_property
    def health(self) -> list:
        return panel("health", self.user, self.round, self.on) or []

    @cached_property
    def advice(self) -> Sequence[Recommendation]:
        """意见建议 that wait for the office."""
        return advice.waiting(self.user, self.round, office=True)

    @cached_property
    def unstaffed(self) -> list[UnstaffedUnit]:
        """Units whose work waits for people who are not there."""
        return units_of(self.issues, self.round)

    @cached_property
    def since_monday(self) -> list[Fig]:
        return panel("since_monday", self.user, self.round, self.on) or []

    @cached_property
    def look_backs(self) -> list[Fig]:
        return panel("look_backs", self.user, self.round, self.on) or []

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.round)

    @property
    def our_limits(self) -> str:
        return self.limits.words(Status.FIRST_REVIEW, Status.AWAITING_DECISION)

    @cached_property
    def setting_up(self) -> bool:
        """Whether the office has not dispatched anything yet; asked only where nothing of this round counts."""
        return not self.board.count("counted") and not office_has_begun(self.user)

    @property
    def today_words(self) -> str:
        return f"{self.on.month}月{self.on.day}日 星期{WEEKDAYS[self.on.weekday()]}"

    @cached_property
    def queue(self) -> list[QueuedIssue]:
        """The rows that have waited longest, each with its page and its mark."""
        return [self._row(item) for item in self.board.longest(ROWS)]

    def _row(self, item: Any) -> QueuedIssue:
        issue, code = item.issue, item.queue.slice
        task = TASKS.get(code, item.queue.verb)
        if item.is_extension:
            task += f"（第 {item.times} 次）"
        elif code == "status:first_review" and issue.returns:
            task += "（再次）"
        page = address(PAGES[code], public_id=issue.public_id) if code in PAGES else ""
        wait = self.limits.wait("" if item.is_extension else issue.status, item.since, self.on)
        return QueuedIssue(issue, task, item.since, item.queue.verb, page or issue.get_absolute_url(), wait)

    @property
    def count(self) -> int:
        return self.board.waiting_count

    @cached_property
    def figs(self) -> list[Fig]:
        """The queues, then what must worry us."""
        figs = [
            Fig(
                name=SHORT.get(fig.slice, fig.name),
                count=fig.count,
                url=fig.url,
                change=fig.note if fig.count else "",
                definition=fig.definition,
            )
            for fig in self.board.queues
            if fig.count or fig.slice not in RARE
        ]
        late, back = self.board.five[-1], self.board.figure("relapsed", "反弹重开", "relapse")
        change = f"比上周一 {signed(late.change)}"
        figs.append(Fig(late.name, late.count, late.url, "overdue", change, gap=True, definition=late.definition))
        figs.append(Fig(back.name, back.count, back.url, "relapse", "销号后重开过", definition=back.definition))
        return figs[:8]

    @cached_property
    def week(self) -> Week | None:
        opened = Week.objects.visible_to(self.user).filter(round=self.round, opened_at__isnull=False)
        return opened.select_related("round").first()

    @cached_property
    def reports(self) -> tuple[int, int]:
        """How many came and how many were asked for this week."""
        asked = Report.objects.visible_to(self.user).filter(ASKED, week=self.week)
        whole = asked.count()
        return asked.filter(sent_at__isnull=False).count(), whole

    @property
    def still_out(self) -> int:
        return self.reports[1] - self.reports[0]

    @property
    def deadline(self) -> desk.DeadlineWords | None:
        return desk.deadline_words(self.week, self.at) if self.week else None

    @property
    def rhythm(self) -> list[weeks.Moment]:
        return weeks.rhythm(self.week, self.at) if self.week else []


@dataclass(frozen=True)
class OfficeHomePage(Page):
    """The desk in the chosen round, and what waits in the others."""

    template: ClassVar[str] = "issues/homes/home_office.html"
    desk: OfficeDesk
    elsewhere: Sequence[Elsewhere]


def office_home_page(
    user: User, round_: Round, issues: QuerySet[Issue], elsewhere: Sequence[Elsewhere]
) -> OfficeHomePage:
    """`issues` are those of the round that the reader may see."""
    return OfficeHomePage(OfficeDesk(user, round_, issues, today()), elsewhere)


def signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "没有变化"
