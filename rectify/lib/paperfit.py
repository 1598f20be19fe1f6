"""How a table lies on paper: the sheet it takes, the width of its columns, the height of its rows.

Excel works a row's height out when somebody types into it; LibreOffice and WPS open a file as it says. So the file says it.
Widths are in characters of the usual font as workbooks count them, everything else in points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

FACE, FONT = "宋体", 10.5
# Files count widths in digits of their usual font: of 宋体 11 they are eight pixels wide. Unless told otherwise that is a font no
# Chinese office has, and each program takes another for it.
WIDTH_IN_FILE = 7 / 8
SMALLEST = 8.0  # what an office can still read
SPARE = 1.22  # a program that has no Chinese font of that name takes columns for so much wider
A4, A3 = 9, 8  # as workbooks number them
LINE, AROUND = (
    1.45,
    5.0,
)  # of a line by its font: the fonts of other systems are higher than 宋体; above and below together
HIGHEST = 409.0  # no program takes more
NARROWEST = 6.0  # a column of text, in characters


class PaperSize(NamedTuple):
    """A sheet across: how workbooks number it, what people call it, the room between its margins in points."""

    number: int
    name: str
    room: float


PAPERS = (PaperSize(A4, "A4", 769.0), PaperSize(A3, "A3", 1118.0))


@dataclass(frozen=True)
class TableFit:
    """The sheet a table is printed on and the widths of its columns, so that no letter on it is under 8 points."""

    paper: PaperSize
    widths: tuple[float, ...]

    @property
    def scale(self) -> float:
        """By what the table is made smaller to lie on one sheet side by side; 1 where it has room."""
        return min(self.paper.room / points(self.widths), 1.0)


def fit(widths: Sequence[float], bends: Sequence[bool]) -> TableFit:
    """The smaller sheet where the table can be read on it, else the larger one; there what `bends`, columns of running text,
    becomes narrower (and its rows higher) until it can."""
    for paper in PAPERS:
        if points(widths) <= _most(paper):
            return TableFit(paper, tuple(widths))
    soft = sum(width for width, is_soft in zip(widths, bends, strict=True) if is_soft)
    over = (points(widths) - _most(PAPERS[-1])) / 5.25
    share = max(1 - over / soft, 0) if soft else 1
    narrower = (
        max(width * share, min(width, NARROWEST)) if is_soft else width
        for width, is_soft in zip(widths, bends, strict=True)
    )
    return TableFit(PAPERS[-1], tuple(narrower))


def points(widths: Iterable[float]) -> float:
    """How wide columns are: seven pixels a character and five around them, at 96 to the inch."""
    return sum((width * 7 + 5) * 0.75 for width in widths)


def height(text: str, width: float, size: float = FONT) -> float:
    """The height of a row in which `text`, wrapped, is the longest."""
    return lines(text, width, size) * size * LINE + AROUND


def lines(text: str, width: float, size: float = FONT) -> int:
    """How many lines a text takes in a column `width` wide; one that is broken before a sign takes some more room."""
    room = max((width - 1) * FONT / size * 0.94, 2)
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    return sum(max(1, -int(-_length(line) // room)) for line in text.split("\n"))


def _length(text: str) -> int:
    """In halves of a Chinese character: what the national encoding takes for it, which is counted faster than any other way."""
    return len(text.encode("gb18030", "replace"))


def _most(paper: PaperSize) -> float:
    """How wide a table may be so that it can be read on one sheet side by side."""
    return paper.room * FONT / SMALLEST / SPARE
