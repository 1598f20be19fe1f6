"""A row of a table in a paper as an issue: its words are the cells under the headings that name the matter (docs/rules.md:
split-table)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from issues.splitting.draft import Row

OF_TABLE = re.compile(r"T(\d+)R\d+$")
MATTER = re.compile("问题|表现|不足|现象|情形")
NOT_MATTER = re.compile("整改|措施|类别|类型|序号|编号|来源|性质|原因|单位|时限|期限|数量|个数|是否")


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """The headings of a table, and which of them name the matter. Without such headings the longest cell is the matter."""

    headings: tuple[str, ...]
    matter: frozenset[int]

    @classmethod
    def of(cls, rows: list[Row], row: Row, text: str) -> "AnnexTable | None":
        """The table that a row stands in, by its first row; None outside tables and for the first row itself."""
        place = OF_TABLE.search(row["own"]) if row["form"] == "row" else None
        top = f"T{place[1]}R1" if place else ""
        first = next((one for one in rows if one["own"] == top and one["form"] == "row"), None)
        if first is None or first is row:
            return None
        headings = tuple(text[first["a"] : first["b"]].split("\t"))
        matter = (n for n, words in enumerate(headings) if MATTER.search(words) and not NOT_MATTER.search(words))
        return cls(headings, frozenset(matter))

    def places(self, row: Row, text: str) -> list[tuple[int, int]]:
        """Where the matter of a row stands."""
        cells = list(_cells(row, text))
        if len(cells) != len(self.headings):
            return [(row["a"], row["b"])]
        matter = [place for n, place in cells if n in self.matter]
        return matter or [max((place for _, place in cells), key=lambda place: place[1] - place[0])]

    def beside(self, row: Row, text: str) -> list[str]:
        """The headings of the filled cells that are no words of the issue."""
        taken = set(self.places(row, text))
        return [self.headings[n] for n, place in _cells(row, text) if place not in taken and n < len(self.headings)]


def _cells(row: Row, text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    at = row["a"]
    for n, cell in enumerate(text[row["a"] : row["b"]].split("\t")):
        if cell.strip():
            yield n, (at, at + len(cell))
        at += len(cell) + 1
