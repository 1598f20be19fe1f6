"""盘点: the balances of two days side by side, and the entries between them that explain the difference (docs/rules.md:
stock-taking).

Both balances are worked out from where each issue's last entry of the day had left it, the difference from what was entered
between: two ways, so that a row that was lost or changed shows as what no entry explains.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, OuterRef, QuerySet, Subquery

from ledgers.figures.figure import Scope
from ledgers.models import Entry
from ledgers.models.entry import MINUS, PLUS
from ledgers.statement import MOVES

UNSAID = "没有定"
MOST = 40  # entries shown of a line
CUTS: Mapping[str, tuple[str, str, str]] = {  # what it is called, the lookup of its name, of its place
    "unit": ("单位", "unit__name", "unit__order"),
    "sector": ("板块", "unit__sector__name", "unit__sector__order"),
    "category": ("类别", "issue__category__name", "issue__category__order"),
    "track": ("专项", "issue__track__name", "issue__track__order"),
}


@dataclass
class StockLine:
    """One part of the books: its balance on both days, what was entered between, by kind and row by row."""

    name: str
    before: int = 0
    after: int = 0
    moves: Counter = field(default_factory=Counter)
    entries: list[Entry] = field(default_factory=list)

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def unexplained(self) -> int:
        """What the entries between do not account for."""
        entered = sum(self.moves[kind] for kind in PLUS) - sum(self.moves[kind] for kind in MINUS)
        return self.difference - entered

    @property
    def cells(self) -> list[int]:
        """Each movement, in the order of the statement."""
        return [self.moves[kind] for kind, _ in MOVES]

    @property
    def words(self) -> str:
        """The entries between, in their order: 11-03 销号 05-014."""
        shown = [f"{one.on:%m-%d} {one.get_kind_display()} {one.issue.number}" for one in self.entries[:MOST]]
        more = len(self.entries) - len(shown)
        return "、".join(shown) + (f"，另有 {more} 笔" if more else "")


class Stocktaking:
    """The accounts that a reader may see, of one round, between the evenings of two days; cut as CUTS says. Three statements."""

    def __init__(self, scope: Scope, since: date, until: date, by: str = "unit") -> None:
        self.scope, self.since, self.until, self.by = scope, since, until, by
        self.cut, self.name, self.place = CUTS[by]

    @property
    def _entries(self) -> QuerySet[Entry]:
        return Entry.objects.visible_to(self.scope.user).filter(round=self.scope.round)

    def _balance(self, on: date) -> Counter:
        """How many issues stood open in each part at the end of the day."""
        upto = self._entries.filter(on__lte=on)
        last = upto.filter(issue=OuterRef("issue")).order_by("-sequence").values("pk")[:1]
        open_ = upto.filter(pk=Subquery(last), kind__in=PLUS)
        return Counter(open_.values_list(self.place, self.name))

    @cached_property
    def lines(self) -> list[StockLine]:
        """What no entry explains first, then in the order of the parts."""
        lines: dict[tuple, StockLine] = defaultdict(lambda: StockLine(""))
        for key, count in self._balance(self.since).items():
            lines[key].before = count
        for key, count in self._balance(self.until).items():
            lines[key].after = count
        between = self._entries.filter(on__gt=self.since, on__lte=self.until).select_related("issue", "unit")
        keyed = between.annotate(part_place=F(self.place), part_name=F(self.name))
        for entry in keyed.order_by("on", "pk"):
            line = lines[entry.part_place, entry.part_name]
            line.moves[entry.kind] += 1
            line.entries.append(entry)
        for (_, name), line in lines.items():
            line.name = str(name or UNSAID)
        ordered = sorted(lines.items(), key=lambda pair: (pair[0][0] is None, pair[0][0] or 0, pair[1].name))
        return sorted((line for _, line in ordered), key=lambda line: not line.unexplained)

    @cached_property
    def sums(self) -> StockLine:
        """All parts as one."""
        moves = sum((line.moves for line in self.lines), Counter())
        before, after = (sum(getattr(line, side) for line in self.lines) for side in ("before", "after"))
        return StockLine("合计", before, after, moves)

    @property
    def unexplained(self) -> list[StockLine]:
        return [line for line in self.lines if line.unexplained]
