"""The doors: any office's ledger becomes rows and questions (docs/rules.md: reading-ledger)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ledgers.reading import form, guard, ods, webpage, word, xls, xlsx
from ledgers.reading.body import TableBody
from ledgers.reading.fields import LEDGER
from ledgers.reading.grid import Grid, letter
from ledgers.reading.sheet import (
    ReadRefused,
    ReadSheet,
    SheetColumn,
    SheetQuestion,
    SheetRow,
    TooMuch,
    Workbook,
    head_of,
    line_of,
    unpack,
)
from ledgers.reading.tables import SheetTable, tables
from ledgers.reading.taking import NOTHING, Taking
from ledgers.reading.values import HIDDEN_SHEET, Filler
from rectify.lib import limited, provenance

READERS = {"xlsx": xlsx.grids, "xls": xls.grids, "ods": ods.grids, "docx": word.grids, "html": webpage.grids}
TAKEN = ("ledger", "form")  # what an import takes in
TOO_HARD = "文件内容过大或过于复杂，读取时超出了系统允许的时间或内存。请删去无关内容，或按单位拆成几个文件再导入。"
TOO_LONG = "表里有 {count:,} 行，一次最多导入 {most:,} 行。请按单位拆成几个文件。"


def read_workbook(
    path: str | Path, *, name: str = "", anchor: date | None = None, taking: dict | None = None
) -> Workbook:
    """Read a workbook in this process. Raises ReadRefused with a sentence for people.

    `taking`: what is taken all the same (ledgers/reading/taking.py).
    """
    sheets = outlines(READERS[guard.kind_of(path, name)](path), anchor, Taking.of(taking))
    for sheet in sheets:
        if sheet.kind != "form":
            _fill(sheet, anchor)
    return known_again(Workbook(Path(path).name, sheets))


def read_safely(
    path: str | Path, *, name: str = "", anchor: date | None = None, most: int | None = None, taking: dict | None = None
) -> Workbook:
    """The same in a separate limited process: for whatever came from outside (docs/rules.md: file-limited).

    `name`: what the file is called where its path does not tell. `most`: more rows than these, in the sheets that are ledgers,
    are refused before they come over.
    """
    try:
        lines = limited.lines(
            "ledgers.reading.workbooks:read_lines",
            str(Path(path).resolve()),
            anchor and anchor.isoformat(),
            most,
            name,
            taking,
            reraise=(ReadRefused, TooMuch),
        )
    except limited.LimitExceeded as error:
        raise TooMuch(TOO_HARD) from error
    except limited.ChildFailed as error:
        raise ReadRefused(guard.BROKEN) from error
    return known_again(unpack(lines))


def known_again(book: Workbook) -> Workbook:
    """What was written here is known by its signed hidden sheet, which itself holds no rows and asks nothing. Without the
    signature of this installation it stays the hidden sheet it is."""
    for sheet in book.sheets:
        if sheet.lines and (tables := provenance.read(sheet.lines)):
            book.tables = tables
            sheet.kind, sheet.rows, sheet.columns, sheet.header_rows = "other", [], [], []
            sheet.skipped, sheet.questions, sheet.passed = [], [], {"keys": sheet.filled}
        sheet.lines = []
    return book


def read_lines(
    path: str, anchor: str | None = None, most: int | None = None, name: str = "", taking: dict | None = None
) -> Iterator[str | dict | list]:
    """What the limited process runs: the name of the file, each sheet's head and behind it its rows. A row is understood
    when it goes out and then forgotten, so that the understood rows are never there all at once."""
    day = date.fromisoformat(anchor) if anchor else None
    sheets = outlines(READERS[guard.kind_of(path, name)](path), day, Taking.of(taking))
    count = sum(len(sheet.rows) for sheet in sheets if sheet.kind in TAKEN)
    if most is not None and count > most:
        raise TooMuch(TOO_LONG.format(count=count, most=most))
    yield Path(path).name
    for sheet in sheets:
        yield head_of(sheet)
        fill = Filler(sheet.columns, day, since_1904=sheet.since_1904).fill if sheet.kind != "form" else None
        rows, sheet.rows = list(sheet.rows), []
        rows.reverse()
        while rows:
            row = rows.pop()
            if fill:
                fill(row)
            yield line_of(row)


def outlines(grids: list[Grid], anchor: date | None, taking: Taking = NOTHING) -> list[ReadSheet]:
    """The sheets of all grids; further tables of one get free names (`台账#2`). Each grid is let go when it is outlined."""
    taken = {grid.name for grid in grids}
    sheets: list[ReadSheet] = []
    grids.reverse()
    while grids:
        first, *further = outline(grids.pop(), anchor, taking)
        sheets.append(first)
        n = 2
        for sheet in further:
            while f"{first.name}#{n}" in taken:
                n += 1
            sheet.name = f"{first.name}#{n}"
            taken.add(sheet.name)
            sheets.append(sheet)
    return sheets


def outline(grid: Grid, anchor: date | None, taking: Taking = NOTHING) -> list[ReadSheet]:
    """The tables of a grid with their columns and the cells of their rows, which are not understood yet; of a form all."""
    if form.is_form(grid):
        return [replace(form.read(grid, anchor), grid=grid.name)]
    blank = ReadSheet(grid.name, hidden=grid.is_hidden, since_1904=grid.since_1904, grid=grid.name)
    blank.hidden_columns = [letter(column) for column in sorted(grid.hidden_columns)]
    filled = grid.count()
    if provenance.is_marked(grid.rows.get(1, {}).get(1, "")):
        blank.lines = [[cells[column] for column in sorted(cells)] for _, cells in sorted(grid.rows.items())]
    sheets_read = tables(grid, wanted=taking.rows_of(grid.name), is_wanted=grid.name in taking.sheets)
    sheets = [_outlined(grid, table, blank, taking) for table in sheets_read]
    return sheets or [replace(blank, filled=filled, passed={"no_table": filled} if filled else {})]


def _outlined(grid: Grid, table: SheetTable, blank: ReadSheet, taking: Taking) -> ReadSheet:
    """One table as a sheet."""
    filled = sum(len(grid.rows.get(number, ())) for number in [*table.above, *table.header, *table.numbers])
    table.columns = taking.titled(grid.name, table.columns)
    body = TableBody(grid, table, taking.rows_of(grid.name))
    rows = body.read()
    sheet = replace(blank, kind=kind(table.columns), header_rows=table.header, columns=table.columns, rows=rows)
    sheet.skipped, sheet.questions = body.skipped, table.questions
    sheet.filled, sheet.passed, sheet.untitled = filled, dict(body.passed), body.untitled
    if grid.is_hidden and sheet.kind == "ledger":
        sheet.questions = [SheetQuestion(table.header[0], None, None, HIDDEN_SHEET, "hidden_sheet"), *table.questions]
    return sheet


def reread(sheet: ReadSheet, mapping: dict[str, str | None], *, anchor: date | None = None) -> ReadSheet:
    """The sheet understood again under another mapping of its columns (letters not named keep their field)."""
    mapped = []
    for column in sheet.columns:
        field = mapping.get(column.letter, column.field)
        mapped.append(
            SheetColumn(column.letter, column.heading, field, column.confidence if field == column.field else 1.0)
        )
    rows = [_unread(row) for row in sheet.rows]
    questions = [one for one in sheet.questions if one.col not in mapping]
    again = replace(sheet, columns=mapped, rows=rows, questions=questions)
    if sheet.kind == "form":
        for row in rows:
            form.fill(row, mapped, anchor, since_1904=sheet.since_1904)
    else:
        again.kind = kind(mapped)
        _fill(again, anchor)
    return again


def _unread(row: SheetRow) -> SheetRow:
    """The cells of a row without what was made of them."""
    return replace(row, values={}, complaints=[], questions=[])


def kind(found: list[SheetColumn]) -> str:
    """A ledger has issues or measures; anything else with a header is a summary."""
    return "ledger" if any(column.field in LEDGER for column in found) else "summary"


def _fill(sheet: ReadSheet, anchor: date | None) -> None:
    filler = Filler(sheet.columns, anchor, since_1904=sheet.since_1904)
    for row in sheet.rows:
        filler.fill(row)
