"""A 盘点 as a workbook: a part a row, both balances with what was corrected, the entries that explain the difference."""

from django.utils import timezone

from ledgers.statement import MOVES
from ledgers.stocktaking import StockLine, Stocktaking
from rectify.accounts.filing import filing
from rectify.lib.dates import today
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.sheets import Col, Sheet


def sheet_of(stock: Stocktaking) -> Sheet:
    """What no entry explains first, as on the page."""
    scope, at = stock.scope, timezone.localtime().strftime("%Y-%m-%d %H:%M")
    days = "，".join(f"{day:%Y-%m-%d} 下班时的结存：{source}" for day, source in stock.sources)
    notes = [
        f"轮次：{scope.round}　　数据截至：{at}　　单位：件",
        days,
        filing(scope.user, today(), scope.round.office_id),
    ]
    columns = [Col(stock.cut.label, width=20), Col("上次结存", width=9, kind="number")]
    columns += [Col(name, "变动", 8, "number") for _, name in MOVES]
    columns += [
        Col("这次结存", width=9, kind="number"),
        Col("相差", width=7, kind="number"),
        Col("说明不了", width=9, kind="number"),
        Col("由哪几笔账说明", width=60),
    ]
    rows = [Keyed(line.name, 0, [line.name, *_cells(line), explained(line)]) for line in stock.lines]
    return Sheet(
        f"{scope.round}盘点",
        columns,
        rows,
        notes=notes,
        name="盘点",
        totals=["合计", *_cells(stock.sums)[:-1], stock.unexplained_count, ""],
        mark=f"{scope.user.name}　{at}　仅供工作使用",
        provenance=Provenance("stock", scope.round.public_id, (0,)),
    )


def _cells(line: StockLine) -> list[int]:
    return [line.before, *line.cells, line.after, line.difference, line.unexplained]


def explained(line: StockLine) -> str:
    """What was corrected, then the entries between."""
    corrected = [
        f"{name}{balance.correction}"
        for name, balance in (("上次结存", line.opened), ("这次结存", line.closed))
        if balance.correction
    ]
    return "；".join(filter(None, [*corrected, line.words]))
