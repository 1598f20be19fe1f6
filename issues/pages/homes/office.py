"""工作台: what waits for the office by days waited, the week's six moments, the countdown, 台账体检, changes."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from issues.models import Report, Round, Status, Week
from issues.pages.units.unstaffed import units_of
from issues.panels import panel
from issues.waits import Limits
from issues.weeks import board as weeks
from issues.weeks import desk
from issues.weeks.counting import ASKED
from rectify.lib.addresses import address
from rectify.lib.dates import WEEKDAYS

ROWS = 10
SHORT = {
    "status:awaiting_decision": "待审定", "status:contested": "异议待复", "extension_waiting": "延期待定",
    "drafts": "草稿待下发", "status:first_review": "销号待初审", "plan_to_review": "方案待审",
    "joint_ready": "联审待合并", "joint_late": "联审逾期未提", "objection_open": "销号异议待答",
}  # fmt: skip
TASKS = {
    "status:awaiting_decision": "销号审定", "status:contested": "认领异议", "extension_waiting": "延期申请",
    "drafts": "下发", "status:first_review": "销号初审", "plan_to_review": "方案审核",
    "joint_ready": "联审意见已齐", "joint_late": "联审意见逾期", "objection_open": "销号异议",
}  # fmt: skip
PAGES = {
    "status:awaiting_decision": "ledgers:decide", "status:first_review": "ledgers:review",
    "plan_to_review": "issues:plan", "extension_waiting": "issues:extension",
    "joint_ready": "issues:joint", "joint_late": "issues:joint", "objection_open": "ledgers:objections",
}  # fmt: skip
RARE = frozenset(
    {"joint_ready", "joint_late", "objection_open"}
)  # most rounds never have these: no figure while they are empty


class OfficeDesk:
    """What templates/issues/home_office.html takes; every part is asked for once, statements do not grow with rows."""

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
    def unstaffed(self) -> list[dict[str, Any]]:
        """Units whose work waits for people who are not there."""
        return units_of(self.issues, self.round)

    @cached_property
    def since_monday(self) -> list:
        return panel("since_monday", self.user, self.round, self.on) or []

    @cached_property
    def look_backs(self) -> list[dict[str, Any]]:
        return panel("look_backs", self.user, self.round, self.on) or []

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.round)

    @property
    def our_limits(self) -> str:
        return self.limits.words(Status.FIRST_REVIEW, Status.AWAITING_DECISION)

    @property
    def today_words(self) -> str:
        return f"{self.on.month}月{self.on.day}日 星期{WEEKDAYS[self.on.weekday()]}"

    @cached_property
    def queue(self) -> list[dict[str, Any]]:
        """The rows that have waited longest, each with its page and its mark."""
        return [self._row(item) for item in self.board.longest(ROWS)]

    def _row(self, item: Any) -> dict[str, Any]:
        issue, code = item.issue, item.queue.slice
        task = TASKS.get(code, item.queue.verb)
        if item.is_extension:
            task += f"（第 {item.times} 次）"
        elif code == "status:first_review" and issue.returns:
            task += "（再次）"
        page = address(PAGES[code], public_id=issue.public_id) if code in PAGES else ""
        return {
            "issue": issue, "task": task, "since": item.since, "verb": item.queue.verb,
            "url": page or issue.get_absolute_url(),
            "wait": self.limits.wait("" if item.is_extension else issue.status, item.since, self.on),
        }  # fmt: skip

    @property
    def count(self) -> int:
        return self.board.waiting_count

    @cached_property
    def figs(self) -> list[dict[str, Any]]:
        """The queues, then what must worry us."""
        figs = [
            {"name": SHORT.get(fig.slice, fig.name), "count": fig.count, "url": fig.url, "change": fig.note if fig.count else "",
             "definition": fig.definition}
            for fig in self.board.queues if fig.count or fig.slice not in RARE
        ]  # fmt: skip
        late, back = self.board.five[-1], self.board.figure("relapsed", "反弹重开", "relapse")
        worry = [(late, "overdue", f"比上周一 {signed(late.change)}"), (back, "relapse", "销号后重开过")]
        for place, (fig, kind, change) in enumerate(worry):
            figs.append({"name": fig.name, "count": fig.count, "url": fig.url, "kind": kind, "change": change,
                         "gap": place == 0, "definition": fig.definition})  # fmt: skip
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
    def deadline(self) -> dict[str, str]:
        return desk.deadline_words(self.week, self.at)

    @property
    def rhythm(self) -> list[dict[str, str]]:
        return weeks.rhythm(self.week, self.at)


def signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "没有变化"
