"""The frame of every page: who is here, where they may go, which round they look at, how long until it is due.

`request.rounds` (set by `rounds_of`, a middleware) is the one place that knows which round a person has chosen: lists and boards
read `request.rounds.current`, pages of what waits `request.rounds.workload`, which no earlier choice narrows. The context
processor hands `frame` to the templates; it asks nothing until a page draws it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from issues.models import Issue, LastRound, Round
from issues.setup import Setup, SetupStep, begun, may_set_up
from issues.workload import EVERY_ROUND, Workload
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind, Role
from rectify.lib.addresses import address
from rectify.lib.copies import copy_line
from rectify.lib.dates import monday, today
from rectify.lib.levels import Confidentiality
from rectify.lib.reach import Door, Given, given
from rectify.notices.models import Notice
from rectify.options import kinds
from rectify.options.registry import Option
from rectify.options.stored import option

OPTIONS = (
    Option(
        "frame.name",
        "系统名称",
        kinds.TEXT(30),
        "巡察整改跟踪",
        help="显示在每页左上角和打印页上",
        group="页面",
        per_office=False,
    ),
    Option(
        "frame.office",
        "督查办名称",
        kinds.TEXT(40),
        "巡察整改办",
        help="页脚和登录页上的称呼",
        group="页面",
        per_office=False,
    ),
    Option(
        "frame.phone",
        "联系电话",
        kinds.TEXT(40, required=False),
        "",
        help="页脚、登录页和出错页上的电话",
        group="页面",
        per_office=False,
    ),
)

BY_KIND = {
    AccountKind.SYSTEM_ADMIN: (
        ("账号", "accounts:users"),
        ("单位", "accounts:units"),
        ("规则", "options:list"),
        ("邮件发送", "notices:sending"),
        ("备份", "backups:backups"),
        ("工作日历", "calendars:days"),
        ("待第二人确认", "accounts:changes"),
        ("岗位空缺", "accounts:vacancies"),
    ),
    AccountKind.SECURITY_ADMIN: (
        ("授权", "accounts:grants"),
        ("待第二人确认", "accounts:changes"),
        ("账号", "accounts:users"),
        ("代办", "accounts:standins_all"),
        ("岗位空缺", "accounts:vacancies"),
        ("接口密钥", "accounts:api_keys"),
    ),
    AccountKind.AUDITOR: (("日志", "audit:events"), ("核验", "audit:proof"), ("待第二人确认", "accounts:changes")),
}
CHANGES = "待第二人确认"
SETUP = ("开局", "issues:setup")  # until the first issue is dispatched; later under 使用说明
MOST_ENTRIES = 8
ON_PAPER = "on-paper"  # of a watermark: the class that keeps it off the screen
# Under these names a page holds what it is about, the narrower before the wider.
SUBJECTS = (
    "issue",
    "closure",
    "visit",
    "report",
    "week",
    "meeting",
    "feedback",
    "paper",
    "recommendation",
    "handover",
    "batch",
    "round",
)


class Rounds:
    """The rounds a person may see and the one that is looked at: named in the address, else chosen last, else the fullest."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def all(self) -> list[Round]:
        user = self.request.user
        if not user.is_authenticated or user.is_administrator:
            return []
        return list(Round.objects.visible_to(user).select_related("office").prefetch_related("phases"))

    @property
    def named(self) -> dict[str, list[str]]:
        """What `?round=` may say, for a list's filter."""
        return {"round": [each.public_id for each in self.all]}

    @property
    def named_or_every(self) -> dict[str, list[str]]:
        """The same of a list that may be of all rounds together."""
        return {"round": [EVERY_ROUND, *self.named["round"]]}

    @cached_property
    def asked(self) -> Round | None:
        """The round that this address names; an id that is not the reader's is as good as none."""
        return next((each for each in self.all if each.public_id == self.request.GET.get("round", "")), None)

    @property
    def everywhere(self) -> bool:
        """Whether this address asks for all rounds together."""
        return self.request.GET.get("round") == EVERY_ROUND

    @cached_property
    def current(self) -> Round | None:
        """`?round=<public id>` chooses and is remembered, beyond the session too. Who has not chosen looks at the round in
        which most is still open."""
        session = self.request.session
        known: dict[str | None, Round] = {each.public_id: each for each in self.all}
        chosen = self.asked or known.get(session.get("round")) or self.chosen_last or self.busiest
        if chosen and not cast(User, self.request.user).is_machine and session.get("round") != chosen.public_id:
            session["round"] = chosen.public_id
            if self.asked:
                LastRound.objects.update_or_create(user=self.request.user, defaults={"round": chosen})
        return chosen

    @property
    def chosen_last(self) -> Round | None:
        """What the reader chose before this session, where it is still theirs."""
        if len(self.all) < 2:
            return None
        row = LastRound.objects.visible_to(self.request.user).first()
        return next((each for each in self.all if row and each.pk == row.round_id), None)

    @cached_property
    def workload(self) -> Workload:
        """What waits for the reader: in all rounds, or in the one that this address names."""
        user = cast(Request, self.request).user
        return Workload(user, today(), rounds=self.all, asked=self.asked)

    def lend(self, issue: Issue) -> Issue:
        """Give an issue its round where that is among the reader's, which each page reads for itself: one join of two wide
        tables less. Returns the issue."""
        if mine := next((each for each in self.all if each.pk == issue.round_id), None):
            issue.round = mine
        return issue

    @cached_property
    def busiest(self) -> Round | None:
        """Of the reader's rounds the one with most open issues, the newest where they are alike."""
        if len(self.all) < 2:
            return next(iter(self.all), None)
        mine = Issue.objects.visible_to(self.request.user).open()
        open_ = dict(mine.order_by().values_list("round").annotate(Count("pk")))
        return max(self.all, key=lambda each: open_.get(each.pk, 0))


def rounds_of(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: gives each request its `rounds`. Stands behind sessions and authentication."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.rounds = Rounds(request)  # type: ignore[attr-defined]  # accounts.request says so for the views
        return get_response(request)

    return middleware


@dataclass(frozen=True)
class MenuEntry:
    """One way to go: a navigation entry or a round of the switch; `count` of what waits there, nothing where it does not
    count."""

    label: str
    url: str
    current: bool = False
    count: int = 0


class Frame:
    """What base.html takes. Each part is asked for only when it is drawn. `lost`: the page of an address that leads nowhere,
    which must not tell by its links what the address looked like."""

    def __init__(self, request: Request, *, lost: bool = False) -> None:
        self.request, self.lost = request, lost
        self.everywhere = False  # the page holds things of all rounds together, and bears none
        self.copy_line = ""  # drawn over a page whose subject is only shown as a copy
        self.copy_where = ""  # on-paper where it is shown whole, and printed as a copy
        self.user = request.user
        self.as_of: datetime = timezone.now()
        self.name: str = option("frame.name")
        self.office: str = option("frame.office")
        self.office_phone: str = option("frame.phone")

    @cached_property
    def nav(self) -> list[MenuEntry]:
        ways = [(label, address(name)) for label, name in entries(self.user)]
        path = "" if self.lost else self.request.path
        if path.startswith(address("ledgers:import")):
            path = address("issues:rounds")  # the way in is one entry: 轮次与导入
        rounds, changes = self.request.rounds, address("accounts:changes")
        waiting = rounds.workload.total if len(rounds.all) > 1 else 0  # one round: its desk says it, no page need ask
        to_confirm = len(rounds.workload.changes)
        if to_confirm and changes not in [url for _, url in ways]:
            ways.append((CHANGES, changes))  # heads: while something waits for them
        here = present(path, [url for _, url in ways])
        counts = {self._desk(ways): waiting, changes: to_confirm}
        return [MenuEntry(label, url, url == here, counts.get(url, 0)) for label, url in ways]

    def _desk(self, ways: list[tuple[str, str]]) -> str:
        """The entry that bears the number of what waits: the first of who does business."""
        return ways[0][1] if ways and not self.user.is_administrator else ""

    @cached_property
    def home_url(self) -> str:
        return self.nav[0].url if self.nav else "/"

    @property
    def search_url(self) -> str:
        return "" if self.user.is_administrator else address("issues:list")

    @property
    def inbox_url(self) -> str:
        return address("notices:inbox")

    @property
    def manual_url(self) -> str:
        """The manual, at the section of this page."""
        page, match = address("manual"), None if self.lost else self.request.resolver_match
        return f"{page}#{match.view_name.replace(':', '-')}" if match and match.view_name else page

    @property
    def me_url(self) -> str:
        return address("accounts:me")

    @property
    def drafts_url(self) -> str:
        return address("drafts:list")

    @property
    def password_url(self) -> str:
        return address("accounts:password")

    @property
    def logout_url(self) -> str:
        return address("accounts:logout")

    @property
    def next_step(self) -> SetupStep | None:
        """What the reader does next in an installation that is being set up; the page of what was just done leads there."""
        return None if begun.get() or not may_set_up(self.user) else Setup(self.user).next

    @cached_property
    def unread(self) -> int:
        return Notice.objects.visible_to(self.user).unread().count()

    @cached_property
    def person(self) -> str:
        """By post, not by name: 市住建局·联络员; with whom one stands in for."""
        if self.user.is_administrator:
            return self.user.get_kind_display()
        first = next(iter(self.user.posts), None)
        lent = dict.fromkeys(post.lender.name for post in self.user.posts if post.lender)
        beside = f"（代{'、'.join(lent)}）" if lent else ""
        return f"{first.unit}·{Role.of(first.role).post}{beside}" if first else self.user.name

    @cached_property
    def round(self) -> Round | None:
        return self.request.rounds.current

    def about(self, page: Mapping[str, Any]) -> None:
        """A page or paper about one thing bears the round of that thing, with its phase, week and countdown, whichever round
        the reader has chosen to look at. `page` is what its template takes."""
        things = [getattr(page[name], "issue", page[name]) for name in SUBJECTS if page.get(name)]
        levels = [level for thing in things if (level := getattr(thing, "confidentiality", ""))]
        if things:  # what bears no mark, a week or a meeting, is the office's own
            self._mark(Confidentiality.stricter(*(levels or [Confidentiality.INTERNAL])))
        workload = page.get("workload")
        if workload.several if isinstance(workload, Workload) else self.request.rounds.everywhere:
            self.round, self.everywhere = None, len(self.request.rounds.all) > 1
            return
        for thing in things:
            pk = thing.pk if isinstance(thing, Round) else getattr(thing, "round_id", None)
            if pk:
                held = next((each for each in self.request.rounds.all if each.pk == pk), None)
                self.round = held or (thing if isinstance(thing, Round) else thing.round)
                return

    def _mark(self, level: Confidentiality) -> None:
        """What the page bears whose subject is of this level."""
        if given(level, Door.PAPER) == Given.COPY:
            self.copy_line = copy_line(self.user.name, level)
            self.copy_where = "" if given(level, Door.PAGE) == Given.COPY else ON_PAPER

    @property
    def list_line(self) -> str:
        """What a list bears on paper."""
        return copy_line(self.user.name)

    @cached_property
    def rounds(self) -> list[MenuEntry]:
        """The switch, with how much waits in each."""
        chosen, rounds = self.round, self.request.rounds
        waiting = rounds.workload.by_round if len(rounds.all) > 1 else {}
        return [
            MenuEntry(each.name, f"{self.home_url}?round={each.public_id}", each == chosen, waiting.get(each.pk, 0))
            for each in rounds.all
        ]

    @cached_property
    def _phase(self):
        day, phases = today(), self.round.phases.all() if self.round else []
        return max((p for p in phases if p.starts <= day), key=lambda p: p.starts, default=None)

    @property
    def phase(self) -> str:
        return self._phase.get_kind_display() if self._phase else ""

    @property
    def week_label(self) -> str:
        """The week of the phase, the week of its first day being the first."""
        if not self._phase:
            return ""
        return f"第 {(monday(today()) - monday(self._phase.starts)).days // 7 + 1} 周"

    @property
    def report_due(self) -> date | None:
        return self.round.report_due if self.round else None

    @property
    def report_days(self) -> int:
        """Days to the reporting date; below zero when it has passed."""
        return (self.report_due - today()).days if self.report_due else 0

    @property
    def report_past(self) -> int:
        return max(-self.report_days, 0)


def entries(user) -> list[tuple[str, str]]:
    """The navigation of a person: that of the first role, then what further roles add; at most eight."""
    if user.is_administrator:
        return [*([] if begun.get() else [SETUP]), *BY_KIND[user.kind]]
    by_address: dict[str, str] = {}
    for role in user.roles:
        for label, name in role.menu:
            by_address.setdefault(name, label)
    return [(label, name) for name, label in by_address.items()][:MOST_ENTRIES]


def present(path: str, urls: list[str]) -> str:
    """The entry a page belongs to: the longest address the path begins with. The root is only itself."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")


def frame(request: HttpRequest) -> dict:
    """Context processor: `frame` for those who are logged in, and the names every page shows."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"site": SimpleLazyObject(site)}
    entered = cast(Request, request)  # somebody is, as was asked above: that narrows `request.user` alone
    return {
        "frame": SimpleLazyObject(lambda: Frame(entered, lost=getattr(request, "lost", False))),
        "site": SimpleLazyObject(site),
    }


def site() -> dict[str, str]:
    """What the log-in page and the error pages say about the office."""
    return {"name": option("frame.name"), "office": option("frame.office"), "phone": option("frame.phone")}
