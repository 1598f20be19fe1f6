"""Workbooks of the .xls and .et kind (BIFF in an OLE container): values by calamine, hidden rows and percentages by us."""

import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from ledgers.reading import biff, formats
from ledgers.reading.grid import MOST_CELLS, Grid, demand_room, figures, tidy
from ledgers.reading.guard import BROKEN, PROTECTED, TOO_MANY
from ledgers.reading.sheet import ReadRefused

NOT_A_WORKBOOK = (
    "这不是 Excel 或 WPS 表格（可能是 Word、演示文稿或加密文件）。请用 Excel 或 WPS 打开后另存为 .xlsx，再导入。"
)


def grids(path: str | Path) -> list[Grid]:
    """All worksheets in order. Raises ReadRefused."""
    facts = _facts(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = [one.name for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_grid(book.get_sheet_by_name(name), facts.get(name)) for name in names]
    except calamine.PasswordError as error:
        raise ReadRefused(PROTECTED) from error
    except ReadRefused:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library's errors and its panics (no Exception) all mean a damaged file
        raise ReadRefused(BROKEN) from error


def _facts(path: str | Path) -> dict[str, biff.Facts]:
    try:
        streams = biff.streams(Path(path).read_bytes())
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise ReadRefused(BROKEN) from error
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise ReadRefused(PROTECTED)
    book = streams.get("Workbook") or streams.get("Book")
    if book is None:
        raise ReadRefused(NOT_A_WORKBOOK)
    try:
        facts = biff.facts(book)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ReadRefused(BROKEN) from error
    if facts is None:
        raise ReadRefused(PROTECTED)
    return facts


def _grid(sheet, facts: biff.Facts | None) -> Grid:
    facts = facts or biff.Facts()
    grid = Grid(sheet.name, hidden=facts.hidden, broken=facts.broken)
    top, left = sheet.start or (0, 0)
    cells = 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        filled = {}
        for column, value in enumerate(row, left + 1):
            if value == "" or value is None or (number, column) in facts.broken:
                continue
            words = _words(value, facts.percents.get((number, column)))
            if words:
                demand_room(number, column)
                filled[column] = words
        cells += len(filled)
        if cells > MOST_CELLS:
            raise ReadRefused(TOO_MANY)
        if filled:
            grid.rows[number] = filled
    grid.merges = [
        (a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or [] if (a, b) != (c, d)
    ]
    return grid


def _words(value, percent: int | None) -> str:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return formats.shown(value, percent) if percent is not None else figures(value)
    if isinstance(value, datetime):
        return formats.day(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return tidy(str(value))
