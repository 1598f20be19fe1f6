"""盘点: the balances of two days side by side, and the entries between them that explain the difference (docs/rules.md:
stock-taking).

Both balances are worked out from where each issue's last entry of the day had left it, the difference from what was entered
between: two ways, so that a row that was lost or changed shows as what no entry explains. Of an evening that was recorded
(`ledgers/snapshots.py`) what was known then stands beside what the entries say now, with the reason.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Length, Replace

from ledgers.figures.figure import Scope
from ledgers.models import Entry
from ledgers.models.entry import MINUS, PLUS
from ledgers.snapshots import Part, Recorded, recorded
from ledgers.statement import MOVES

UNSAID = "没有定"
MOST = 40  # entries shown of a line
DEPTH = Length("unit__path") - Length(Replace("unit__path", Value("/"), Value("")))


@dataclass(frozen=True)
class StockCut:
    """A way of cutting the books: what it is called, the name and the place of a part, how the name is said."""

    label: str
    name: Any
    place: Any
    says: Callable[[Any], str] = str


CUTS: Mapping[str, StockCut] = {
    "unit": StockCut("单位", F("unit__name"), F("unit__order")),
    "sector": StockCut("板块", F("unit__sector__name"), F("unit__sector__order")),
    "level": StockCut("层级", DEPTH, DEPTH, lambda depth: f"第 {depth} 级单位"),
    "category": StockCut("类别", F("issue__category__name"), F("issue__category__order")),
    "track": StockCut("专项", F("issue__track__name"), F("issue__track__order")),
}


def told(entries: list[Entry]) -> str:
    """Entries in their order: 11-03 销号 05-014."""
    shown = [f"{one.on:%m-%d} {one.get_kind_display()} {one.issue.number}" for one in entries[:MOST]]
    more = len(entries) - len(shown)
    return "、".join(shown) + (f"，另有 {more} 笔" if more else "")


def worth(entries: list[Entry]) -> int:
    """What entries add to a balance."""
    return sum(1 if entry.kind in PLUS else -1 for entry in entries)


@dataclass
class StockBalance:
    """The balance of one part in one evening by the entries; where the evening was recorded also what was known then
    (`was`), and the entries that were posted later into days up to it (`late`)."""

    count: int = 0
    was: int | None = None
    late: list[Entry] = field(default_factory=list)

    @property
    def unexplained(self) -> int:
        """What was recorded and is no longer so, and no later entry says why."""
        return 0 if self.was is None else self.count - self.was - worth(self.late)

    @property
    def correction(self) -> str:
        """原 7，更正 6（11-03 销号 05-014）; empty where nothing was corrected."""
        if self.was is None or self.was == self.count:
            return ""
        reason = f"后来补记 {told(self.late)}" if self.late else "没有账目说明"
        return f"原 {self.was}，更正 {self.count}（{reason}）"


@dataclass
class StockLine:
    """One part of the books: its balance on both days, what was entered between, by kind and row by row."""

    name: str
    opened: StockBalance = field(default_factory=StockBalance)
    closed: StockBalance = field(default_factory=StockBalance)
    moves: Counter = field(default_factory=Counter)
    entries: list[Entry] = field(default_factory=list)

    @property
    def before(self) -> int:
        return self.opened.count

    @property
    def after(self) -> int:
        return self.closed.count

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def unexplained(self) -> int:
        """What the entries between do not account for, on the way from one day to the other and on either day itself."""
        entered = sum(self.moves[kind] for kind in PLUS) - sum(self.moves[kind] for kind in MINUS)
        return abs(self.difference - entered) + abs(self.opened.unexplained) + abs(self.closed.unexplained)

    @property
    def cells(self) -> list[int]:
        """Each movement, in the order of the statement."""
        return [self.moves[kind] for kind, _ in MOVES]

    @property
    def words(self) -> str:
        """The entries between, in their order."""
        return told(self.entries)


class Stocktaking:
    """The accounts that a reader may see, of one round, between the evenings of two days; cut as CUTS says."""

    def __init__(self, scope: Scope, since: date, until: date, by: str = "unit") -> None:
        self.scope, self.since, self.until, self.by = scope, since, until, by
        self.cut = CUTS[by]

    @property
    def _entries(self) -> QuerySet[Any]:
        """The reader's entries, each with the part in which it stands."""
        entries = Entry.objects.visible_to(self.scope.user).filter(round=self.scope.round)
        return entries.annotate(part_place=self.cut.place, part_name=self.cut.name)

    def _balance(self, on: date) -> Counter[Part]:
        """How many issues stood open in each part at the end of the day."""
        upto = self._entries.filter(on__lte=on)
        last = upto.filter(issue=OuterRef("issue")).order_by("-sequence").values("pk")[:1]
        open_ = upto.filter(pk=Subquery(last), kind__in=PLUS)
        return Counter(open_.values_list("part_place", "part_name"))

    @cached_property
    def records(self) -> tuple[Recorded | None, Recorded | None]:
        """What was recorded in each of the two evenings; nothing where none was: worked out from the entries."""
        user, round_ = self.scope.user, self.scope.round
        first, last = (recorded(user, round_, on, self._entries) for on in (self.since, self.until))
        return first, last

    @property
    def sources(self) -> list[tuple[date, str]]:
        """Each of the two days with where its balance comes from, in words."""
        days = zip((self.since, self.until), self.records, strict=True)
        return [(day, record.words if record else "由账目推算") for day, record in days]

    @cached_property
    def lines(self) -> list[StockLine]:
        """What no entry explains first, then in the order of the parts."""
        lines: dict[Part, StockLine] = defaultdict(lambda: StockLine(""))
        for part, balance in self._balances(self.since, self.records[0]).items():
            lines[part].opened = balance
        for part, balance in self._balances(self.until, self.records[1]).items():
            lines[part].closed = balance
        between = self._entries.filter(on__gt=self.since, on__lte=self.until).select_related("issue", "unit")
        for entry in between.order_by("on", "pk"):
            line = lines[entry.part_place, entry.part_name]
            line.moves[entry.kind] += 1
            line.entries.append(entry)
        if self.records[0]:
            for line in lines.values():
                line.opened.was = line.opened.was or 0
        if self.records[1]:
            for line in lines.values():
                line.closed.was = line.closed.was or 0
        for (_, name), line in lines.items():
            line.name = self.cut.says(name) if name else UNSAID
        ordered = sorted(lines.items(), key=lambda pair: (pair[0][0] is None, pair[0][0] or 0, pair[1].name))
        return sorted((line for _, line in ordered), key=lambda line: not line.unexplained)

    def _balances(self, on: date, record: Recorded | None) -> dict[Part, StockBalance]:
        """By part: by the entries, and as recorded."""
        balances: dict[Part, StockBalance] = defaultdict(StockBalance)
        for part, count in self._balance(on).items():
            balances[part].count = count
        if record:
            for part, count in record.counts.items():
                balances[part].was = count
            for entry in self._entries.filter(on__lte=on, at__gt=record.taken_at).select_related("issue"):
                balances[entry.part_place, entry.part_name].late.append(entry)
        return balances

    @cached_property
    def sums(self) -> StockLine:
        """All parts as one."""
        moves = sum((line.moves for line in self.lines), Counter())
        before, after = (sum(getattr(line, side) for line in self.lines) for side in ("before", "after"))
        return StockLine("合计", StockBalance(before), StockBalance(after), moves)

    @property
    def unexplained_count(self) -> int:
        """Of all parts together; what is missing in one is not made up for by another."""
        return sum(line.unexplained for line in self.lines)

    @property
    def unexplained(self) -> list[StockLine]:
        return [line for line in self.lines if line.unexplained]
