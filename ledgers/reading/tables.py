"""The tables of a sheet: where a header is repeated, and where a further table begins (docs/rules.md: reading-header)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from ledgers.reading.fields import bare
from ledgers.reading.grid import Grid
from ledgers.reading.guard import TOO_MANY
from ledgers.reading.header import Merges, begins_table, columns, down, header_rows
from ledgers.reading.sheet import ReadRefused, SheetColumn, SheetQuestion

MOST_TABLES = 200


@dataclass(slots=True)
class SheetTable:
    """A header, the rows below it and above the next one (`numbers`, in order), and those of them that repeat the header or
    the title above it."""

    header: list[int]
    columns: list[SheetColumn]
    questions: list[SheetQuestion]
    numbers: list[int] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)
    above: list[int] = field(default_factory=list)


def tables(grid: Grid, *, wanted: Collection[int] = (), is_wanted: bool = False) -> list[SheetTable]:
    """The tables of a sheet from top to bottom; none without a header. Raises ReadRefused for more than anybody writes.

    `wanted` rows are rows of a table wherever they stand; the first filled row heads a sheet that `is_wanted` all the same.
    """
    merges = Merges(grid)
    header = header_rows(grid, merges)
    if not header and is_wanted and grid.rows:
        header = down(min(grid.rows), merges)
    if not header:
        return []
    numbers = sorted(grid.rows)
    parts = [SheetTable(header, *columns(grid, merges, header))]
    parts[0].above = [number for number in numbers if number < header[0] and number not in wanted]
    parts[0].numbers = [number for number in numbers if number < header[0] and number in wanted]
    repeats = _Repeats(grid, header, parts[0].above)
    last = header[-1]
    for number in numbers:
        if number <= last:
            continue
        table = parts[-1]
        # A serial number: most rows are seen no closer.
        if next(iter(grid.rows[number].values())).isdecimal() or number in wanted:
            table.numbers.append(number)
        elif again := repeats.header_at(number):
            table.titles.update(repeats.titles_above(table.numbers))
            table.repeated.update(again)
            table.numbers += [one for one in again if one in grid.rows]
            last = again[-1]
        elif begins_table(grid.rows[number]):
            if len(parts) == MOST_TABLES:
                raise ReadRefused(TOO_MANY)
            merges = Merges(grid, number)
            header = down(number, merges)
            parts.append(SheetTable(header, *columns(grid, merges, header)))
            repeats, last = _Repeats(grid, header, []), header[-1]
        else:
            table.numbers.append(number)
    return parts


class _Repeats:
    """Knows a header, and the title rows above it, when they come again."""

    def __init__(self, grid: Grid, header: list[int], above: list[int]):
        self.grid = grid
        self.header = [_words(grid.rows.get(row, {})) for row in header]
        self.first = set(self.header[0].values())
        self.above = [_words(grid.rows[row]) for row in above]

    def header_at(self, number: int) -> list[int]:
        """The rows of the header repeated at `number`; none where it is not."""
        cells = self.grid.rows[number]
        if len(cells) != len(self.header[0]) or bare(next(iter(cells.values()))) not in self.first:
            return []
        rows = [*range(number, number + len(self.header))]
        same = all(_words(self.grid.rows.get(row, {})) == head for row, head in zip(rows, self.header, strict=True))
        return rows if same else []

    def titles_above(self, numbers: list[int]) -> list[int]:
        """Those of the last rows that repeat the rows above the header."""
        rows: list[int] = []
        for number in reversed(numbers):
            if _words(self.grid.rows[number]) not in self.above:
                break
            rows.append(number)
        return rows


def _words(cells: dict[int, str]) -> dict[int, str]:
    return {column: bare(text) for column, text in cells.items()}
