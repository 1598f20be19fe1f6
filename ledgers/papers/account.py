"""对账单 of a unit: its account of the month by the ledger's entries, what stands open item by item, room for both sides."""

from ledgers.figures.figure import Scope
from ledgers.papers._shared import day, issues_of, mark_of, of_slice, present
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from ledgers.statement import MOVES, Statement
from rectify.lib.paper import Block, FormRow, FormTable, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

ACCOUNTS = ("期间", "期初", *(name for _, name in MOVES), "期末结存")
COLUMNS = ("编号", "结存的问题", "期限", "环节", "核对意见")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    accounts = Statement(Scope(reader.user, about.round, reader.on)).by_unit
    account = present(accounts.get(about.unit.public_id), "这个单位本轮还没有账目，没有对账单")
    issues = list(of_slice(issues_of(about, reader), "open", reader.on))
    rows = [[part.name, part.line.opening, *(n for n, _ in part.cells), part.line.closing] for part in account.months]
    whole = ["合计", account.line.opening, *(n for n, _ in account.cells), account.line.closing]
    items = [[one.number, Quote(one.title), day(one.due), one.get_status_display(), ""] for one in issues]
    sign = "\n\n负责人签字：　　　　　　　　年　　月　　日"
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
                FormRow([("单位意见", f"□ 一致　□ 有异议（写明哪一件、差在哪里）{sign}")], height=22),
                FormRow([("督查办意见", f"□ 一致　□ 有异议（写明哪一件、差在哪里）{sign}")], height=22),
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
        lists={"账目": ACCOUNTS, "结存": COLUMNS},
    )
)
