"""Footnotes and endnotes of a Word document. No rule speaks of them: they are kept as lines of their own behind
the paragraph that refers to them, and cut like what stands around the text, so that no word is lost or taken for a finding."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from issues.reading import envelope
from issues.reading.paper import PaperLine, SplitRefused

KINDS = {"footnote": "脚注", "endnote": "尾注"}
LABEL = re.compile(r"〔[脚尾]注\d+〕")
P, T, ID, TYPE = (qn(f"w:{name}") for name in ("p", "t", "id", "type"))
GONE = tuple(qn(f"w:{name}") for name in ("del", "moveFrom"))


class Notes:
    """The notes of a document, given out in the order in which the text refers to them, each once."""

    def __init__(self, related: dict[str, Any]) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._count = dict.fromkeys(KINDS, 0)
        for kind in KINDS:
            if (part := related.get(f"{kind}s")) is not None:
                root = parse_xml(part.blob)
                if root.getroottree().docinfo.internalDTD is not None:
                    raise SplitRefused(envelope.ENTITIES)
                for note in root.iterchildren(qn(f"w:{kind}")):
                    if note.get(TYPE) is None and (words := _text(note)):
                        self._texts[kind, note.get(ID)] = words

    def of(self, block: Any) -> Iterator[PaperLine]:
        """The notes that a paragraph or table row refers to."""
        for reference in block.iter(*(qn(f"w:{kind}Reference") for kind in KINDS)):
            if not any(True for _ in reference.iterancestors(*GONE)):
                kind = reference.tag.rpartition("}")[2].removesuffix("Reference")
                yield from self._give(kind, reference.get(ID))

    def left(self) -> Iterator[PaperLine]:
        """Those nothing refers to."""
        for kind, number in list(self._texts):
            yield from self._give(kind, number)

    def _give(self, kind: str, number: str) -> Iterator[PaperLine]:
        if words := self._texts.pop((kind, number), None):
            self._count[kind] += 1
            yield PaperLine(words, f"〔{KINDS[kind]}{self._count[kind]}〕")


def is_note(line: PaperLine) -> bool:
    return LABEL.fullmatch(line.number) is not None


def _text(note: Any) -> str:
    """The words of a note on one line, its paragraphs parted by blanks."""
    parts = []
    for paragraph in note.iter(P):
        words = (one.text or "" for one in paragraph.iter(T) if not any(True for _ in one.iterancestors(*GONE)))
        parts.append(" ".join("".join(words).split()))
    return " ".join(filter(None, parts))
