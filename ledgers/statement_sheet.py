"""A 对账单 as its page shows it and its file holds it: each line, what was said of it, what both sides say of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from issues.models import Issue
from issues.models.issue import WITHHELD
from ledgers.itemised import Line, account_of, words_of
from ledgers.models import AccountSide, AccountStatement, DisputeStatus, StatementDispute
from ledgers.reconcile import AccountLine
from ledgers.statement import MOVES
from rectify.accounts.models import User
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.reach import LEFT_OUT, Door, by_number
from rectify.lib.sheets import Col, Sheet

ACTS = {"raise": "异议", "answer": "答复", "accept": "认可", "refuse": "不认可"}


@dataclass(frozen=True)
class LineRemark:
    """One thing said of a line, by whom of which side, when."""

    head: str
    words: str


@dataclass
class StatementLine:
    """A line as its reader sees it: the title and the address only of an issue that they may open. `silent`: it leaves by its
    number alone (docs/rules.md: secrecy-doors)."""

    place: int
    line: Line
    issue: Issue | None
    disputes: list[StatementDispute] = field(default_factory=list)
    silent: bool = False

    @property
    def title(self) -> str:
        if self.silent:
            return LEFT_OUT
        return self.line["title"] if self.issue else ""

    @property
    def words(self) -> str:
        """What was entered in these days."""
        return words_of(self.line) or "没有变动"

    @property
    def said(self) -> list[LineRemark]:
        """Every word over it, in order."""
        known, instead = self.issue is not None and not self.silent, LEFT_OUT if self.silent else WITHHELD
        return [one for dispute in self.disputes for one in said_of(dispute, known=known, instead=instead)]

    @property
    def is_disputed(self) -> bool:
        return any(dispute.status != DisputeStatus.RESOLVED for dispute in self.disputes)


def said_of(dispute: StatementDispute, *, known: bool, instead: str = WITHHELD) -> list[LineRemark]:
    """The words of one dispute, in order; of an issue that the reader does not know, who spoke and when alone, and `instead` of
    the words why."""
    return [
        LineRemark(
            f"{AccountSide(one['side']).label}{ACTS[one['act']]}　{one['who']} {one['on']}",
            one["words"] if known or not one["words"] else instead,
        )
        for one in dispute.said
    ]


class StatementSheet:
    """Read once a page: the lines with what was said of them, the equation. `leaves`: it goes onto paper or into a file, where
    工作秘密 is its number."""

    def __init__(self, statement: AccountStatement, user: User, *, leaves: bool = False) -> None:
        self.statement, self.user = statement, user
        self.silent = by_number(Door.ROW) if leaves else []

    @cached_property
    def account(self) -> AccountLine:
        return account_of(self.statement)

    @property
    def moves(self) -> list[tuple[str, int]]:
        """The movements with their names."""
        return [(name, self.account.counts[kind]) for kind, name in MOVES]

    @cached_property
    def disputes(self) -> list[StatementDispute]:
        return list(self.statement.disputes.select_related("statement__round__office", "statement__unit"))

    @cached_property
    def lines(self) -> list[StatementLine]:
        ids = [line["issue"] for line in self.statement.lines]
        seen = (
            Issue.objects.visible_to(self.user).filter(public_id__in=ids).only("public_id", "number", "confidentiality")
        )
        issues = {issue.public_id: issue for issue in seen}
        about: dict[int, list[StatementDispute]] = defaultdict(list)
        for dispute in self.disputes:
            about[dispute.place].append(dispute)
        return [
            StatementLine(place, line, issue, about[place], issue is not None and issue.confidentiality in self.silent)
            for place, line in enumerate(self.statement.lines, 1)
            for issue in [issues.get(line["issue"])]
        ]

    @property
    def signatures(self) -> Sequence[tuple[str, str]]:
        """What each side has said of the whole, in words."""
        one = self.statement
        unit = f"{one.unit_who} {one.unit_on:%Y-%m-%d} 核对" if one.unit_on else "还没有核对"
        if one.unit_by and one.unit_by.name != one.unit_who:
            unit += f"（{one.unit_by}登记）"
        office = "还没有核对"
        if one.office_at:
            office = f"{one.office_by} {timezone.localtime(one.office_at):%Y-%m-%d} 核对"
        return [(str(one.unit), unit), (str(one.round.office), office)]


def sheet_of(statement: AccountStatement, user: User) -> Sheet:
    """The workbook: a line a row, the equation and both sides above and below."""
    sheet, at = StatementSheet(statement, user, leaves=True), timezone.localtime().strftime("%Y-%m-%d %H:%M")
    account, moved = sheet.account, "".join(f" {name[0]} {name[1:]} {count}" for name, count in sheet.moves)
    notes = [
        f"单位：{statement.unit.full_name}　　轮次：{statement.round}　　期间：{statement.period}　　计量单位：件",
        f"期初 {account.opening}{moved} ＝ 期末 {account.closing}",
        f"状态：{statement.get_status_display()}" + (f"　　校验码：{statement.digest}" if statement.digest else ""),
    ]
    columns = [
        Col("序号", width=6, kind="number"),
        Col("编号", width=12, kind="center"),
        Col("问题", width=40),
        Col("期初", width=7, kind="number"),
        Col("本期变动", width=24),
        Col("期末", width=7, kind="number"),
        Col("核对", width=40),
    ]
    rows = [
        Keyed(str(line.place), 0, [line.place, line.line["number"], line.title, *_cells(line)]) for line in sheet.lines
    ]
    signed = "　　".join(f"{side}：{words}　负责人签字：　　　　　　" for side, words in sheet.signatures)
    return Sheet(
        f"{statement.unit} {statement.period}对账单",
        columns,
        rows,
        notes=notes,
        name="对账单",
        totals=["合计", "", "", account.opening, "", account.closing, ""],
        footnotes=[signed],
        mark=f"{user.name}　{at}　仅供工作使用",
        provenance=Provenance("statement.items", statement.round.public_id, (0,)),
    )


def _cells(line: StatementLine) -> list:
    remarks = "；".join(f"{one.head}：{one.words}" if one.words else one.head for one in line.said)
    return [line.line["opening"], line.words, line.line["closing"], remarks]
