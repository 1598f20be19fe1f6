"""工作台: what waits for the office by days waited, the week's six moments, the countdown, 台账体检, changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count
from django.utils import timezone

from issues import advice, slices
from issues.models import Issue, Recommendation, Round, Status, Week
from issues.pages.units.unstaffed import UnstaffedUnit, units_of
from issues.panels import panel
from issues.setup import office_has_begun
from issues.waits import Limits, Wait, words_of
from issues.weeks import board as weeks
from issues.weeks import desk
from issues.workload import WaitingItem, Workload
from rectify.lib.addresses import address
from rectify.lib.components import Fig, ViewLink
from rectify.lib.dates import WEEKDAYS
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
    """What waits is of all rounds, or of the one asked for; the figures beside it are of the round looked at (`round`). Every
    part is asked for once, when the page draws it; statements do not grow with rows."""

    def __init__(self, workload: Workload, round_: Round) -> None:
        self.workload, self.round = workload, round_
        self.user, self.on, self.at = workload.user, workload.on, timezone.now()
        self.issues = Issue.objects.counted_for(self.user, within=round_)

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
    def unstaffed(self) -> list[UnstaffedUnit]:
        """Units whose work waits for people who are not there."""
        return units_of(self.issues, self.round)

    @cached_property
    def since_monday(self) -> list[Fig]:
        return panel("since_monday", self.user, self.round, self.on) or []

    @cached_property
    def look_backs(self) -> list[Fig]:
        return panel("look_backs", self.user, self.workload, self.on) or []

    @property
    def our_limits(self) -> str:
        return words_of(self.workload.within, Status.FIRST_REVIEW, Status.AWAITING_DECISION)

    @property
    def report_days(self) -> int:
        """To the day on which the round looked at reports; below zero when it has passed."""
        return (self.round.report_due - self.on).days if self.round.report_due else 0

    @cached_property
    def setting_up(self) -> bool:
        """Whether the office has not dispatched anything yet; asked only where nothing of this round counts."""
        return not self.board.count("counted") and not office_has_begun(self.user)

    @cached_property
    def queue(self) -> list[QueuedIssue]:
        """The rows that have waited longest, each with its page and its mark."""
        return [self._row(item) for item in self.workload.longest(ROWS)]

    def _row(self, item: WaitingItem) -> QueuedIssue:
        issue, code = item.issue, item.queue.slice
        task = TASKS.get(code, item.queue.verb)
        if item.is_extension:
            task += f"（第 {item.times} 次）"
        elif code == "status:first_review" and issue.returns:
            task += "（再次）"
        page = address(PAGES[code], public_id=issue.public_id) if code in PAGES else ""
        limits = Limits(self.workload.lend(issue))
        wait = limits.wait("" if item.is_extension else issue.status, item.since, self.on)
        return QueuedIssue(issue, task, item.since, item.queue.verb, page or item.url, wait)

    @cached_property
    def worries(self) -> dict[str, int]:
        """逾期 and 反弹 where the desk is of all rounds; one statement."""
        codes = ("overdue", "relapsed")
        return self.workload.issues().aggregate(
            **{code: Count("pk", filter=slices.condition(code, self.on)) for code in codes}
        )

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
            for fig in self.workload.queues
            if fig.count or fig.slice not in RARE
        ]
        change = "" if self.workload.several else f"比上周一 {signed(self.board.five[-1].change)}"
        for code, name, kind, beside in (
            ("overdue", "逾期", "overdue", change),
            ("relapsed", "反弹重开", "relapse", "销号后重开过"),
        ):
            url, definition = self.workload.link(code), slices.find(code)[0].definition
            gap = code == "overdue"
            figs.append(Fig(name, self.worries[code], url, kind, beside, gap=gap, definition=definition))
        return figs[:8]

    @cached_property
    def reported(self) -> list[desk.ReportedWeek]:
        """The present week of each round."""
        return desk.reported(self.workload.of(Week.objects.visible_to(self.user).newest()), self.user, self.at)

    @property
    def opening(self) -> str:
        """The day, and the deadline of the reports: of the weeks in which something is still out the first, else of the first."""
        day = f"{self.on.month}月{self.on.day}日 星期{WEEKDAYS[self.on.weekday()]}。"
        if not self.reported:
            return f"{day}还没有启动周调度。"
        closing = next((row for row in self.reported if row.still_out), self.reported[0])
        return f"{day}本周周报{closing.deadline.text}"

    @property
    def week(self) -> desk.ReportedWeek | None:
        """That of the round looked at."""
        return next((each for each in self.reported if each.week.round_id == self.round.pk), None)

    @property
    def rhythm(self) -> list[weeks.Moment]:
        return weeks.rhythm(self.week.week, self.at) if self.week else []


@dataclass(frozen=True)
class OfficeHomePage(Page):
    """The desk of what waits, in all rounds or in the one asked for (`views` lead to each)."""

    template: ClassVar[str] = "issues/homes/home_office.html"
    desk: OfficeDesk
    workload: Workload
    views: Sequence[ViewLink]


def office_home_page(workload: Workload, round_: Round, views: Sequence[ViewLink]) -> OfficeHomePage:
    """`round_` is the one looked at."""
    return OfficeHomePage(OfficeDesk(workload, round_), workload, views)


def signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "没有变化"
