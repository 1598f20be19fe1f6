"""The pages of the demo city that are worth a picture: for README, for the manual, and to be looked at.

`PICTURES=folder .venv/bin/pytest -m browser rectify/roof/tests/test_pictures.py` builds the demo city and stores all of them at
three sizes; `PICTURES=manual` renews the few that are committed under static/manual. The clock stands at `MOMENT`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from issues.models import OPEN, Issue, Report, Round, Status, Week
from ledgers.actions import import_reading, imports
from ledgers.models import Batch, Closure
from ledgers.policies import keeps_books
from rectify.accounts.directory import people_for
from rectify.accounts.models import User
from rectify.accounts.roles import Role
from rectify.lib.filestore import keep
from rectify.roof.testing.moment import moment

# The clock of every picture: a Friday afternoon, the weekly reports sent, the summary drafted.
MOMENT = moment("2026-11-27 16:30")
HEIGHTS = {1366: 768, 1920: 1080, 390: 844}


@dataclass(frozen=True)
class PagePicture:
    """A page as a person of the demo city sees it: a user name, or `liaison` and `principal` of the issue's own unit.

    `kept` is the width at which its first screen is committed for the manual and the README.
    """

    name: str
    who: str
    place: str | Callable[[], tuple[str, Issue | None]]
    phone: bool = False
    kept: int = 0


def issue_at(status: str, page: str = "issues:detail") -> Callable[[], tuple[str, Issue | None]]:
    """The page of an issue in a state, of the office's newest round; the one with most weekly reports tells most."""

    def find() -> tuple[str, Issue]:
        clerk = User.objects.get(username="clerk")
        rows = Issue.objects.visible_to(clerk).filter(status=status).select_related("round", "lead_unit")
        found = max(rows, key=lambda issue: (issue.round.number, issue.reports.count(), -issue.pk))
        return reverse(page, args=[found.public_id]), found

    return find


def owed_report() -> tuple[str, Issue]:
    """A weekly report that is owed and has a promise of last week to answer; after all are in, any report."""
    reports = Report.objects.exclude(promise="").select_related("issue__lead_unit")
    found = reports.filter(sent_at=None, issue__status=S.RECTIFYING).order_by("-week__starts", "pk").first()
    found = found or reports.order_by("-week__starts", "pk")[0]
    return reverse("issues:report", args=[found.public_id]), found.issue


def newest_week() -> tuple[str, Issue]:
    """The newest week whose summary is drafted: the page in full."""
    week = Week.objects.filter(summarised_at__isnull=False).order_by("-starts", "-round__number")[0]
    return reverse("issues:week", args=[week.public_id]), week.reports.order_by("pk")[0].issue


def in_full(path: str) -> Callable[[], tuple[str, None]]:
    """A page of the round in which most has happened: the newest but one."""

    def find() -> tuple[str, None]:
        rounds = list(Round.objects.order_by("-number")[:2])
        return f"{path}?round={rounds[-1].public_id}", None

    return find


def busiest() -> tuple[str, Issue]:
    """本单位 of the unit with most to do: to sign for, returned, due."""
    today, rows = timezone.localdate(), Issue.objects.filter(status__in=OPEN).select_related("round", "lead_unit")

    def load(issue: Issue) -> int:
        mine = [each for each in rows if (each.round_id, each.lead_unit_id) == (issue.round_id, issue.lead_unit_id)]
        kinds = {each.status for each in mine} & {S.DISPATCHED, S.PLANNING, S.AWAITING_SIGNATURE}
        late = any(each.due and each.due <= today + timedelta(days=14) for each in mine)
        return 5 * len(kinds) + 5 * late + 5 * any(each.returns for each in mine) + len(mine)

    found = max(rows, key=load)
    return f"/?round={found.round.public_id}", found


def questions() -> tuple[str, None]:
    """An office's workbook, read and not yet answered for."""
    batch = Batch.objects.filter(state=Batch.Status.READY).first() or _uploaded()
    return reverse("ledgers:import_batch", args=[batch.public_id]), None


def _uploaded() -> Batch:
    book, body = Workbook(), BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(body)
    clerk = User.objects.get(username="clerk")
    round_ = next(each for each in Round.objects.order_by("-number") if keeps_books(clerk, each))
    stored = keep([body.getvalue()], folder="imports")
    batch = imports.upload(round_=round_, stored=stored, name="县区巡察整改台账（合）.xlsx", by=clerk)
    import_reading.read(batch=batch)
    return batch


def approved_sheet() -> tuple[str, Issue]:
    done = Closure.objects.filter(outcome=Closure.Outcome.APPROVED).order_by("-pk")[0]
    return reverse("ledgers:closure", args=[done.public_id]), done.issue


S = Status
ROWS = (
    ("序号", "存在问题", "整改措施", "牵头单位", "整改时限"),
    (1, "保障性住房分配审核把关不严", "1.逐户复核。2.公示结果。", "市住建局", "2027年6月底前"),
    (2, "农村公路养护资金拨付滞后", "清理拖欠，按季拨付", "市交通局", "3个月内"),
    (3, "招生监管制度执行不严", "修订办法，公开阳光", "市教育局", "立行立改"),
    (4, "专项资金滞留", "按进度拨付", "市财金局", "2027年3月31日"),
    (5, "内部审计监督缺位", "制定年度计划", "市水利局", "待定"),
)
PAGES = (
    PagePicture("login", "", "/login/", phone=True),
    PagePicture("office-home", "clerk", in_full("/"), kept=1366),
    PagePicture("head-home", "head", in_full("/")),
    PagePicture("unit-home", "liaison", busiest, phone=True, kept=1366),
    PagePicture("issues", "clerk", in_full("/issues/"), kept=1366),
    PagePicture("issue", "liaison", issue_at(S.RECTIFYING), phone=True, kept=1366),
    PagePicture("issue-office", "clerk", issue_at(S.CLOSED)),
    PagePicture("plan", "liaison", issue_at(S.PLANNING, "issues:plan"), phone=True),
    PagePicture("plan-review", "clerk2", issue_at(S.PLAN_REVIEW, "issues:plan")),
    PagePicture("reports", "zjj1", "/reports/", phone=True),
    PagePicture("report", "liaison", owed_report, phone=True, kept=390),
    PagePicture("apply", "liaison", issue_at(S.RECTIFYING, "ledgers:apply"), phone=True),
    PagePicture("evidence", "liaison", issue_at(S.RECTIFYING, "issues:evidence_upload"), phone=True),
    PagePicture("extend", "principal", issue_at(S.RECTIFYING, "issues:extend"), phone=True),
    PagePicture("sign", "principal", issue_at(S.AWAITING_SIGNATURE, "ledgers:sign"), phone=True, kept=390),
    PagePicture("week", "clerk", newest_week, kept=1366),
    PagePicture("week-unit", "liaison", newest_week, phone=True),
    PagePicture("closures", "clerk", in_full("/closures/")),
    PagePicture("review", "clerk", issue_at(S.FIRST_REVIEW, "ledgers:review"), kept=1366),
    PagePicture("decide", "head", issue_at(S.AWAITING_DECISION, "ledgers:decide"), kept=1366),
    PagePicture("closure", "clerk", approved_sheet),
    PagePicture("reconcile", "clerk", in_full("/reconcile/"), kept=1366),
    PagePicture("reconcile-unit", "zjj1", "/reconcile/", phone=True),
    PagePicture("books", "clerk", "/books/"),
    PagePicture("book", "clerk", "/books/measures/"),
    PagePicture("board", "leader", in_full("/board/"), kept=1366),
    PagePicture("definitions", "leader", "/definitions/"),
    PagePicture("rounds", "clerk", "/rounds/"),
    PagePicture("import", "clerk", "/import/"),
    PagePicture("import-answers", "clerk", questions, kept=1366),
    PagePicture("new", "clerk", "/issues/new/"),
    PagePicture("inbox", "zjj1", "/notices/", phone=True),
    PagePicture("users", "sysadmin", "/users/", kept=1366),
    PagePicture("units", "sysadmin", "/units/"),
    PagePicture("options", "sysadmin", "/options/"),
    PagePicture("calendar", "sysadmin", "/calendar/"),
    PagePicture("grants", "secadmin", "/grants/", kept=1366),
    PagePicture("events", "auditor", "/audit/", kept=1366),
)


def shown(picture: PagePicture) -> tuple[User | None, str]:
    """Who looks, and at which address. The log-in page is looked at by nobody."""
    if isinstance(picture.place, str):
        return User.objects.filter(username=picture.who).first(), picture.place
    url, issue = picture.place()
    role = {"liaison": Role.UNIT_LIAISON, "principal": Role.UNIT_PRINCIPAL}.get(picture.who)
    if role:
        return people_for(issue.lead_unit, role)[0], url
    return User.objects.get(username=picture.who), url
