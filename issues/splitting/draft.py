"""The tree as rows over the frozen text. A row holds places (`a`, `b`), never words: what it says is `text[a:b]`, always."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from issues.reading import labels
from issues.reading.marks import mark_of
from issues.reading.paper import Paper, PaperLine
from issues.reading.rows import relocated
from issues.reading.rows import rows as plain_rows

Row = dict[str, Any]
# What becomes an item of the feedback; `heading` stands for the aspects and headings above.
KEPT = ("id", "a", "b", "own", "locator", "number", "level", "role", "form")
TITLE = 200
SENTENCE = re.compile(r"[^。；;！？\n]+")


def text_of(paper: Paper) -> str:
    """The words of a document as they are frozen: its lines, each with the number that the program counted for it."""
    return "\n".join(f"{line.number}{line.text}" for line in paper.lines)


def places(lines: Sequence[PaperLine], text: str) -> list[int]:
    """Where each line's own words begin in `text`. Raises ValueError when the text is not that of the lines."""
    indexes, at = [], 0
    for line in lines:
        while at < len(text) and text[at].isspace():
            at += 1
        if line.number and text.startswith(line.number + line.text, at):
            at += len(line.number)
        else:
            at = text.index(line.text, at)
        indexes.append(at)
        at += len(line.text)
    return indexes


def begun(paper: Paper, text: str) -> tuple[dict[str, Any], list[Row]]:
    """(what was read, the rows proposed) for a document whose frozen text is `text`."""
    starts = places(paper.lines, text)
    lines = [[start, start + len(line.text), line.number] for start, line in zip(starts, paper.lines, strict=True)]
    read = {
        "kind": paper.kind,
        "title": paper.title,
        "facts": paper.facts,
        "markings": [*paper.markings, *paper.outside],
        "lines": lines,
        "cut": sorted({*paper.cut_lines}),
        "totals": [_total(one, starts) for one in paper.totals],
        "suggested": [_offer(one, starts) for one in paper.suggested],
        "kind_reason": paper.kind_reason,
        "questions": [
            {
                "kind": one.kind,
                "at": starts[one.line] + one.start if starts else 0,
                "words": one.words,
                "text": one.text,
            }
            for one in paper.questions
        ],
    }
    rows = []
    for number, row in enumerate(plain_rows(paper), 1):
        a = starts[row["line"]] + row["start"]
        placed = {"id": number, "a": a, "b": a + len(row["text"])}
        rows.append(placed | {name: row[name] for name in KEPT if name in row})
    return read, rows


def _total(one: Any, starts: list[int]) -> dict[str, Any]:
    return {
        "claim": one.claim,
        "expected": one.expected,
        "counted": one.counted,
        "of": one.of,
        "sum": one.sum,
        "about": one.about,
        "reason": one.reason,
        "at": starts[one.line] if starts else 0,
    }


def _offer(one: Any, starts: list[int]) -> dict[str, Any]:
    """What the reader offers and no rule makes, by its place."""
    a = starts[one.line] + one.start
    return {"a": a, "b": a + len(one.text), "role": one.role, "reason": one.reason}


def settled(rows: list[Row]) -> list[Row]:
    """The rows with valid levels and locators that fit them."""
    return relocated(rows)


def depths(rows: list[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Each row with the rows it stands under, outermost first."""
    above: list[Row] = []
    for row in rows:
        del above[row["level"] - 1 :]
        yield row, list(above)
        above.append(row)


def below(rows: list[Row], index: int) -> int:
    """The index behind the last row below `rows[index]`."""
    end = index + 1
    while end < len(rows) and rows[end]["level"] > rows[index]["level"]:
        end += 1
    return end


def plain(words: str) -> str:
    """The words without the number and the label they begin with; the words themselves where nothing else is left."""
    begin = labels.begin(words)
    mark = mark_of(words)
    begin = begin or (mark.end if mark else 0)
    return words[begin:].strip() or words.strip()


def title(words: str) -> str:
    """A short name for an issue: its first clause, without number and label."""
    match = SENTENCE.search(plain(words))
    return (match.group() if match else words).strip()[:TITLE]


def name(words: str) -> str:
    """What is said of an aspect or heading: its words without number and full stop."""
    return plain(words).rstrip("。：:；;")[:TITLE]


def issues(rows: list[Row]) -> list[Row]:
    """The rows that are issues."""
    return [row for row in rows if row["role"] == "issue"]


def made_of(row: Row) -> int:
    """How many issues are made of a row: none when it is left out, one for each unit when each has its own."""
    if row["role"] != "issue" or row.get("out"):
        return 0
    return len(row.get("units") or ()) if row.get("each") else 1


def counts(rows: list[Row]) -> dict[str, int]:
    """How many rows have each role; an issue written once for each of several units counts as so many."""
    by_kind: dict[str, int] = {}
    for row in rows:
        by_kind[row["role"]] = by_kind.get(row["role"], 0) + (made_of(row) if row.get("each") else 1)
    return by_kind
