"""The doors: any office's ledger becomes rows and questions (reading specification, section 3)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ledgers.reading import form, guard, ods, xls, xlsx
from ledgers.reading.body import Body
from ledgers.reading.fields import LEDGER
from ledgers.reading.grid import Grid
from ledgers.reading.header import Merges, columns, header_rows
from ledgers.reading.sheet import Column, ReadRefused, Row, Sheet, Workbook, head_of, line_of, unpack
from ledgers.reading.values import Filler
from rectify.lib import limited

READERS = {"xlsx": xlsx.grids, "xls": xls.grids, "ods": ods.grids}
TOO_HARD = "文件内容过大或过于复杂，读取时超出了系统允许的时间或内存。请删去无关内容，或按单位拆成几个文件再导入。"
TOO_LONG = "表里有 {count:,} 行，一次最多导入 {most:,} 行。请按单位拆成几个文件。"


def read_workbook(path: str | Path, *, anchor: date | None = None) -> Workbook:
    """Read a workbook in this process. Raises ReadRefused with a sentence for people."""
    grids = READERS[guard.kind_of(path)](path)
    return Workbook(Path(path).name, [read_grid(grid, anchor) for grid in grids])


def read_safely(path: str | Path, *, anchor: date | None = None, most: int | None = None) -> Workbook:
    """The same in a separate limited process: for whatever came from outside (security decision D19).

    `most`: more rows than these, in the sheets that are ledgers, are refused before they come over.
    """
    try:
        found = limited.lines(
            "ledgers.reading.workbooks:read_lines",
            str(Path(path).resolve()),
            anchor and anchor.isoformat(),
            most,
            reraise=(ReadRefused,),
        )
    except limited.LimitExceeded as error:
        raise ReadRefused(TOO_HARD) from error
    except limited.ChildFailed as error:
        raise ReadRefused(guard.BROKEN) from error
    return unpack(found)


def read_lines(path: str, anchor: str | None = None, most: int | None = None) -> Iterator[str | dict | list]:
    """What the limited process runs: the name of the file, each sheet's head and behind it its rows. A row is understood
    when it goes out and then forgotten, so that the understood rows are never there all at once."""
    day = date.fromisoformat(anchor) if anchor else None
    grids = READERS[guard.kind_of(path)](path)
    grids.reverse()
    sheets = []
    while grids:
        sheets.append(outline(grids.pop(), day))
    count = sum(len(sheet.rows) for sheet in sheets if sheet.kind == "ledger")
    if most is not None and count > most:
        raise ReadRefused(TOO_LONG.format(count=count, most=most))
    yield Path(path).name
    for sheet in sheets:
        yield head_of(sheet)
        fill = Filler(sheet.columns, day).fill if sheet.kind != "form" else None
        sheet.rows.reverse()
        while sheet.rows:
            row = sheet.rows.pop()
            if fill:
                fill(row)
            yield line_of(row)


def read_grid(grid: Grid, anchor: date | None) -> Sheet:
    """Understand one sheet."""
    sheet = outline(grid, anchor)
    if sheet.kind != "form":
        _fill(sheet, anchor)
    return sheet


def outline(grid: Grid, anchor: date | None) -> Sheet:
    """A sheet with its columns and the cells of its rows, which are not understood yet; of a form all."""
    if form.is_form(grid):
        return form.read(grid, anchor)
    merges = Merges(grid)
    header = header_rows(grid, merges)
    if not header:
        return Sheet(grid.name)
    found, questions = columns(grid, merges, header)
    body = Body(grid, header, found)
    rows = body.read()
    return Sheet(grid.name, kind(found), header, found, rows, body.skipped, questions)


def reread(sheet: Sheet, mapping: dict[str, str | None], *, anchor: date | None = None) -> Sheet:
    """The sheet understood again under another mapping of its columns (letters not named keep their field)."""
    if sheet.kind == "form":
        return sheet
    mapped = []
    for column in sheet.columns:
        field = mapping.get(column.letter, column.field)
        mapped.append(Column(column.letter, column.heading, field, column.confidence if field == column.field else 1.0))
    rows = [Row(row.number, row.cells, hidden=row.hidden, broken=row.broken, band=row.band) for row in sheet.rows]
    questions = [one for one in sheet.questions if one.col not in mapping]
    again = Sheet(sheet.name, kind(mapped), sheet.header_rows, mapped, rows, sheet.skipped, questions)
    _fill(again, anchor)
    return again


def kind(found: list[Column]) -> str:
    """A ledger has issues or measures; anything else with a header is a summary."""
    return "ledger" if any(column.field in LEDGER for column in found) else "summary"


def _fill(sheet: Sheet, anchor: date | None) -> None:
    filler = Filler(sheet.columns, anchor)
    for row in sheet.rows:
        filler.fill(row)
