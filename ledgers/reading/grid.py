"""A sheet before it is understood: the text of its cells, merged areas, hidden rows. Every reader makes this."""

import re
from dataclasses import dataclass, field

from ledgers.reading.guard import TOO_MANY
from ledgers.reading.sheet import ReadRefused
from rectify.lib.text import settled

MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_MERGES = 200_000, 1_000, 4_000_000, 100_000
EDGES = " \t\r\n\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
BREAKS = re.compile(r"[\u2028\u2029]")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FAST = re.compile(r"[^\s\u3000\u00a0\u200b-\u200d\u2060\ufeff'\x00-\x1f\x7f-\x9f_]+")


class ShownText(str):
    """The text a sheet shows for a cell that stores a number or a date: `stored` is the plain number, or the ISO day."""

    __slots__ = ("stored",)
    stored: str

    def __new__(cls, text: str, stored: str) -> "ShownText":
        made = super().__new__(cls, text)
        made.stored = stored
        return made


@dataclass(slots=True)
class Grid:
    """Cells by row and column (both from 1). `broken`: cells whose formula has no result; `headed`: rows that the file itself
    marks as header; `since_1904`: day numbers count from then."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    hidden: set[int] = field(default_factory=set)
    broken: set[tuple[int, int]] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    headed: set[int] = field(default_factory=set)
    is_hidden: bool = False
    since_1904: bool = False

    def count(self) -> int:
        """How many cells are filled."""
        return sum(map(len, self.rows.values()))


def tidy(text: str) -> str:
    """Escapes written out, line ends made one kind, every line trimmed, controls and a leading apostrophe dropped (3.1)."""
    if FAST.fullmatch(text):
        return text
    if "_x" in text:
        text = _written_out(text)
    text = settled(BREAKS.sub("\n", text))[0]
    if "\n" in text:
        text = "\n".join(line.strip(EDGES) for line in text.split("\n"))
    text = text.strip(EDGES)
    return text[1:].lstrip(EDGES) if text.startswith("'") else text


def _written_out(text: str) -> str:
    """`_x000B_` and its like become the characters they stand for; half a character is none."""
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def is_day(stored: str | None) -> bool:
    """Whether what a cell stores is a date."""
    return stored is not None and stored[:4].isdigit() and stored[4:5] == "-"


def figures(number: float) -> str:
    """A number as the program shows it in a general cell: whole ones without .0, at most 15 digits."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


def letter(column: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """A → 1, AB → 28."""
    column = 0
    for sign in letters:
        column = column * 26 + ord(sign) - 64
    return column


def area(reference: str) -> tuple[int, int, int, int]:
    """`A5:C6` as top, left, bottom, right. Raises ValueError."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", reference)
    if not match:
        raise ValueError(reference)
    top, left = int(match[2]), column_of(match[1])
    return top, left, int(match[4] or top), column_of(match[3]) if match[3] else left


def demand_room(row: int, column: int) -> None:
    """Raises ReadRefused for a filled cell beyond what we take."""
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise ReadRefused(TOO_MANY)
