"""对账单 of a unit: the newest that was drawn up, as it stands between the two sides and sealed once both confirmed it; where
none was, its account by the ledger's entries, what stands open item by item, room for both sides."""

from collections.abc import Sequence

from issues.models import Issue
from issues.models.issue import WITHHELD
from ledgers.figures.figure import Scope
from ledgers.models import AccountStatement, StatementStatus
from ledgers.papers._shared import day, issues_of, mark_of, of_slice, present
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from ledgers.statement import MOVES, Statement
from ledgers.statement_sheet import StatementLine, StatementSheet, said_of
from rectify.lib.paper import Block, FormRow, FormTable, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

ACCOUNTS = ("期间", "期初", *(name for _, name in MOVES), "期末结存")
COLUMNS = ("编号", "结存的问题", "期限", "环节", "核对意见")
LINES = ("编号", "问题", "期初", "本期变动", "期末", "核对")
SIGN = "\n\n负责人签字：　　　　　　　　年　　月　　日"
ASKED = f"□ 一致　□ 有异议（写明哪一件、差在哪里）{SIGN}"


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    known = AccountStatement.objects.visible_to(reader.user).standing().filter(round=about.round, unit=about.unit)
    newest = known.select_related("round__office", "unit", "unit_by", "office_by").order_by("-until", "-pk").first()
    return drawn_up(newest, reader) if newest else as_it_stands(about, reader)


def drawn_up(statement: AccountStatement, reader: PaperReader) -> OfficialPaper:
    """Its lines never change; what both sides confirmed bears the digest that seals it."""
    sheet = StatementSheet(statement, reader.user)
    ids = [line["issue"] for line in statement.lines]
    # A paper has other readers than its maker: what is restricted is in it as a number for everybody.
    issues = Issue.objects.visible_to(reader.user).filter(public_id__in=ids, restricted="")
    known = {issue.public_id for issue in issues}
    account = sheet.account
    whole = [statement.period, account.opening, *(count for _, count in sheet.moves), account.closing]
    confirmed = statement.status == StatementStatus.CONFIRMED
    unit, office = (f"一致　{words}{SIGN}" for _, words in sheet.signatures)
    blocks: list[Block] = [
        Paragraph(
            f"单位：{statement.unit.full_name}　　轮次：{statement.round.name}　　期间：{statement.period}　　计量单位：件",
            indent=False,
        ),
        PaperTable(ACCOUNTS, [whole], (18, *[9] * 7, 12), name="账目"),
        PaperTable(
            LINES,
            [_line(one, known=one.line["issue"] in known, confirmed=confirmed) for one in sheet.lines]
            or [["—", "没有账目", "", "", "", ""]],
            (12, 30, 8, 18, 8, 16),
            name="逐件",
        ),
        FormTable(
            [
                FormRow([("单位意见", unit if confirmed else ASKED)], height=22),
                FormRow([("督查办意见", office if confirmed else ASKED)], height=22),
            ]
        ),
        *([Paragraph(f"双方已确认。校验码：{statement.digest}", indent=False)] if confirmed else []),
    ]
    author = statement.round.office.full_name
    return OfficialPaper(title="巡察整改对账单", blocks=blocks, mark=mark_of(issues), author=author)


def _line(line: StatementLine, *, known: bool, confirmed: bool) -> Sequence[object]:
    words_said = [one for dispute in line.disputes for one in said_of(dispute, known=known)]
    remarks = "；".join(f"{one.head}：{one.words}" if one.words else one.head for one in words_said)
    words = line.line["title"]
    title = "已不在本单位" if not words else Quote(words) if known else WITHHELD
    return [
        line.line["number"],
        title,
        line.line["opening"],
        line.words,
        line.line["closing"],
        remarks or ("一致" if confirmed else ""),
    ]


def as_it_stands(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    """Of a unit whose account nobody has drawn up yet."""
    accounts = Statement(Scope(reader.user, about.round, reader.on)).by_unit
    account = present(accounts.get(about.unit.public_id), "这个单位本轮还没有账目，没有对账单")
    issues = list(of_slice(issues_of(about, reader), "open", reader))
    rows = [[part.name, part.line.opening, *(n for n, _ in part.cells), part.line.closing] for part in account.months]
    whole = ["合计", account.line.opening, *(n for n, _ in account.cells), account.line.closing]
    items = [[one.number, Quote(one.title), day(one.due), one.get_status_display(), ""] for one in issues]
    blocks: list[Block] = [
        Paragraph(
            f"单位：{about.unit.full_name}　　轮次：{about.round.name}　　截至：{day(reader.on)}　　计量单位：件",
            indent=False,
        ),
        PaperTable(ACCOUNTS, [*rows, whole], (18, *[9] * 7, 12), name="账目"),
        PaperTable(
            COLUMNS,
            items or [["—", "没有结存", "", "", ""]],
            (12, 32, 21, 12, 15),
            name="结存",
        ),
        FormTable(
            [
                FormRow([("单位意见", ASKED)], height=22),
                FormRow([("督查办意见", ASKED)], height=22),
            ]
        ),
    ]
    office = about.round.office.full_name
    return OfficialPaper(title="巡察整改对账单", blocks=blocks, mark=mark_of(issues), author=office)


STATEMENT = paper(
    OfficePaper(
        "statement",
        "对账单",
        PaperForm.SHEET,
        About.STATEMENT,
        build,
        shared=True,
        labels=("单位意见", "督查办意见"),
        lists={"账目": ACCOUNTS, "逐件": LINES, "结存": COLUMNS},
    )
)
