"""The table of a book as page and print draw it: heads, and rows of cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from issues.models import Issue
from issues.models.issue import WITHHELD
from ledgers.books import BookLine, BookView
from ledgers.columns import Column, Kind, shown


@dataclass(frozen=True)
class BookHead:
    """The head of a column: how the book is sorted by it (empty where it cannot be), and what a click asks for."""

    column: Column
    sort: str = ""
    asks: str = ""


@dataclass(frozen=True)
class HeadGroup:
    """Neighbours under one heading; a column without a heading stands alone."""

    group: str
    columns: Sequence[BookHead]


@dataclass(frozen=True)
class BookCell:
    """A value as text, with the code of its mark where it has one."""

    column: Column
    text: str
    mark: str
    is_link: bool


@dataclass(frozen=True)
class BookRow:
    """A line, and the issue that it opens."""

    issue: Issue
    cells: Sequence[BookCell]


def heads(kind: Kind, asked: BookView) -> list[HeadGroup]:
    """The heads of all columns, in their order."""
    groups = groupby(enumerate(kind.columns), key=lambda placed: placed[1].group or placed[0])
    return [
        HeadGroup(group if isinstance(group, str) else "", [_head(column, asked) for _, column in columns])
        for group, columns in groups
    ]


def rows(kind: Kind, lines: Iterable[BookLine]) -> list[BookRow]:
    """The lines, each cell as text."""
    return [
        BookRow(
            kind.issue(line.row),
            [_cell(column, value, line) for column, value in zip(kind.columns, line.values, strict=True)],
        )
        for line in lines
    ]


def _head(column: Column, asked: BookView) -> BookHead:
    if not column.sort:
        return BookHead(column)
    if column.key != asked.column:
        return BookHead(column, "none", column.key)
    return (
        BookHead(column, "descending", column.key) if asked.falling else BookHead(column, "ascending", f"-{column.key}")
    )


def _cell(column: Column, value: Any, line: BookLine) -> BookCell:
    text = shown(value)
    mark = column.mark(line.row) if column.mark and text else ""
    return BookCell(column, text, mark, is_link=column.key == "title" and text != "" and line.told != WITHHELD)
