"""对账单: the accounts of one reader in one round as the page shows them and the workbook holds them.

期初 ＋ 立账 ＋ 重开 ＋ 转入 − 销号 − 终止 − 转出 ＝ 期末
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from issues.models import Feedback, Issue, Round
from issues.slices import condition
from ledgers import reconcile
from ledgers.figures.figure import Scope
from ledgers.figures.origin import Origin, origin
from ledgers.models import Entry
from rectify.accounts.filing import filing
from rectify.accounts.models import Unit
from rectify.lib.copies import copy_line
from rectify.lib.dates import today
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.sheets import Col, Sheet, write_book

K = Entry.Kind
MOVES = (
    (K.OPENED, "＋立账"),
    (K.REOPENED, "＋重开"),
    (K.MOVED_IN, "＋转入"),
    (K.CLOSED, "−销号"),
    (K.TERMINATED, "−终止"),
    (K.MOVED_OUT, "−转出"),
)
SHOWN = 100  # differences on the page; the file holds them all


@dataclass
class StatementRow:
    """One account, or one month of it: opening, what came and went, closing."""

    name: str
    line: reconcile.AccountLine
    cells: list[tuple[int, str]]
    months: list["StatementRow"] = field(default_factory=list)
    unit: Unit | None = None
    url: str = ""

    @property
    def named(self) -> list[tuple[str, int, str]]:
        """The movements with their names, for the sheet of one unit."""
        return [(name, count, url) for (_, name), (count, url) in zip(MOVES, self.cells, strict=True)]


@dataclass(frozen=True)
class StatementDifference:
    """What does not agree, in words, and the issue it is about where the reader may see it."""

    fault: reconcile.Difference
    issue: Issue | None


class Statement:
    """Read once a page: two statements for the accounts, the comparison of all facts by `reconcile`."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def result(self) -> reconcile.Reconciled:
        rounds = Round.objects.visible_to(self.scope.user).filter(pk=self.scope.round.pk if self.scope.round else None)
        return reconcile.visible(self.scope.user, rounds)

    @cached_property
    def rows(self) -> list[StatementRow]:
        """An account a unit, in protocol order, its months inside: the same sheet for the office and for the unit."""
        months = self.movements("unit", "month")
        whole = self.movements("unit")
        units = Unit.objects.filter(pk__in={key[0] for key in whole}).order_by("order", "pk")
        return [self.account(unit, whole[unit.pk,], months) for unit in units]

    @property
    def by_unit(self) -> dict[str, StatementRow]:
        """The accounts by the public id of their unit."""
        return {row.unit.public_id: row for row in self.rows if row.unit}

    def movements(self, *by: str) -> dict[tuple, dict[str, tuple[int, int]]]:
        """Entries by account (and month): how many of each kind, and how many issues of them the reader may open."""
        seen = Q(issue__in=self.scope.issues().values("pk"))
        entries = Entry.objects.visible_to(self.scope.user).filter(round=self.scope.round)
        rows = entries.annotate(month=TruncMonth("on")).order_by(*by).values(*by, "kind")
        by_account: dict[tuple, dict[str, tuple[int, int]]] = {}
        for row in rows.annotate(n=Count("pk"), issues=Count("issue", distinct=True, filter=seen)):
            by_account.setdefault(tuple(row[name] for name in by), {})[row["kind"]] = (row["n"], row["issues"])
        return by_account

    def account(self, unit: Unit, whole: dict, months: dict) -> StatementRow:
        parts, balance = [], 0
        for place in sorted(key for key in months if key[0] == unit.pk):
            line = reconcile.AccountLine(self.scope.round.pk, unit.pk, place[1], balance, counter(months[place]))
            balance = line.closing
            name = f"{line.month:%Y年}{line.month.month}月"
            parts.append(StatementRow(name, line, self.cells(months[place], unit, f"{line.month:%Y-%m}")))
        line = reconcile.AccountLine(self.scope.round.pk, unit.pk, parts[0].line.month, 0, counter(whole))
        return StatementRow(str(unit), line, self.cells(whole, unit, "all"), parts, unit, self.scope.link("open", unit))

    def cells(self, found: dict, unit: Unit, period: str) -> list[tuple[int, str]]:
        """Each movement with the list of its issues; no link where the list would be shorter than the number, because an
        issue came twice or is no longer the reader's."""
        cells = []
        for kind, _ in MOVES:
            count, issues = found.get(kind.value, (0, 0))
            link = self.scope.link(f"posted:{kind.value}:{period}:{unit.public_id}")
            cells.append((count, link if count == issues else ""))
        return cells

    @cached_property
    def sums(self) -> reconcile.AccountLine:
        """All accounts as one."""
        counts = sum((row.line.counts for row in self.rows), Counter())
        return reconcile.AccountLine(0, 0, self.scope.on, sum(row.line.opening for row in self.rows), counts)

    @property
    def sum_cells(self) -> list[int]:
        return [self.sums.counts[kind] for kind, _ in MOVES]

    @property
    def check(self) -> str:
        """The check sum as it is printed: 0 ＋ 161 ＋ 2 ＋ 1 − 66 − 1 − 1 ＝ 96."""
        opening, (opened, reopened, moved_in, closed, ended, moved_out) = self.sums.opening, self.sum_cells
        return f"{opening} ＋ {opened} ＋ {reopened} ＋ {moved_in} − {closed} − {ended} − {moved_out} ＝ {self.sums.closing}"

    @property
    def open_count(self) -> int:
        """The same balance from the other side: the issues that stand open and are led by these accounts."""
        return self.origin.beside

    @cached_property
    def origin(self) -> Origin:
        """件 and 条: what comes from how many items of the feedback; the open issues of these accounts are counted along."""
        led = Q(lead_unit__in=[row.unit.pk for row in self.rows if row.unit])
        return origin(self.scope.issues(), condition("open", self.scope.on) & led)

    @cached_property
    def unsplit(self) -> list[Feedback]:
        """Feedback that was registered and from which nothing was taken: what stands in it is in no account yet."""
        current = Feedback.objects.visible_to(self.scope.user).current().filter(round=self.scope.round)
        return list(current.filter(items=None, issues=None).select_related("unit"))

    @property
    def agrees(self) -> bool:
        return self.open_count == self.sums.closing

    @cached_property
    def differences(self) -> list[StatementDifference]:
        """The first differences with their issues; the causes are in words."""
        first = self.result.differences[:SHOWN]
        ids = [one.issue_id for one in first if one.issue_id]
        issues = Issue.objects.visible_to(self.scope.user).select_related("lead_unit").in_bulk(ids)
        return [StatementDifference(one, issues.get(one.issue_id)) for one in first]

    @property
    def count(self) -> int:
        return len(self.result.differences)

    def write(self, target: BinaryIO) -> int:
        """The workbook: a sheet of accounts with months, and one of differences."""
        return write_book(target, *self.sheets())

    def sheets(self) -> tuple[Sheet, Sheet]:
        at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
        notes = [f"轮次：{self.scope.round}　　数据截至：{at}　　单位：件", f"核对：{self.check}"]
        notes.append(filing(self.scope.user, today(), self.scope.round.office_id))
        line = copy_line(self.scope.user.name)
        notes.append(line)
        mark = f"{line}　仅供工作使用"
        columns = [Col("单位", width=20), Col("期间", width=12, kind="center"), Col("期初", width=9, kind="number")]
        columns += [Col(name, "变动", 9, "number") for _, name in MOVES]
        columns.append(Col("＝期末", width=10, kind="number"))
        accounts = Sheet(
            f"{self.scope.round}对账",
            columns,
            self.lines(),
            notes=notes,
            name="对账",
            mark=mark,
            totals=["合计", "至今", self.sums.opening, *self.sum_cells, self.sums.closing],
            provenance=self.provenance("accounts", 0, 1),
        )
        columns = [Col("类别", width=8), Col("差在哪里", width=52), Col("怎么处理", width=40), Col("位置", width=24)]
        rows = [
            Keyed(str(n), 0, [one.check, one.text, one.cure, one.row]) for n, one in enumerate(self.result.differences)
        ]
        foot = [] if self.count else ["没有差异。"]
        if self.unsplit:
            foot.append(
                f"登记未拆 {len(self.unsplit)} 份："
                + "、".join(f"{one.unit}《{one.told_title}》" for one in self.unsplit)
            )
        origin = self.provenance("differences", 1, 3)
        differences = Sheet("对账差异", columns, rows, notes=notes[:1], footnotes=foot, mark=mark, provenance=origin)
        return accounts, differences

    def provenance(self, which: str, *identity: int) -> Provenance:
        """An account's line is known again by its unit and period, a difference by its words and place."""
        return Provenance(f"statement.{which}", self.scope.round.public_id, identity)

    def lines(self) -> Iterator[Keyed]:
        for row in self.rows:
            unit = row.unit.pk if row.unit else 0
            for part in row.months:
                line = [row.name, part.name, part.line.opening, *(n for n, _ in part.cells), part.line.closing]
                yield Keyed(f"{unit}:{part.name}", 0, line)
            line = [row.name, "至今", row.line.opening, *(n for n, _ in row.cells), row.line.closing]
            yield Keyed(f"{unit}", 0, line)


def counter(found: dict[str, tuple[int, int]]) -> Counter:
    return Counter({kind: count for kind, (count, _) in found.items()})
