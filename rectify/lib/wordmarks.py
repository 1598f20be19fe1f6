"""The marks of a template: {{ 名称 }}, {{ 名称|日期 }}, {% 每条 问题 %} … {% 完 %}, found in the text of a paragraph however the
programs that saved it have cut it into runs.

A name is a name and nothing else: nothing in a template is ever carried out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rectify.lib.wordpackage import Element, word

P, R, T = word("w:p"), word("w:r"), word("w:t")
BODY, CELL, ROW, TABLE = word("w:body"), word("w:tc"), word("w:tr"), word("w:tbl")
BOX, CONTENT = word("w:txbxContent"), word("w:sdtContent")
STORY_ROOTS = {word(f"w:{name}") for name in ("hdr", "ftr", "footnote", "endnote")}
HOLDERS = {BODY, CELL, BOX, CONTENT, TABLE} | STORY_ROOTS  # whose children can be repeated
BREAKS = {word("w:tab"), word("w:br"), word("w:cr"), word("w:sym"), word("w:noBreakHyphen")}
# What input methods and the automatic corrections of office programs make of the signs of a mark.
PLAIN = str.maketrans("｛｝﹛﹜％﹪｜\u00a0\u3000", "{}{}%%|  ")
UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
QUOTES = "“”‘’\"'＂＇「」《》"
MARK = re.compile(r"\{\{(?P<field>[^{}\n]*)\}\}|\{%(?P<block>[^{}%\n]*)%\}")
HALF = re.compile(r"\{\{|\}\}|\{%|%\}")
EACH, IF, END = "每条", "如有", ("完", "结束")


@dataclass(frozen=True)
class Placeholder:
    """A mark in a paragraph, `start` to `end` of its text. `kind` is field, each, if, end, or empty for what is none of them."""

    paragraph: Element
    start: int
    end: int
    text: str
    kind: str
    name: str
    filters: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        return self.kind in ("each", "if")

    @property
    def alone(self) -> bool:
        """Whether its paragraph says nothing else."""
        return text_of(self.paragraph).strip() == self.text.strip() and not _pictures(self.paragraph)


def letters(paragraph: Element) -> list[tuple[Element | None, int]]:
    """For each letter of the paragraph the w:t that holds it and where; what is no letter (a tab) has no w:t. Boxes that hang
    on the paragraph have paragraphs of their own."""
    spread: list[tuple[Element | None, int]] = []
    for node in _own(paragraph):
        spread += [(node, at) for at in range(len(node.text or ""))] if node.tag == T else [(None, 0)]
    return spread


def text_of(paragraph: Element) -> str:
    """The text as letters counts it."""
    return "".join((node.text or "") if node.tag == T else "\n" for node in _own(paragraph))


def marks(paragraph: Element) -> Iterator[Placeholder]:
    """The marks of a paragraph in their order."""
    text = text_of(paragraph)
    for match in MARK.finditer(text.translate(PLAIN)):
        inside = UNSEEN.sub("", match["field"] if match["field"] is not None else match["block"])
        where = (paragraph, match.start(), match.end(), text[match.start() : match.end()])
        if match["field"] is not None:
            name, *filters = (part.strip(f" \t{QUOTES}") for part in inside.split("|"))
            yield Placeholder(*where, "field", "".join(name.split()), tuple(filters))
        else:
            yield Placeholder(*where, *_block(inside.strip(f" \t{QUOTES}")))


def halves(paragraph: Element) -> Iterator[str]:
    """What begins or ends a mark that is not whole, with the words around it."""
    text = text_of(paragraph).translate(PLAIN)
    rest = MARK.sub(lambda match: "\x00" * len(match[0]), text)
    for match in HALF.finditer(rest):
        yield text[max(0, match.start() - 6) : match.end() + 12].replace("\n", " ").strip()


def every_mark(root: Element) -> Iterator[Placeholder]:
    """Those of a story in their order."""
    for paragraph in root.iter(P):
        yield from marks(paragraph)


def ending_of(opening: Placeholder, root: Element) -> Placeholder | None:
    """The mark that closes `opening`; None where the story ends before."""
    depth, begun = 0, False
    for mark in every_mark(root):
        begun = begun or same(mark, opening)
        if begun:
            depth += mark.opens - (mark.kind == "end")
            if depth == 0:
                return mark
    return None


def same(one: Placeholder, other: Placeholder) -> bool:
    return one.paragraph is other.paragraph and one.start == other.start


def stretch(opening: Placeholder, ending: Placeholder) -> list[Element]:
    """The neighbours that a block repeats: paragraphs and tables, or the row, the paragraph in which both marks stand. Empty
    where the two marks stand in places that have no such neighbours."""
    if opening.paragraph is ending.paragraph:
        row = row_of(opening.paragraph)
        return [opening.paragraph if row is None else row]
    above = {id(node): node for node in (ending.paragraph, *ending.paragraph.iterancestors())}
    first, common = opening.paragraph, None
    for node in opening.paragraph.iterancestors():
        if id(node) in above:
            common = node
            break
        first = node
    if common is None:
        return []
    if common.tag == ROW:
        return [common]
    last = next(node for node in (ending.paragraph, *ending.paragraph.iterancestors()) if node.getparent() is common)
    children = list(common)
    return children[children.index(first) : children.index(last) + 1] if common.tag in HOLDERS else []


def row_of(paragraph: Element) -> Element | None:
    """The row of the table in which a paragraph stands, not looking out of a text box."""
    for node in paragraph.iterancestors():
        if node.tag == ROW:
            return node
        if node.tag == BOX:
            return None
    return None


def _block(inside: str) -> tuple[str, str]:
    words = inside.replace(" ", "")
    if words in END:
        return "end", ""
    for sign, kind in ((EACH, "each"), (IF, "if")):
        if words.startswith(sign):
            return kind, words.removeprefix(sign).strip(QUOTES)
    return "", words


def _own(paragraph: Element) -> Iterator[Element]:
    """Texts and breaks of the paragraph itself."""
    for node in paragraph.iter(T, *BREAKS):
        if next(node.iterancestors(P)) is paragraph and node.getparent().tag == R:
            yield node


def _pictures(paragraph: Element) -> bool:
    return next(paragraph.iter(word("w:drawing"), word("w:pict")), None) is not None
