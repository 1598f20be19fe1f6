"""The lines of a Word document: paragraphs and table rows, with computed numbers, as if all revisions were accepted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from issues.reading import envelope
from issues.reading.elements import BOX, BREAKS, GONE, TAB, TBL, TC, TR, P, T, below
from issues.reading.notes import Notes
from issues.reading.numbering import Numbering
from issues.reading.paper import PaperLine, SplitRefused
from rectify.lib.text import settled

PROPERTIES = qn("w:pPr")
SIGNS = {TAB: "\t", qn("w:noBreakHyphen"): "\u2011"}
TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"


def read(path: Path) -> tuple[list[PaperLine], list[str]]:
    """The lines, and the texts of page headers and footers. Raises SplitRefused."""
    envelope.check(path)
    try:
        document = docx.Document(str(path))
        part = document.part
        related = {rel.reltype.rpartition("/")[2]: rel.target_part for rel in part.rels.values() if not rel.is_external}
        roots = [getattr(one, "element", None) for one in (part, related.get("numbering"), related.get("styles"))]
        if any(root is not None and root.getroottree().docinfo.internalDTD is not None for root in roots):
            raise SplitRefused(envelope.ENTITIES)
        reader = _Reader(Numbering(roots[1], roots[2]), Notes(related))
        reader.blocks(part.element.body)
        return reader.finished(), list(_outside(part))
    except (SplitRefused, MemoryError):
        raise
    except Exception as error:  # a damaged package fails in as many ways as it has parts
        raise SplitRefused(envelope.BROKEN) from error


def _outside(part: Any) -> Iterator[str]:
    for rel in part.rels.values():
        if rel.is_external or rel.reltype.rpartition("/")[2] not in ("header", "footer"):
            continue
        for paragraph in rel.target_part.element.iter(P):
            if words := "".join(one.text or "" for one in paragraph.iter(T)).strip():
                yield words
        for path in rel.target_part.element.iter(TEXTPATH):
            if words := path.get("string", "").strip():
                yield words


class _Reader:
    """Walks the body once, in reading order, so that numbers are counted as they come."""

    def __init__(self, numbering: Numbering, notes: Notes):
        self.numbering, self.notes = numbering, notes
        self.lines: list[PaperLine] = []
        self.tables = 0
        self.carried = ""

    def blocks(self, parent: Any) -> None:
        for element in parent:
            if element.tag == P:
                self._paragraph(element)
            elif element.tag == TBL:
                self._table(element)
            elif isinstance(element.tag, str) and element.tag not in GONE:
                self.blocks(element)

    def finished(self) -> list[PaperLine]:
        if words := self.carried.strip():
            self.lines.append(PaperLine(words))
        return [*self.lines, *self.notes.left()]

    def _paragraph(self, paragraph: Any) -> None:
        words, boxes = _words(paragraph)
        words, self.carried = self.carried + words, ""
        if _mark_deleted(paragraph):
            self.carried = words
        else:
            number = self.numbering.next_of(paragraph)
            for part in words.split("\n"):
                if part := _trim(part):
                    self.lines.append(PaperLine(part, number))
                    number = ""
        self.lines += self.notes.of(paragraph)
        for box in boxes:
            self.blocks(box)

    def _table(self, table: Any) -> None:
        self.tables += 1
        here = self.tables
        for n, row in enumerate(below(table, TR), 1):
            number, cells = "", []
            for cell in below(row, TC):
                words, first = self._cell(cell)
                cells.append(words)
                number = number or first
            if words := _trim("\t".join(cells)):
                self.lines.append(PaperLine(words, number, here, n))
            self.lines += self.notes.of(row)

    def _cell(self, cell: Any) -> tuple[str, str]:
        """The words of a cell, its paragraphs parted by blanks, and the first automatic number in it."""
        words, first = [], ""
        for paragraph in cell.iter(P):
            if any(above.tag == BOX for above in paragraph.iterancestors(BOX, TC)):
                continue
            text, boxes = _words(paragraph)
            number = self.numbering.next_of(paragraph)
            first = first or number
            inside = [_words(one)[0] for box in boxes for one in box.iter(P)]
            words += [" ".join(part.split()) for part in (text, *inside)]
        return " ".join(part for part in words if part), first


def _words(paragraph: Any) -> tuple[str, list[Any]]:
    """The words of a paragraph with its line breaks, and the text boxes anchored in it."""
    words: list[str] = []
    boxes: list[Any] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in GONE or not isinstance(element.tag, str):
            continue
        if element.tag == T:
            words.append(element.text or "")
        elif element.tag in BREAKS:
            words.append("\n")
        elif element.tag in SIGNS:
            words.append(SIGNS[element.tag])
        elif element.tag == BOX:
            boxes.append(element)
        else:
            stack.extend(reversed(element))
    return "".join(words), boxes


def _mark_deleted(paragraph: Any) -> bool:
    """Whether the paragraph's end was deleted: then it runs on into the next."""
    properties = paragraph.find(PROPERTIES)
    marks = properties.find(qn("w:rPr")) if properties is not None else None
    return marks is not None and (marks.find(qn("w:del")) is not None or marks.find(qn("w:moveFrom")) is not None)


def _trim(words: str) -> str:
    return settled(words)[0].strip(" \t\r\n\f\v\u3000\u00a0\u200b\ufeff")
