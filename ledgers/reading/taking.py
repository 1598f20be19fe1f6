"""What a person wants taken that the reader passes over: sheets without known headings, rows, columns without heading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledgers.reading.grid import column_of
from ledgers.reading.sheet import SheetColumn

UNTITLED = "（没有表头）"


@dataclass(frozen=True)
class Taking:
    """By the name that a sheet has in the file: sheets, the numbers of rows, the letters of columns."""

    sheets: frozenset[str] = frozenset()
    rows: Mapping[str, Iterable[int]] = field(default_factory=dict)
    columns: Mapping[str, Iterable[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, wanted: Mapping | None) -> "Taking":
        """From plain JSON data."""
        wanted = wanted or {}
        return cls(frozenset(wanted.get("sheets", ())), wanted.get("rows", {}), wanted.get("columns", {}))

    def rows_of(self, sheet: str) -> frozenset[int]:
        return frozenset(self.rows.get(sheet, ()))

    def titled(self, sheet: str, columns: list[SheetColumn]) -> list[SheetColumn]:
        """The columns with those that have no heading and are wanted all the same, in their order."""
        known = {column.letter for column in columns}
        more = [SheetColumn(letter, UNTITLED) for letter in self.columns.get(sheet, ()) if letter not in known]
        return sorted([*columns, *more], key=lambda column: column_of(column.letter))


NOTHING = Taking()
