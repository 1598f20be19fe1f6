"""The rows below a header: data, bands, totals, notes and signatures told apart (reading specification, 3.2)."""

import re

from ledgers.reading.grid import Grid, letter
from ledgers.reading.sheet import Column, Row, Skipped

TOTALS = frozenset(("合计", "总计", "小计", "共计"))
NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明)\s*[：:]")
SIGNATURE = re.compile(
    r"(?:填表人|审核人|填报单位|单位|联系人|填报日期|截止日期|填表日期|制表人|填报人)\s*(?:[：:]|[（(])"
)


class Body:
    """Reads the rows of a sheet below its header."""

    def __init__(self, grid: Grid, header: list[int], columns: list[Column]):
        self.grid, self.last = grid, header[-1]
        self.letters = {column.letter for column in columns}
        self.skipped = [above(number, grid.rows[number]) for number in sorted(grid.rows) if number < header[0]]
        self.filled = self._filled()
        self.rows: list[Row] = []

    def _filled(self) -> dict[int, dict[int, str]]:
        """The cells of every row with the value of a merged area in each of its rows, in its first column only."""
        filled = {number: cells for number, cells in self.grid.rows.items() if number > self.last}
        above_it = {number: cells for number, cells in self.grid.rows.items() if number <= self.last}
        for top, left, bottom, right in self.grid.merges:
            if bottom <= self.last:
                continue
            value = filled.get(top, {}).get(left)
            numbers = range(top, bottom + 1)
            if len(numbers) > len(filled):
                numbers = [number for number in filled if top <= number <= bottom]
            for number in numbers:
                cells = filled.get(number)
                if cells is None:
                    continue
                for column in [
                    column for column in cells if left <= column <= right and (number, column) != (top, left)
                ]:
                    del cells[column]
                if value:
                    cells[left] = value
        self.grid.rows = above_it
        return {number: cells for number, cells in filled.items() if cells}

    def read(self) -> list[Row]:
        """The data rows, without values yet. What is no data goes to `skipped`."""
        numbers = sorted(self.filled)
        last_data = max((number for number in numbers if self._is_data(number)), default=0)
        band = None
        broken: dict[int, list[str]] = {}
        for number, column in self.grid.broken:
            if number > self.last and letter(column) in self.letters:
                broken.setdefault(number, []).append(letter(column))
        names: dict[int, str] = {}
        for number in numbers:
            cells = self.filled[number]
            if not self._is_data(number, broken):
                one = self._skip(number, number < last_data)
                self.skipped.append(one)
                band = one.text if one.reason == "band" else band
                continue
            row = ((names.get(c) or names.setdefault(c, letter(c)), text) for c, text in cells.items())
            kept = {name: text for name, text in row if name in self.letters}
            del self.filled[number]  # tens of thousands of rows are not held twice
            if kept:
                hidden = number in self.grid.hidden
                self.rows.append(Row(number, kept, hidden=hidden, broken=sorted(broken.get(number, [])), band=band))
        return self.rows

    def _is_data(self, number: int, broken: dict | None = None) -> bool:
        cells = self.filled[number]
        first = cells[min(cells)]
        if "".join(first.split()) in TOTALS:
            return False
        if len(cells) == 1:
            return False
        return not all(SIGNATURE.match(text) for text in cells.values())

    def _skip(self, number: int, more: bool) -> Skipped:
        cells = self.filled[number]
        text = "\t".join(cells[column] for column in sorted(cells))
        first = cells[min(cells)]
        if "".join(first.split()) in TOTALS:
            return Skipped(number, "total", first)
        if NOTE.match(text):
            return Skipped(number, "note", text)
        if SIGNATURE.match(text):
            return Skipped(number, "signature", text)
        return Skipped(number, "band" if more else "note", text)


def above(number: int, cells: dict[int, str]) -> Skipped:
    """A filled row above the header."""
    text = "\t".join(cells[column] for column in sorted(cells))
    return Skipped(number, "signature" if SIGNATURE.match(text) else "title", text)
