"""Rows written into an office's own sheet, as `rectify.lib.sheetblank` left it: heading, a row that shows the looks, lines below.
Held in memory while it is written, so for sheets of some thousand rows."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter

from rectify.lib import cells, paperfit
from rectify.lib.provenance import NAME, Keyed, Provenance, ProvenanceWriter

DAY = "yyyy-mm-dd"


@dataclass(frozen=True)
class OwnSheet:
    """The blank sheet: the last row of its heading, the number of its columns, their headings, and which hold days."""

    content: bytes
    head: int
    columns: int
    headings: Sequence[str]
    places: Sequence[int]  # the column of each heading, counted from 1
    origin: Provenance


def fill(sheet: OwnSheet, target: BinaryIO, *, rows: Iterable[Keyed], notes: Sequence[str], mark: str) -> int:
    """Write the rows, each value under its heading, below them what stood below, then `notes`. Gives the number of rows."""
    book = load_workbook(BytesIO(sheet.content))
    page = book.active
    assert page is not None
    below = _taken_below(page, sheet)
    looks = _looks(page, sheet)
    widths = [page.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.columns + 1)]
    keys = ProvenanceWriter(HiddenPage(book.create_sheet(NAME)))
    keys.table(page.title, sheet.origin, sheet.headings)
    at = sheet.head
    for row in rows:
        at += 1
        keys.note(row)
        _write(page, at, row.values, sheet=sheet, looks=looks, widths=widths)
    count = at - sheet.head
    keys.close()
    at = _put_below(page, at, below)
    _notes(page, at, notes, widths)
    if mark:
        for foot in (page.oddFooter, page.evenFooter, page.firstFooter):
            foot.right.text = cells.clean(mark).replace("&", "&&")[:200]
    book.save(target)
    return count


class HiddenPage:
    """The hidden sheet as `ProvenanceWriter` writes it."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def hide(self) -> None:
        self.page.sheet_state = "hidden"

    def write_string(self, row: int, column: int, word: str) -> None:
        _text(self.page.cell(row + 1, column + 1), word)


def _text(cell: Any, text: str) -> None:
    """Text that stays text: no program takes it for a formula."""
    cell.value = text
    cell.data_type = "s"


@dataclass(frozen=True)
class _Look:
    """How the cells of a column look: as text, as what a program would take for a formula, as a day; the size of its letters."""

    text: Any
    quoted: Any
    day: Any
    size: float


def _looks(page: Any, sheet: OwnSheet) -> list[_Look]:
    """From the row that shows them, the first below the heading."""
    looks = []
    for column in range(1, sheet.columns + 1):
        cell = page.cell(sheet.head + 1, column)
        own = cell.number_format
        cell.number_format = own if is_date_format(own) else DAY
        day = copy(cell._style)
        cell.number_format = "General" if is_date_format(own) else own
        align = copy(cell.alignment) if cell.alignment else Alignment()
        align.wrap_text = True
        cell.alignment = align
        text = copy(cell._style)
        cell.quotePrefix = True
        looks.append(_Look(text, copy(cell._style), day, cell.font.sz or paperfit.FONT))
    return looks


def _write(page: Any, at: int, values: Sequence[Any], *, sheet: OwnSheet, looks: list[_Look], widths: list) -> None:
    highest = 0.0
    for column in range(1, sheet.columns + 1):
        page.cell(at, column)._style = copy(looks[column - 1].text)
    for column, value in zip(sheet.places, values, strict=True):
        cell, look = page.cell(at, column), looks[column - 1]
        highest = max(highest, paperfit.height(cells.words(value), widths[column - 1], look.size))
        if value is None or value == "":
            continue
        if isinstance(value, date) and value.year >= 1900:
            cell.value = cells.local(value).replace(tzinfo=None) if isinstance(value, datetime) else value
            cell._style = copy(look.day)
        elif (number := cells.as_number(value)) is not None:
            cell.value = number
        else:
            text = cells.clean(cells.words(value))
            _text(cell, text)
            if cells.is_risky(text):
                cell._style = copy(look.quoted)
    page.row_dimensions[at].height = min(highest, paperfit.HIGHEST)


def _taken_below(page: Any, sheet: OwnSheet) -> list[tuple[list[tuple[Any, Any]], float | None, list[tuple[int, int]]]]:
    """The lines below the row of looks, with height and merged columns; they are no longer on the page."""
    first = sheet.head + 2
    areas = [area for area in page.merged_cells.ranges if area.min_row >= first]
    for area in areas:
        page.unmerge_cells(str(area))
    lines = []
    for row in range(first, page.max_row + 1):
        line = [(page.cell(row, n).value, copy(page.cell(row, n)._style)) for n in range(1, sheet.columns + 1)]
        merged = [(area.min_col, area.max_col) for area in areas if area.min_row == row]
        lines.append((line, page.row_dimensions[row].height, merged))
        for n in range(1, sheet.columns + 1):
            page.cell(row, n).value = None
    return lines


def _put_below(page: Any, at: int, lines: list) -> int:
    """The same lines below the rows. Gives the last row."""
    for line, height, merged in lines:
        at += 1
        for n, (value, style) in enumerate(line, 1):
            cell = page.cell(at, n)
            cell._style = style
            if isinstance(value, str):
                _text(cell, value)
            else:
                cell.value = value
        page.row_dimensions[at].height = height
        for left, right in merged:
            page.merge_cells(start_row=at, start_column=left, end_row=at, end_column=right)
    return at


def _notes(page: Any, at: int, notes: Sequence[str], widths: Sequence[float]) -> None:
    """Lines over the whole width."""
    for note in notes:
        at += 1
        cell = page.cell(at, 1)
        _text(cell, cells.clean(note))
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.row_dimensions[at].height = paperfit.height(note, sum(widths))
        if len(widths) > 1:
            page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(widths))
