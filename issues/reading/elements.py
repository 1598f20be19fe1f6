"""The elements of a Word document that every reader of one meets, and how a table's rows and cells are found."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

P, TBL, TR, TC, T, TAB = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t", "tab"))
BOX = qn("w:txbxContent")
BREAKS = frozenset((qn("w:br"), qn("w:cr")))
GONE_NAMES = (
    *("del", "moveFrom", "delText", "delInstrText"),  # as if all revisions were accepted
    *("pPr", "rPr", "tcPr", "trPr"),
    *("instrText", "rt"),
)
# What a person does not read.
GONE = frozenset(
    (
        *(qn(f"w:{name}") for name in GONE_NAMES),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)


def below(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also inside content controls, not those of nested tables."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif isinstance(element.tag, str) and element.tag not in (P, TBL, TR, TC) and element.tag not in GONE:
            yield from below(element, tag)
