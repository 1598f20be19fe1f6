"""Workbooks of the .xls and .et kind (BIFF in an OLE container): values by calamine, hidden rows and formats by us."""

import struct
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine as calamine

from ledgers.reading import biff, formats
from ledgers.reading.grid import MOST_CELLS, Grid, demand_room, tidy
from ledgers.reading.guard import BROKEN, PROTECTED, TOO_MANY
from ledgers.reading.sheet import ReadRefused

NOT_A_WORKBOOK = (
    "这不是 Excel 或 WPS 表格（可能是 Word、演示文稿或加密文件）。请用 Excel 或 WPS 打开后另存为 .xlsx，再导入。"
)


def grids(path: str | Path) -> list[Grid]:
    """All worksheets in order. Raises ReadRefused."""
    facts, since_1904 = _facts(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        grids_read = []
        for one in sheets:
            grid = _grid(book.get_sheet_by_name(one.name), facts.get(one.name) or biff.SheetFacts(), since_1904)
            grid.is_hidden = one.visible != calamine.SheetVisibleEnum.Visible
            grids_read.append(grid)
        return grids_read
    except calamine.PasswordError as error:
        raise ReadRefused(PROTECTED) from error
    except ReadRefused:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library's errors and its panics (no Exception) all mean a damaged file
        raise ReadRefused(BROKEN) from error


def _facts(path: str | Path) -> tuple[dict[str, biff.SheetFacts], bool]:
    """What each sheet hides, and whether days count from 1904."""
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
    return facts, biff.since_1904(book)


def _grid(sheet: calamine.CalamineSheet, facts: biff.SheetFacts, since_1904: bool) -> Grid:
    grid = Grid(sheet.name, hidden=facts.hidden, broken=facts.broken, hidden_columns=facts.hidden_columns)
    grid.since_1904 = since_1904
    top, left = sheet.start or (0, 0)
    cells = 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        filled = {}
        for column, value in enumerate(row, left + 1):
            if value == "" or value is None or (number, column) in facts.broken:
                continue
            words = _words(value, facts.formats.get((number, column)), since_1904)
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


def _words(value: Any, meaning: formats.Meaning | None, since_1904: bool) -> str:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return formats.shown(value, meaning, since_1904)
    if isinstance(value, datetime):
        return formats.of_moment(value, meaning)
    if isinstance(value, date):
        return formats.of_moment(datetime.combine(value, time(0)), meaning)
    if isinstance(value, time):
        return value.isoformat()
    return tidy(str(value))
