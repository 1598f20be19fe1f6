"""Twenty-odd feedback texts as unlike one another as they come, each with the tree that the rules give it.

A file is the text, then what is read of it as a whole, then its tree: a line `locator|role|text` for each node, then (from the
27th on) the places of what is offered beside it. The suffix before `.txt` says how the text is wrapped: Word, a web page,
or not at all. The trees of the first twenty were written before the reader saw the texts, and so were totals and suggestions of
27 to 34; the rest was looked through by hand.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from docx import Document

from issues.reading.paper import Paper
from issues.reading.papers import read_feedback
from issues.tests.papers import is_verbatim, squeezed

TEXTS = sorted((Path(__file__).parent / "feedback").glob("*.txt"))


@dataclass(frozen=True)
class Expected:
    """What the rules give: `whole` holds title, kind, totals and suggestions by name; `offered` is None where only counted."""

    lines: list[str]
    whole: dict[str, str]
    tree: list[str]
    offered: list[str] | None


def load(path: Path) -> Expected:
    text, rest = path.read_text(encoding="utf-8").split("\n=====\n")
    whole, tree, *offered = rest.split("\n-----\n")
    pairs = (line.split(":", 1) for line in whole.splitlines())
    named = {name: words.strip() for name, words in pairs}
    return Expected(text.splitlines(), named, tree.splitlines(), offered[0].splitlines() if offered else None)


def wrapped(expected: Expected, name: str, folder: Path) -> Path:
    """The text as a file of the sort that its name asks for. Lines with tabs are rows of a table."""
    path = folder / name.removesuffix(".txt")
    if path.suffix == ".docx":
        document = Document()
        for has_cells, lines in groupby(expected.lines, key=lambda line: "\t" in line):
            rows = [line.split("\t") for line in lines]
            if not has_cells:
                for row in rows:
                    document.add_paragraph(row[0])
                continue
            table = document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        document.save(str(path))
    elif path.suffix == ".html":
        path.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in expected.lines), encoding="utf-8")
    else:
        path = path.with_name(name)
        path.write_text("\n".join(expected.lines), encoding="utf-8")
    return path


def seen(paper: Paper) -> tuple[dict[str, str], list[str]]:
    totals = (f"{one.expected:g}/{one.counted:g}" for one in paper.totals)
    offered = Counter(one.role for one in paper.suggested)
    whole = {
        "title": paper.title or "-",
        "kind": paper.kind,
        "totals": " ".join(totals),
        "suggested": " ".join(f"{role} {count}" for role, count in offered.items()),
    }
    return whole, [f"{node.locator}|{node.role}|{node.text}" for node in paper.nodes()]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_is_taken_apart_as_the_rules_say(path, tmp_path):
    expected = load(path)
    paper = read_feedback(wrapped(expected, path.name, tmp_path))
    whole, tree = seen(paper)
    assert [squeezed(line) for line in tree] == [squeezed(line) for line in expected.tree]
    assert whole == expected.whole
    if expected.offered is not None:
        assert [f"{one.locator}|{one.role}" for one in paper.suggested] == expected.offered
    assert is_verbatim(paper)


def test_there_are_twenty_texts_and_more():
    assert len(TEXTS) >= 20
