"""Where a sheet's header lies and what its columns mean (reading specification, 3.2)."""

import re

from ledgers.reading.fields import KNOWN, LISTS, bare, field_of, heading
from ledgers.reading.grid import MOST_COLUMNS, Grid, letter
from ledgers.reading.sheet import Column, Question

SEARCHED, DEEPEST, LONGEST = 15, 8, 30
NOT_TEXT = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?|\d{4}-\d{2}-\d{2}(?: [\d:]+)?|TRUE|FALSE")


class Merges:
    """The merged areas of a sheet, found by their cells."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.by_row: dict[int, list[tuple[int, int, int, int]]] = {}
        self.first = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
        for one in grid.merges:
            for row in range(one[0], min(one[2], SEARCHED + DEEPEST) + 1):
                self.by_row.setdefault(row, []).append(one)

    def text(self, row: int, column: int) -> str:
        """The text that is seen at a cell of the header: its own, or that of the area it lies in."""
        for top, left, bottom, right in self.by_row.get(row, ()):
            if top <= row <= bottom and left <= column <= right:
                return self.grid.rows.get(top, {}).get(left, "")
        return self.grid.rows.get(row, {}).get(column, "")

    def goes_on(self, row: int) -> bool:
        """Whether a filled area of this row reaches into the next or spans several columns."""
        return any(
            (bottom > row or right > left) and self.grid.rows.get(top, {}).get(left)
            for top, left, bottom, right in self.by_row.get(row, ())
        )

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
        seen = [text for column, text in grid.rows.get(row, {}).items() if not merges.covered(row, column)]
        if len(seen) < 3:
            continue
        if sum(bare(text) in KNOWN for text in seen) >= 2:
            return _down(row, merges)
        if first is None and all(len(text) <= LONGEST and not NOT_TEXT.fullmatch(text) for text in seen):
            first = row
    return _down(first, merges) if first else []


def _down(row: int, merges: Merges) -> list[int]:
    rows = [row]
    while len(rows) < DEEPEST and merges.goes_on(rows[-1]):
        rows.append(rows[-1] + 1)
    return rows


def columns(grid: Grid, merges: Merges, rows: list[int]) -> tuple[list[Column], list[Question]]:
    """The columns with a heading, in order, and what is to be asked about them."""
    last = max(
        [max(grid.rows.get(row, {0: ""})) for row in rows]
        + [right for row in rows for _, _, _, right in merges.by_row.get(row, ())]
    )
    found, questions, claimed = [], [], set()
    for number in range(1, min(last, MOST_COLUMNS) + 1):
        parts: list[str] = []
        for row in rows:
            part = heading(merges.text(row, number))
            if part and part not in parts:
                parts.append(part)
        if not parts:
            continue
        words = "/".join(parts)
        field, confidence = field_of(words)
        if field in claimed and field not in LISTS:
            ask = "这一列与前面的列含义相同，请选择用哪一列。"
            questions.append(Question(rows[0], letter(number), words, ask, "column"))
            field, confidence = None, 0.0
        if field:
            claimed.add(field)
        found.append(Column(letter(number), words, field, confidence))
    return found, questions
