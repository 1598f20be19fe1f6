"""Unit × state: one aggregate statement from which the five figures, the rates and the matrix come."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from issues.models import Colour, Round, Standing, Week
from issues.weeks.board import CELLS
from issues.weeks.counting import Tally, tallies
from ledgers.figures.figure import Scope, tally
from rectify.accounts.models import Unit, User
from rectify.accounts.roles import Reads
from rectify.lib.charts import shade
from rectify.lib.marks import mark_of

MatrixColumn = tuple[str, str, bool]  # slice, title, whether its numbers warn
COLUMNS: tuple[MatrixColumn, ...] = (
    ("counted", "应\n整改", False),
    ("before_plan", "方案\n以前", False),
    ("status:rectifying", "整改\n中", False),
    ("status:awaiting_signature", "待\n审签", False),
    ("status:first_review", "待\n初审", False),
    ("between_reviews", "联审\n异议", False),
    ("status:awaiting_decision", "待\n审定", False),
    ("closed", "已\n销号", False),
    ("long_term", "长期\n坚持", False),
    ("overdue", "逾期", True),
    ("returned", "退回", True),
    ("relapsed", "反弹", True),
)
BY_RULE = "between_reviews"  # stands there only where the round's procedure has such steps, or an issue is in one
BESIDE = ("long_term", "overdue", "returned", "relapsed")  # counted a second time: they stand apart, behind a line
ALSO = (
    "open",
    "grade:full",
    "grade:mostly",
    "accepted",
    "staged",
    "extended",
    "extended_for:objective",
    "extended_for:subjective",
    "terminated",
    "due_soon",
    "closed_this_week",
    "side:unit",
    "side:office",
    "side:reviewers",
    *(f"light:{colour}" for colour in Colour.values),
)
WEEKS = 12


@dataclass(frozen=True)
class Cell:
    """One number of the matrix with the list it counts."""

    count: int
    url: str
    shade: str
    apart: bool = False


@dataclass
class UnitLine:
    """One lead unit: its numbers, its weeks, how many weeks in a row nothing came."""

    unit: Unit
    counts: Counter
    cells: list[Cell] = field(default_factory=list)
    weeks: list[dict] = field(default_factory=list)
    missed: int = 0


@dataclass
class Matrix:
    """All units in protocol order with their zeros, and the sums."""

    lines: list[UnitLine]
    sums: Counter
    totals: list[Cell]
    weeks: list[Week]
    columns: list[MatrixColumn]


def matrix(scope: Scope) -> Matrix:
    """Count everything the board shows by lead unit, in one aggregate; units without an issue stand there with zeros."""
    codes = {f"n{place}": code for place, code in enumerate([column[0] for column in COLUMNS] + list(ALSO))}
    issues = scope.issues()
    rows = issues.order_by().values("lead_unit").annotate(**tally(codes, scope.on))
    by_unit = {row["lead_unit"]: Counter({code: row[name] for name, code in codes.items()}) for row in rows}
    lines = [UnitLine(unit, by_unit.get(unit.pk, Counter())) for unit in units(scope.user, scope.within, by_unit)]
    tops = {code: max((line.counts[code] for line in lines), default=0) for code, _, _ in COLUMNS}
    sums = sum((line.counts for line in lines), Counter())
    columns = [column for column in COLUMNS if column[0] != BY_RULE or scope.round.procedure_id or sums[BY_RULE]]
    for line in lines:
        line.cells = [cell(scope, line.counts, column, unit=line.unit, top=tops[column[0]]) for column in columns]
    totals = [cell(scope, sums, column) for column in columns]
    return Matrix(lines, sums, totals, heat(scope, lines), columns)


def units(user: User, rounds: Iterable[Round], leading: Iterable[int]) -> list[Unit]:
    """The units inspected in `rounds` that the reader may know of, and whoever leads an issue they see, in protocol order."""
    offices = user.offices()
    run = [round_ for round_ in rounds if round_.office_id in offices]
    others = [round_ for round_ in rounds if round_.office_id not in offices]
    known = Unit.objects.visible_to(user).values("pk")
    inspected = Q(in_rounds__round__in=run) | Q(in_rounds__round__in=others, pk__in=known)
    return list(Unit.objects.filter(inspected | Q(pk__in=leading)).distinct().order_by("order", "pk"))


def cell(scope: Scope, counts: Counter, column: MatrixColumn, *, unit: Unit | None = None, top: int = 0) -> Cell:
    """One number of the table, of one unit or of all; shaded against the greatest of its column (`top`)."""
    code, _, warns = column
    count = counts[code]
    look = ("n-bad" if count else "n0") if warns else "strong" if code == "counted" else shade(count, top)
    return Cell(count, scope.link(code, unit), look, code == "overdue")


def heat(scope: Scope, lines: list[UnitLine]) -> list[Week]:
    """The last twelve opened weeks and each unit's sign in them, one character that reads without colour; three statements.

    Only of units whose reports the reader may see: a unit that merely shares an issue does not read its leader's week.
    """
    opened = Week.objects.visible_to(scope.user).filter(round=scope.round, opened_at__isnull=False)
    weeks = list(opened.order_by("-starts")[:WEEKS])[::-1]
    office, paths = scope.round.office_id in scope.user.offices(), scope.user.reads(Reads.BRANCH)
    own = [line for line in lines if office or line.unit.path.startswith(tuple(paths))]
    weeks_of = tallies(weeks, [line.unit for line in own]) if weeks else {}
    fixed = Standing.objects.visible_to(scope.user).filter(week__in=weeks, week__missed_at__isnull=False)
    rows = {row.unit_id: row.weeks_in_row for row in fixed.order_by("week__starts")} if weeks else {}
    for line in lines:
        line.missed = rows.get(line.unit.pk, 0)
        line.weeks = [sign(week, line.unit, weeks_of.get((week.pk, line.unit.pk), Tally())) for week in weeks]
    return weeks


def sign(week: Week, unit: Unit, tally: Tally) -> dict[str, str]:
    """A cell as the page of the week draws it, leading to the reports it stands for."""
    mark = mark_of(tally.sign)
    url = f"{reverse('issues:reports')}?week={week.public_id}&unit={unit.public_id}" if tally.owed else ""
    return {"css": CELLS.get(tally.sign, "h-off"), "sign": mark.sign or mark.word[:1], "word": mark.word, "url": url}
