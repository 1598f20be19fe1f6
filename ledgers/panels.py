"""The parts of the first pages that come from the books: the board's numbers, and 台账体检."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from issues import slices
from issues.lateness import overdue_days
from issues.models import Round
from issues.workload import Workload
from ledgers.figures.board import Board
from ledgers.figures.change import last_monday
from ledgers.figures.figure import Scope, tally
from ledgers.models import Entry, IssuedPaper, PaperStatus
from ledgers.reconcile import visible
from rectify.accounts.roles import UNIT_ROLES
from rectify.accounts.scoping import under
from rectify.calendars.days import current
from rectify.lib.components import Fig

LARGE = 5000  # entries of a round from which the whole comparison is left to its page and to the nightly check
MOST = 5
SINCE = (
    ("销号", "closed_since"),
    ("退回", "returned_since"),
    ("新逾期", "overdue_since"),
    ("准予延期", "extended_since"),
)


P = PaperStatus
OF_OFFICE = {P.REVIEWED: "待签发", P.ISSUED: "待送达", P.ANSWERED: "待认定答复", P.JUDGED: "待办结"}
OF_UNIT = {P.DELIVERED: "待签收", P.RECEIVED: "待答复"}


@dataclass(frozen=True)
class WaitingPaper:
    """A paper that waits for the reader: what is to be done, how late its answer is."""

    paper: IssuedPaper
    what: str
    late: str

    @property
    def place(self) -> str:
        """Whose it is, or what it is about."""
        return str(self.paper.unit or self.paper.about_told)


@dataclass(frozen=True)
class HealthLine:
    """One sentence of 台账体检: what does not agree, a second line, and the rows it is about."""

    text: str
    note: str
    url: str


def figures(user: Any, round_: Round, on: date) -> Board:
    """The same board object that 看板 draws: one number, wherever it stands."""
    return Board(Scope(user, round_, on))


def since_monday(user: Any, round_: Round, on: date) -> list[Fig]:
    """What happened since 上周一: one statement, each number with its list."""
    scope, day = Scope(user, round_, on), last_monday(on)
    codes = {f"n{place}": f"{code}:{day}" for place, (_, code) in enumerate(SINCE)}
    counts = scope.issues().aggregate(**tally(codes, on))
    return [Fig(name, counts[f"n{place}"], scope.link(codes[f"n{place}"])) for place, (name, _) in enumerate(SINCE)]


def look_backs(user: Any, workload: Workload, on: date) -> list[Fig]:
    """回头看 on the office's desk: what is due, what waits for what follows; each number with its list."""
    codes = {"l0": "look_back_overdue", "l1": "archivable", "l2": "relapse_pending"}
    counts = workload.issues().order_by().aggregate(**tally(codes, on))
    return [Fig(slices.title(code), counts[name], workload.link(code)) for name, code in codes.items()]


def health(user: Any, round_: Round, on: date) -> list[HealthLine]:
    """台账体检: sentences, not scores. A large round is compared on its own page and at night, not here."""
    findings: list[HealthLine] = []
    page = reverse("ledgers:reconcile")
    if Entry.objects.filter(round=round_)[: LARGE + 1].count() <= LARGE:
        differences = visible(user, [round_]).differences
        kinds = Counter(one.check for one in differences)
        findings = [HealthLine(one.text, one.cure, f"{page}#diff") for one in differences[:MOST]]
        if len(differences) > MOST:
            rest = "，".join(f"{check} {count}" for check, count in kinds.items())
            findings.append(HealthLine(f"共 {len(differences)} 处对不上", rest, f"{page}#diff"))
    year = (round_.report_due or on).year
    for missing in current().missing_years(on, date(max(year, on.year), 12, 31)):
        findings.append(HealthLine(f"{missing} 年节假日表还没有导入", "导入前按周一至周五算工作日", ""))
    return findings


def late_answer(paper: IssuedPaper, on: date) -> str:
    """How late the answer to a paper is, in words; empty for one that is not."""
    due = paper.answer_by if paper.status in (P.DELIVERED, P.RECEIVED) else None
    return f"答复逾期 {overdue_days(due, on)} 个工作日" if due and due < on else ""


def papers_of(user: Any, papers: QuerySet[IssuedPaper]) -> QuerySet[IssuedPaper]:
    """Of `papers` those that wait for the reader: as an office to sign, deliver, judge, finish; as a unit to receive and
    answer."""
    ours = Q(office__in=user.offices(), status__in=list(OF_OFFICE))
    answerable = Q(status=P.DELIVERED) | Q(status=P.RECEIVED, answer_by__isnull=False)
    return papers.filter(ours | under("unit", user.paths(*UNIT_ROLES)) & answerable)


def waiting_papers(user: Any, papers: QuerySet[IssuedPaper], on: date) -> list[WaitingPaper]:
    """The same with what is to be done, the longest waiting first; one statement."""
    rows = papers_of(user, papers).defer("content").select_related("office", "unit", "round")
    words = OF_OFFICE | OF_UNIT
    return [
        WaitingPaper(paper, words[P(paper.status)], late_answer(paper, on))
        for paper in rows.order_by("status_since", "pk")
    ]


def papers(user: Any, workload: Workload, on: date) -> list[WaitingPaper]:
    """What waits of the office's papers, on the desk of an office or of a unit."""
    return waiting_papers(user, workload.of(IssuedPaper.objects.visible_to(user)), on)[:MOST]


def counted_papers(user: Any) -> list[tuple[QuerySet, str]]:
    """All of them, to be counted by round (issues/others.py)."""
    return [(papers_of(user, IssuedPaper.objects.visible_to(user)), "round")]
