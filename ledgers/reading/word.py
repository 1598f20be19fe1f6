"""The tables of a .docx: what a person sees of them, merged cells and automatic numbers included (docs/rules.md:
reading-ledger)."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from issues.reading.elements import BOX, BREAKS, GONE, TAB, TBL, TC, TR, P, T, below
from issues.reading.numbering import Numbering
from ledgers.reading.grid import MOST_CELLS, Grid, demand_room, tidy
from ledgers.reading.guard import BROKEN, ENTITIES, TOO_MANY
from ledgers.reading.sheet import ReadRefused
from ledgers.reading.xml import ArchiveParts, main_part, relations

SPAN, JOINED, VALUE = qn("w:gridSpan"), qn("w:vMerge"), qn("w:val")
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFF = ("0", "false", "off")


def grids(path: str | Path) -> list[Grid]:
    """All tables in order, a nested one within its cell. Raises ReadRefused."""
    with zipfile.ZipFile(path) as archive:
        parts = ArchiveParts(archive)
        main = main_part(parts) or "word/document.xml"
        if not parts.has(main):
            raise ReadRefused(BROKEN)
        document = _root(parts, main)
        related = {kind.rpartition("/")[2]: target for kind, target in relations(parts, main).values()}
        numbers, styles = (_root(parts, related.get(name)) for name in ("numbering", "styles"))
    if document is None:
        raise ReadRefused(BROKEN)
    reader = WordTables(Numbering(numbers, styles))
    reader.blocks(document)
    return reader.grids


def _root(parts: ArchiveParts, name: str | None) -> Any:
    """The root of a part; None where there is none."""
    if not name or not parts.has(name):
        return None
    data = parts.whole(name)
    try:
        root = parse_xml(data.replace(STRICT, LOOSE))
    except (SyntaxError, ValueError) as error:  # lxml's XMLSyntaxError is a SyntaxError
        raise ReadRefused(BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadRefused(ENTITIES)
    return root


class WordTables:
    """Walks the document once, in reading order, so that numbers are counted as they come."""

    def __init__(self, numbering: Numbering):
        self.numbering = numbering
        self.grids: list[Grid] = []
        self.room = MOST_CELLS

    def blocks(self, parent: Any) -> None:
        for element in parent:
            if element.tag == TBL:
                self.table(element)
            elif element.tag == P:
                self.numbering.next_of(element)
                for box in _boxes(element):
                    self.blocks(box)
            elif isinstance(element.tag, str) and element.tag not in GONE:
                self.blocks(element)

    def table(self, table: Any) -> None:
        grid = Grid(f"表{len(self.grids) + 1}")
        self.grids.append(grid)
        joined: dict[int, list[int]] = {}  # areas that go on downwards, by their first column: top, right
        number = 0
        for row in below(table, TR):
            properties = row.find(qn("w:trPr"))
            if _marked(properties, "w:del"):
                continue
            number += 1
            if _marked(properties, "w:tblHeader"):
                grid.headed.add(number)
            if _marked(properties, "w:hidden"):
                grid.hidden.add(number)
            joined = self.row(grid, number, row, joined)
        _close(grid, joined, number)

    def row(self, grid: Grid, number: int, row: Any, joined: dict[int, list[int]]) -> dict[int, list[int]]:
        """One row's cells; gives the areas that go on below it."""
        column, going_on = 1 + _skipped(row), {}
        for cell in below(row, TC):
            properties = cell.find(qn("w:tcPr"))
            span = properties.find(SPAN) if properties is not None else None
            merge = properties.find(JOINED) if properties is not None else None
            right = column + max(1, _whole(span)) - 1
            demand_room(number, right)
            if words := tidy(self.words(cell)):
                grid.rows.setdefault(number, {})[column] = words
                self.room -= 1
                if self.room < 0:
                    raise ReadRefused(TOO_MANY)
            if merge is not None and merge.get(VALUE) != "restart" and column in joined:
                going_on[column] = joined.pop(column)
            elif merge is not None:
                going_on[column] = [number, right]
            elif right > column:
                grid.merges.append((number, column, number, right))
            column = right + 1
        _close(grid, joined, number - 1)
        return going_on

    def words(self, cell: Any) -> str:
        """The paragraphs of a cell, one below the other; a row of a nested table is a line, its cells parted by tabs."""
        lines: list[str] = []
        for block in _blocks(cell):
            if block.tag == P:
                lines.append(self.numbering.next_of(block) + _text(block))
                lines += [self.words(box) for box in _boxes(block)]
            else:
                lines += ["\t".join(self.words(one) for one in below(row, TC)) for row in below(block, TR)]
        return "\n".join(lines)


def _close(grid: Grid, joined: dict[int, list[int]], last: int) -> None:
    """Areas that end above become merged areas of the grid."""
    for left, (top, right) in joined.items():
        if top < last or left < right:
            grid.merges.append((top, left, last, right))


def _skipped(row: Any) -> int:
    """How many columns of the grid a row leaves out before its first cell."""
    properties = row.find(qn("w:trPr"))
    return _whole(properties.find(qn("w:gridBefore"))) if properties is not None else 0


def _whole(element: Any) -> int:
    words = element.get(VALUE, "") if element is not None else ""
    return min(int(words), 10_000) if words.isdecimal() else 0


def _marked(properties: Any, name: str) -> bool:
    element = properties.find(qn(name)) if properties is not None else None
    return element is not None and element.get(VALUE) not in OFF


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a cell."""
    for element in parent:
        if element.tag in (P, TBL):
            yield element
        elif isinstance(element.tag, str) and element.tag not in GONE:
            yield from _blocks(element)


def _boxes(parent: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph, each once."""
    for element in parent:
        if element.tag == BOX:
            yield element
        elif isinstance(element.tag, str) and element.tag not in GONE:
            yield from _boxes(element)


def _text(paragraph: Any) -> str:
    """The words of a paragraph as if all revisions were accepted, without its text boxes."""
    words, stack = [], list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in GONE or element.tag == BOX:
            continue
        if element.tag == T:
            words.append(element.text or "")
        elif element.tag in BREAKS or element.tag == TAB:
            words.append("\t" if element.tag == TAB else "\n")
        else:
            stack.extend(reversed(element))
    return "".join(words)
