"""Unit × state: one aggregate statement from which the five figures, the rates and the matrix come."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from issues.models import Standing, Week
from ledgers.figures.figure import Scope, tally
from rectify.accounts.models import Unit
from rectify.lib.charts import shade

# code of the slice, words of the head, whether a number here is a warning
COLUMNS = (
    ("counted", "应\n整改", False),
    ("before_plan", "方案\n以前", False),
    ("status:rectifying", "整改\n中", False),
    ("status:awaiting_signature", "待\n审签", False),
    ("status:first_review", "待\n初审", False),
    ("status:awaiting_decision", "待\n审定", False),
    ("closed", "已\n销号", False),
    ("long_term", "长期\n坚持", False),
    ("overdue", "逾期", True),
    ("returned", "退回", True),
    ("relapsed", "反弹", True),
)
BESIDE = ("long_term", "overdue", "returned", "relapsed")  # counted a second time: they stand apart, behind a line
ALSO = ("open", "grade:full", "grade:mostly", "accepted", "terminated", "due_soon", "closed_this_week")
WEEKS = 12


@dataclass(frozen=True)
class Cell:
    """One number of the matrix with the list it counts."""

    count: int
    url: str
    shade: str
    apart: bool = False


@dataclass
class Line:
    """One lead unit: its numbers, its weeks, how many weeks in a row nothing came."""

    unit: Unit
    counts: Counter
    cells: list[Cell] = field(default_factory=list)
    weeks: list[str] = field(default_factory=list)
    missed: int = 0


@dataclass
class Matrix:
    """All units in protocol order with their zeros, and the sums."""

    lines: list[Line]
    sums: Counter
    totals: list[Cell]
    weeks: list[Week]


def matrix(scope: Scope) -> Matrix:
    """Count everything the board shows by lead unit, in one aggregate; units without an issue stand there with zeros."""
    codes = {f"n{place}": code for place, code in enumerate([column[0] for column in COLUMNS] + list(ALSO))}
    issues = scope.issues()
    rows = issues.order_by().values("lead_unit").annotate(**tally(issues, codes, scope.on))
    found = {row["lead_unit"]: Counter({code: row[name] for name, code in codes.items()}) for row in rows}
    lines = [Line(unit, found.get(unit.pk, Counter())) for unit in units(scope, list(found))]
    tops = {code: max((line.counts[code] for line in lines), default=0) for code, _, _ in COLUMNS}
    for line in lines:
        line.cells = [cell(scope, line.counts, line.unit, *column, tops) for column in COLUMNS]
    sums = sum((line.counts for line in lines), Counter())
    totals = [cell(scope, sums, None, *column, {}) for column in COLUMNS]
    return Matrix(lines, sums, totals, heat(scope, lines))


def units(scope: Scope, leading: list[int]) -> list[Unit]:
    """The inspected units that the reader may know of, and whoever leads an issue they see, in protocol order."""
    inspected = Q(in_rounds__round=scope.round)
    if scope.round.office_id not in scope.user.offices():
        inspected &= Q(pk__in=Unit.objects.visible_to(scope.user).values("pk"))
    return list(Unit.objects.filter(inspected | Q(pk__in=leading)).distinct().order_by("order", "pk"))


def cell(scope: Scope, counts: Counter, unit: Unit | None, code: str, _: str, warns: bool, tops: dict) -> Cell:
    count = counts[code]
    look = ("n-bad" if count else "n0") if warns else "strong" if code == "counted" else shade(count, tops.get(code, 0))
    return Cell(count, scope.link(code, unit), look, code == "overdue")


def heat(scope: Scope, lines: list[Line]) -> list[Week]:
    """The last twelve weeks that were fixed, and each unit's sign in them: one character that reads without colour."""
    fixed = Week.objects.visible_to(scope.user).filter(round=scope.round, missed_at__isnull=False)
    weeks = list(fixed.order_by("-starts")[:WEEKS])[::-1]
    standings = Standing.objects.visible_to(scope.user).filter(week__in=weeks)
    by_place = {(row.unit_id, row.week_id): row for row in standings} if weeks else {}
    for line in lines:
        rows = [by_place.get((line.unit.pk, week.pk)) for week in weeks]
        line.weeks = [sign(row) for row in rows]
        line.missed = rows[-1].weeks_in_row if rows and rows[-1] else 0
    return weeks


def sign(row: Standing | None) -> str:
    """off: nothing was owed; miss: something never came; late; none: nothing but 无进展; ok."""
    if row is None or row.owed == 0:
        return "off"
    if row.missed:
        return "miss"
    if row.on_time < row.owed:
        return "late"
    return "none" if row.no_progress >= row.owed else "ok"
