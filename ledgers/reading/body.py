"""The rows below a header: data, bands, totals, notes and signatures told apart (docs/rules.md: reading-header)."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

from ledgers.reading.grid import Grid, column_of, letter
from ledgers.reading.sheet import SheetRow, Skipped
from ledgers.reading.tables import SheetTable

TOTALS = frozenset(("合计", "总计", "小计", "共计"))
NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明)\s*[：:]")
SIGNATURE = re.compile(
    r"(?:填表人|审核人|填报单位|单位|联系人|填报日期|截止日期|填表日期|制表人|填报人"
    r"|(?:主要|分管|单位)?(?:负责人|领导)|[^：:，。；]{0,10}(?:签字|签名|签章|盖章))\s*(?:[：:]|[（(])"
)
SERIAL = re.compile(r"[（(]?(?:[A-Za-z]{0,3}\d+(?:[.\-－—]\d+)*|[一二三四五六七八九十百]+|[①-⑳])[)）]?[.、．]?")
WIDE = 3  # a cell merged over so many columns stands for the whole row


class TableBody:
    """Reads the rows of one table of a sheet. `passed` counts by reason the filled cells that get into no row, `untitled` holds
    the first text of each column without heading. `wanted` rows are data whatever they look like."""

    def __init__(self, grid: Grid, table: SheetTable, wanted: Collection[int] = ()):
        self.wanted = wanted
        self.untitled: dict[str, str] = {}
        self.grid, self.table, self.last = grid, table, table.header[-1]
        self.letters = {column.letter: column.field for column in table.columns}
        self.names = {column_of(name): name for name in self.letters}
        self.first = min(self.names, default=1)
        self.serials = {number for number, name in self.names.items() if self.letters[name] == "serial"}
        self.passed: Counter[str] = Counter()
        self.skipped: list[Skipped] = []
        for number in [*table.above, *table.header]:
            cells = grid.rows.get(number, {})
            self._skip(number, cells, "header" if number in table.header else above(number, cells).reason)
        self.wide = {(top, left) for top, left, _, right in grid.merges if right - left >= WIDE - 1}
        self.spanned: dict[int, list[int]] = {}
        self.filled = self._filled()

    def _skip(self, number: int, cells: dict[int, str], reason: str) -> None:
        """Count the cells of a skipped row, and list it unless it is the table's own header."""
        self.passed[reason] += len(cells) - len(self.spanned.get(number, ()) if number > self.last else ())
        if number not in self.table.header:
            self.skipped.append(Skipped(number, reason, _text(cells)))

    def _filled(self) -> dict[int, dict[int, str]]:
        """The cells of every row with the value of a merged area in each of its rows, in its first column only."""
        numbers = self.table.numbers
        filled = {number: self.grid.rows.pop(number) for number in numbers}
        if not numbers:
            return filled
        for top, left, bottom, right in self.grid.merges:
            if bottom <= self.last or top > numbers[-1]:
                continue
            value = filled.get(top, {}).get(left)
            rows: Iterable[int] = range(top, bottom + 1)
            if bottom - top >= len(filled):
                rows = [number for number in filled if top <= number <= bottom]
            for number in rows:
                cells = filled.get(number)
                if cells is None:
                    continue
                for column in [one for one in cells if left <= one <= right and (number, one) != (top, left)]:
                    del cells[column]
                    self.passed["covered"] += 1
                if value and number > top:
                    self.spanned.setdefault(number, []).append(left)
                if value:
                    cells[left] = value
        return {number: cells for number, cells in filled.items() if cells}

    def read(self) -> list[SheetRow]:
        """The data rows, without values yet. What is no data goes to `skipped`."""
        broken = self._broken()
        numbers = sorted(self.filled)
        last_data = next((one for one in reversed(numbers) if self._kind(one, one in broken) == "data"), 0)
        band = None
        rows = []
        for number in numbers:
            kind = self._kind(number, number in broken)
            cells = self.filled.pop(number)  # tens of thousands of rows are not held twice
            if kind == "data":
                if row := self._row(number, cells, broken.get(number, []), band):
                    rows.append(row)
                continue
            if kind == "single":
                kind = "band" if number < last_data else "note"
            band = _text(cells) if kind == "band" else band
            self._skip(number, cells, kind)
        return rows

    def _broken(self) -> dict[int, list[str]]:
        """The cells below the header that have no result, by row."""
        broken: dict[int, list[str]] = {}
        end = self.table.numbers[-1] if self.table.numbers else self.last
        for number, column in sorted(self.grid.broken):
            if self.last < number <= end and column in self.names:
                broken.setdefault(number, []).append(self.names[column])
        return broken

    def _kind(self, number: int, is_broken: bool) -> str:
        """data, single (a band or a note, by what follows), or the reason for which the row is skipped."""
        if number in self.wanted:
            return "data"
        if number in self.table.repeated:
            return "header"
        if number in self.table.titles:
            return "title"
        cells = self.filled[number]
        column = min(cells)
        first = cells[column]
        if "".join(first.split()) in TOTALS:
            return "total"
        if SIGNATURE.match(first) and (len(cells) == 1 or column <= self.first):
            return "signature"
        if len(cells) > 1 or is_broken:
            return "data"
        if NOTE.match(first):
            return "note"
        if column in self.spanned.get(number, ()):
            return "data"
        if column in self.serials and SERIAL.fullmatch("".join(first.split())):
            return "blank"
        return "single" if column <= self.first or (number, column) in self.wide else "data"

    def _row(self, number: int, cells: dict[int, str], broken: list[str], band: str | None) -> SheetRow | None:
        """A data row with the cells that have a heading; none when it has no such cell."""
        names, spanned = self.names, self.spanned.get(number, ())
        texts = {names[column]: text for column, text in cells.items() if column in names}
        if len(texts) < len(cells):
            bare = [column for column in cells if column not in names and column not in spanned]
            self.passed["no_heading"] += len(bare)
            for column in bare:
                self.untitled.setdefault(letter(column), cells[column])
        if not texts:
            return None
        row = SheetRow(number, texts, hidden=number in self.grid.hidden, broken=broken, band=band)
        if spanned:
            row.spanned = [names[column] for column in spanned if column in names]
        return row


def above(number: int, cells: dict[int, str]) -> Skipped:
    """A filled row above the header."""
    text = _text(cells)
    return Skipped(number, "signature" if SIGNATURE.match(text) else "title", text)


def _text(cells: dict[int, str]) -> str:
    return "\t".join(cells[column] for column in sorted(cells))
