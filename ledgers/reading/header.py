"""Where a sheet's header lies and what its columns mean (docs/rules.md: reading-header)."""

import re

from ledgers.reading.fields import LISTS, bare, field_of, heading, is_known, is_number
from ledgers.reading.grid import MOST_COLUMNS, Grid, letter
from ledgers.reading.sheet import SheetColumn, SheetQuestion

SEARCHED, DEEPEST, LONGEST = 15, 8, 30
NOT_TEXT = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?|\d{4}-\d{2}-\d{2}(?: [\d:]+)?|TRUE|FALSE")


class Merges:
    """The merged areas that touch the rows in which a header may lie, found by their cells."""

    def __init__(self, grid: Grid, first: int = 1):
        self.grid = grid
        self.by_row: dict[int, list[tuple[int, int, int, int]]] = {}
        last = first + SEARCHED + DEEPEST
        for one in grid.merges:
            for row in range(max(one[0], first), min(one[2], last) + 1):
                self.by_row.setdefault(row, []).append(one)

    def text(self, row: int, column: int) -> str:
        """The text that is seen at a cell of the header: its own, or that of the area it lies in."""
        for top, left, bottom, right in self.by_row.get(row, ()):
            if top <= row <= bottom and left <= column <= right:
                return self.grid.rows.get(top, {}).get(left, "")
        return self.grid.rows.get(row, {}).get(column, "")

    def goes_on(self, row: int) -> bool:
        """Whether a filled area of this row reaches into the next, or spans several columns that the next row divides."""
        areas = self.by_row.get(row, ())
        filled = [area for area in areas if self.grid.rows.get(area[0], {}).get(area[1])]
        if any(bottom > row for _, _, bottom, _ in filled):
            return True
        wide = {(left, right) for _, left, _, right in filled if right > left}
        below = {(left, right) for top, left, _, right in self.by_row.get(row + 1, ()) if top == row + 1}
        return bool(wide) and not (wide <= below and self.holds_data(row + 1))

    def holds_data(self, row: int) -> bool:
        """Whether a row has what no header has: a number, a date, a long text."""
        return any(len(text) > LONGEST or NOT_TEXT.fullmatch(text) for text in self.grid.rows.get(row, {}).values())

    def own(self, row: int) -> list[str]:
        """The filled cells of a row, a merged area counted once, where it begins."""
        return [text for column, text in self.grid.rows.get(row, {}).items() if not self.covered(row, column)]

    def covered(self, row: int, column: int) -> bool:
        """Whether the cell lies under an area that begins elsewhere."""
        return any(
            top <= row <= bottom and left <= column <= right and (top, left) != (row, column)
            for top, left, bottom, right in self.by_row.get(row, ())
        )


def header_rows(grid: Grid, merges: Merges) -> list[int]:
    """The header's rows; none when the sheet has no header."""
    first = None
    for row in range(1, SEARCHED + 1):
        seen = merges.own(row)
        if len(seen) < 3:
            continue
        if sum(map(is_known, seen)) >= 2:
            return down(row, merges)
        if first is None and all(len(text) <= LONGEST and not NOT_TEXT.fullmatch(text) for text in seen):
            first = row
    if grid.headed and (first is None or first not in grid.headed):
        first = min(grid.headed)
    return down(first, merges) if first else []


def down(row: int, merges: Merges) -> list[int]:
    """The rows of the header that begins at `row`."""
    rows = [row]
    while len(rows) < DEEPEST and (merges.goes_on(rows[-1]) or {rows[-1], rows[-1] + 1} <= merges.grid.headed):
        rows.append(rows[-1] + 1)
    return rows


def begins_table(cells: dict[int, str]) -> bool:
    """Whether a row below a header begins a further table: two or more known words, three or more filled cells, no number."""
    if len(cells) < 3:
        return False
    known = 0
    for text in cells.values():
        known += is_known(text)
    return known >= 2 and not any(NOT_TEXT.fullmatch(text) for text in cells.values())


def columns(grid: Grid, merges: Merges, rows: list[int]) -> tuple[list[SheetColumn], list[SheetQuestion]]:
    """The columns with a heading, in order, and what is to be asked about them."""
    last = max(
        [max(grid.rows.get(row, {0: ""})) for row in rows]
        + [right for row in rows for _, _, _, right in merges.by_row.get(row, ())]
    )
    headings = [
        (number, parts) for number in range(1, min(last, MOST_COLUMNS) + 1) if (parts := _parts(merges, rows, number))
    ]
    words = {bare(parts[-1]) for _, parts in headings}
    named: list[SheetColumn] = []
    questions: list[SheetQuestion] = []
    claimed: set[str | None] = set()
    for number, parts in headings:
        whole = "/".join(parts)
        field, confidence = ("number", 1.0) if is_number(parts, words) else field_of(parts)
        if field in claimed and field not in LISTS:
            ask = "这一列与前面的列含义相同，请选择用哪一列。"
            questions.append(SheetQuestion(rows[0], letter(number), whole, ask, "column"))
            field, confidence = None, 0.0
        if field:
            claimed.add(field)
        named.append(SheetColumn(letter(number), whole, field, confidence))
    return named, questions


def _parts(merges: Merges, rows: list[int], column: int) -> list[str]:
    """The different header cells over a column, from top to bottom."""
    parts: list[str] = []
    for row in rows:
        part = heading(merges.text(row, column))
        if part and part not in parts:
            parts.append(part)
    return parts
