"""The passages of an issue: every stretch of the text that its item says, across what stands between them, and what stands
below it and is no word of it (docs/rules.md: split-passages)."""

from collections.abc import Iterator
from dataclasses import dataclass

from issues.reading import labels
from issues.splitting.draft import Row, below
from issues.splitting.tables import AnnexTable

# What stands on its own: what lies below it belongs to it, not to the issue above.
OWNERS = frozenset({"issue", "recommendation", "aspect", "heading"})
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passages:
    """The places of an issue's words in order, and the rows below it that are none of them."""

    places: tuple[Place, ...]
    left: tuple[Row, ...]


def zone(rows: list[Row], index: int) -> Iterator[Row]:
    """What lies below a row and stands below nothing of its own."""
    level = None
    for row in rows[index + 1 : below(rows, index)]:
        if level is not None and row["level"] > level:
            continue
        level = row["level"] if row["role"] in OWNERS else None
        if level is None:
            yield row


def passages(rows: list[Row], index: int, text: str) -> Passages:
    """What an issue says, and what is left out."""
    places, left = _places(rows, rows[index], text), []
    for row in zone(rows, index):
        if row["role"] == "manifestation":
            places += _places(rows, row, text)
        else:
            left.append(row)
    return Passages(tuple(places), tuple(left))


def _places(rows: list[Row], row: Row, text: str) -> list[Place]:
    if table := AnnexTable.of(rows, row, text):
        return table.places(row, text)
    begin = row["a"] + labels.begin(text[row["a"] : row["b"]])
    return [(begin, row["b"])] if begin < row["b"] else []


def joined(rows: list[Row], places: tuple[Place, ...], text: str) -> str:
    """The words of an issue: passages that follow each other as they are written, what is interrupted a line each."""
    numbers = {row["a"]: row["number"] for row in rows}
    words, end = "", None
    for a, b in places:
        gap = "" if end is None else text[end:a]
        if words and gap.strip() in ("", numbers.get(a) or ""):
            words += gap + text[a:b]
        else:
            words += ("\n" if words else "") + text[a:b]
        end = b
    return words


def original(rows: list[Row], index: int, text: str) -> str:
    """The original wording of an issue."""
    return joined(rows, passages(rows, index, text).places, text)
