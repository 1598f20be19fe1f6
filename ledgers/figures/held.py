"""Whether the closings hold: struck off, looked back at, held, relapsed, never put right; per round, unit and class.

They stand beside the closure rate (docs/rules.md: held-beside-rates). Units in protocol order, never by rank; no persons.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from issues import slices
from issues.models import Round
from issues.workload import Workload
from ledgers.figures.figure import Figure, Scope, tally
from ledgers.figures.matrix import units
from rectify.accounts.models import Unit

# slice, words of the head, whether a number here is a warning
COLUMNS = (
    ("ever_closed", "曾销号", False),
    ("looked_back", "已回头看", False),
    ("look_back_holds", "属实", False),
    ("look_back_partly", "部分属实", False),
    ("look_back_relapsed", "反弹", True),
    ("look_back_false", "虚假", True),
    ("relapsed", "重开过", True),
    ("look_back_overdue", "到期未回头看", True),
)
CODES = {f"h{place}": code for place, (code, _, _) in enumerate(COLUMNS)}
NONE = dict.fromkeys(CODES.values(), 0)
DEFINITION = (
    "都按件数，一件只算一次。属实、部分属实按最近一次回头看；反弹、虚假有过一次就算，以后改好也不消除，两样都有的两边都算。"
    "重开过含信访、督查等别的来源。到期未回头看＝定下的回头看日期已到、还没有结论。不给单位排名。"
)


@dataclass(frozen=True)
class HeldCell:
    """A number with the list it counts; `bad`: it is a warning."""

    name: str
    count: int
    url: str
    bad: bool


@dataclass(frozen=True)
class HeldRow:
    """One round, unit or class with its numbers, each with the list it counts."""

    name: str
    cells: list[HeldCell]


class Held:
    """What the page and the board take, of one round (a `Scope`) or of all that the reader serves (a `Workload`); a statement for
    the sums and for each table, and one for the units."""

    definition = DEFINITION

    def __init__(self, scope: Scope | Workload) -> None:
        self.scope = scope

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(name, warns) for _, name, warns in COLUMNS]

    @cached_property
    def sums(self) -> dict[str, int]:
        """Every number by its slice."""
        issues = self.scope.issues()
        totals = issues.order_by().aggregate(**tally(CODES, self.scope.on))
        return {code: totals[name] for name, code in CODES.items()}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The sums as figures, by slice."""
        return {
            code: Figure(name, self.sums[code], code, self.scope.link(code), kind="relapse" if warns else "")
            for code, name, warns in COLUMNS
        }

    @cached_property
    def total(self) -> HeldRow:
        return HeldRow("合计", _cells(self.sums, self.scope))

    @cached_property
    def by_round(self) -> dict[int, dict[str, int]]:
        """The numbers of each round, by its id."""
        return self._by("round")

    @property
    def rounds(self) -> list[HeldRow]:
        """Every round, those without a closing too."""
        return [self._of_round(round_, self.by_round.get(round_.pk, NONE)) for round_ in self.scope.within]

    @cached_property
    def units(self) -> list[HeldRow]:
        """Every lead unit in protocol order, those without a closing too."""
        counts = self._by("lead_unit")
        led = units(self.scope.user, self.scope.within, counts)
        return [self._of_unit(unit, counts.get(unit.pk, NONE)) for unit in led]

    @cached_property
    def classes(self) -> list[HeldRow]:
        """Every class in which something was struck off, by its code."""
        issues = self.scope.issues().exclude(category=None)
        grouped = (
            issues.order_by()
            .values("category__code", "category__name")
            .annotate(
                **tally(CODES, self.scope.on),
                every=Count("pk", filter=slices.condition("ever_closed", self.scope.on)),
            )
        )
        rows = grouped.filter(every__gt=0).order_by("category__code")
        return [self._of_class(row) for row in rows]

    def _by(self, column: str) -> dict[int, dict[str, int]]:
        rows = self.scope.issues().order_by().values(column).annotate(**tally(CODES, self.scope.on))
        return {row[column]: {code: row[name] for name, code in CODES.items()} for row in rows}

    def _of_round(self, round_: Round, counts: dict[str, int]) -> HeldRow:
        return HeldRow(str(round_), _cells(counts, Scope(self.scope.user, round_, self.scope.on)))

    def _of_unit(self, unit: Unit, counts: dict[str, int]) -> HeldRow:
        return HeldRow(str(unit), _cells(counts, self.scope, f"&lead={unit.public_id}"))

    def _of_class(self, row: dict) -> HeldRow:
        counts = {code: row[name] for name, code in CODES.items()}
        code = row["category__code"]
        return HeldRow(f"{code} {row['category__name']}", _cells(counts, self.scope, f"&category={code}"))


def _cells(counts: dict[str, int], scope: Scope | Workload, more: str = "") -> list[HeldCell]:
    return [
        HeldCell(name=name, count=counts[code], url=scope.link(code) + more, bad=warns and counts[code] > 0)
        for code, name, warns in COLUMNS
    ]
