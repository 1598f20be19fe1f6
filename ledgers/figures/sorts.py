"""The issues of a round by sort: each grouping scheme, class, track, sector, nature, cause; one statement a table.

Every number is the count of the list its address opens. What nobody has said stands as a line of its own, without an address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from issues.models import Cause, Measure, MeasureHorizon, MeasureStatus, Nature, Scheme
from ledgers.figures.figure import Scope, tally

COLUMNS = (("counted", "应整改"), ("open", "未销号"), ("closed", "已销号"), ("overdue", "逾期"), ("relapsed", "反弹"))
CODES = {f"s{place}": code for place, (code, _) in enumerate(COLUMNS)}
UNSAID = "没有定"
PLAIN = (
    ("类别", "category", "category__code", F("category__name")),
    ("专项", "track", "track__code", F("track__name")),
    ("板块", "sector", "lead_unit__sector__code", F("lead_unit__sector__name")),
    ("性质", "nature", "nature", F("nature")),
    ("根源类型", "cause", "cause", F("cause")),
)
WORDS = dict(Nature.choices) | dict(Cause.choices)


@dataclass(frozen=True)
class SortCell:
    """A number, with the list it counts where the list can be opened by an address."""

    count: int
    url: str


@dataclass(frozen=True)
class SortLine:
    """One class with its numbers."""

    name: str
    cells: list[SortCell]


@dataclass(frozen=True)
class SortTable:
    """One way of sorting."""

    title: str
    lines: list[SortLine]


@dataclass(frozen=True)
class HorizonLine:
    """当下改 or 长久立: how many measures, how many accepted; `url` opens the issues that have one."""

    name: str
    measures: int
    accepted: int
    url: str


class SortedIssues:
    """What the page shows; two statements for the schemes and one for each other table."""

    heads = tuple(words for _, words in COLUMNS)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @property
    def tables(self) -> list[SortTable]:
        tables = [*self._schemes(), *(self._plain(*each) for each in PLAIN)]
        return [table for table in tables if table.lines]

    def _schemes(self) -> Iterable[SortTable]:
        issues, names = self.scope.issues(), Scheme.objects.filter(kind=Scheme.Kind.GROUPING, is_current=True)
        rows = issues.filter(groups__scheme__in=names).order_by("groups__scheme__code", "groups__order")
        keys = ("groups__scheme__name", "groups__pk", "groups__name")
        lines: dict[str, list[SortLine]] = {}
        for row in rows.values(*keys).annotate(**tally(CODES, self.scope.on)):
            lines.setdefault(row[keys[0]], []).append(self._line(row[keys[2]], "group", str(row[keys[1]]), row))
        return [SortTable(title, rows) for title, rows in lines.items()]

    def _plain(self, title: str, name: str, code: str, words: F) -> SortTable:
        issues = self.scope.issues()
        rows: QuerySet = issues.order_by(code).values(value=F(code), words=words)
        counted = list(rows.annotate(**tally(CODES, self.scope.on)))
        lines = [
            self._line(WORDS.get(row["words"], row["words"]), name, row["value"], row)
            for row in counted
            if row["value"]
        ]
        unsaid = [row for row in counted if not row["value"]]
        return SortTable(title, lines + [self._line(UNSAID, "", "", row) for row in unsaid])

    def _line(self, words: str, name: str, value: str, row: dict) -> SortLine:
        more = f"&{urlencode({name: value})}" if name else ""
        cells = [SortCell(row[key], f"{self.scope.link(code)}{more}" if more else "") for key, code in CODES.items()]
        return SortLine(words, cells)

    @property
    def horizons(self) -> list[HorizonLine]:
        """The measures by how far they reach; one statement."""
        live = Measure.objects.filter(issue__in=self.scope.sliced("counted")).exclude(status=MeasureStatus.CANCELLED)
        accepted = Count("pk", filter=Q(status=MeasureStatus.ACCEPTED))
        rows = live.order_by().values_list("horizon").annotate(every=Count("pk"), accepted=accepted)
        count = {horizon: (every, done) for horizon, every, done in rows}
        lines = []
        for value, label in MeasureHorizon.choices:
            every, done = count.get(value, (0, 0))
            url = f"{self.scope.link('counted')}&{urlencode({'horizon': value})}"
            lines.append(HorizonLine(str(label), every, done, url))
        if "" in count:
            lines.append(HorizonLine(UNSAID, *count[""], ""))
        return lines
