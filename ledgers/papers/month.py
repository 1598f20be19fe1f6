"""月报 of a round: the balance by unit, what was struck off this month, what is late, extensions, what was returned."""

from issues.models import Round
from ledgers.figures.figure import Scope
from ledgers.papers._shared import day, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from ledgers.statement import MOVES, Statement
from rectify.lib.dates import month_start
from rectify.lib.paper import Block, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

ACCOUNTS = ("单位", "期初", *(name for _, name in MOVES), "期末")
COLUMNS = ("编号", "单位", "问题", "期限")


def build(round_: Round, reader: PaperReader) -> OfficialPaper:
    scope, on = Scope(reader.user, round_, reader.on), reader.on
    statement = Statement(scope)
    needed(statement.rows, "本轮还没有账目，没有月报")
    issues = scope.issues().veiled().select_related("lead_unit").order_by("number")
    codes = ("counted", "closed", "open", "overdue", f"closed_since:{month_start(on)}", "extended", "returned")
    counted, closed, open_, overdue, this_month, extended, returned = (
        of_slice(issues, one, reader).count() for one in codes
    )
    late = of_slice(issues, "overdue", reader).order_by("due_order", "number")
    rows = [
        [row.name, row.line.opening, *(count for count, _ in row.cells), row.line.closing] for row in statement.rows
    ]
    total = ["合计", statement.sums.opening, *statement.sum_cells, statement.sums.closing]
    blocks: list[Block] = [
        Heading("总体情况", 1, 1),
        Paragraph(
            f"截至{day(on)}，应整改{counted}件，已销号{closed}件，推进中{open_}件，其中逾期{overdue}件。本月销号{this_month}件。"
        ),
        Paragraph("应整改指已下发、未终止的问题；逾期指推进中、已过最近一次批准的期限。"),
        Heading("各单位账目", 1, 2),
        PaperTable(ACCOUNTS, [*rows, total], (22, *[9] * 8), name="账目"),
        Heading("逾期问题", 1, 3),
    ]
    if overdue:
        table = [[one.number, str(one.lead_unit), Quote(one.title), day(one.due)] for one in late]
        blocks.append(PaperTable(COLUMNS, table, (12, 18, 30, 21), name="逾期问题"))
    else:
        blocks.append(Paragraph("本月没有逾期的问题。"))
    blocks += [
        Heading("延期和退回", 1, 4),
        Paragraph(f"批准过延期的{extended}件；推进中曾被退回的{returned}件。"),
    ]
    return OfficialPaper(
        title=f"{round_.name}整改工作月报\n（{on.year}年{on.month}月）",
        blocks=blocks,
        signed=round_.office.full_name,
        dated=f"{on.year}年　月　日",
    )


MONTH = paper(
    OfficePaper(
        "month",
        "月报",
        PaperForm.REPORT,
        About.ROUND,
        build,
        lists={"账目": ACCOUNTS, "逾期问题": COLUMNS},
    )
)
