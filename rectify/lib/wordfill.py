"""A template is filled in: its marks give way to words, lists and whole blocks; all else stays as the office laid it out.

The file was looked at when it was handed in (`wordcheck`), and its bytes have not changed since. The same values give the same
bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Emu, Mm, Twips
from lxml import etree

from rectify.lib import cells, numbers
from rectify.lib.dates import chinese
from rectify.lib.paper import OfficialPaper, WordPiece, pieces
from rectify.lib.wordlines import VERBATIM, set_styles
from rectify.lib.wordmarks import (
    BODY,
    CELL,
    HOLDERS,
    ROW,
    TABLE,
    P,
    Placeholder,
    T,
    ending_of,
    every_mark,
    letters,
    marks,
    stretch,
)
from rectify.lib.wordpackage import Element, WordPackage, word
from rectify.lib.words import add_all, add_annex, enclosures

R, PROPERTIES, SECTION = word("w:r"), word("w:rPr"), word("w:sectPr")
TEXT, ANNEXES = "正文", "附件"
# What programs leave between the letters, and what would write over them: nothing of it is needed on paper.
NEEDLESS = [word(f"w:{name}") for name in ("proofErr", "bookmarkStart", "bookmarkEnd", "dataBinding", "showingPlcHdr")]
UNIQUE = ("{http://schemas.microsoft.com/office/word/2010/wordml}paraId",)
BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class TemplateValues:
    """What stands for the names of a template: `words` for {{ 名称 }}, `lists` for {% 每条 名称 %}, and `paper`, whose blocks
    stand for {{ 正文 }} and {{ 附件 }}."""

    paper: OfficialPaper
    words: Mapping[str, Any]
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def filled(template: bytes, values: TemplateValues) -> bytes:
    """The paper in the layout of the template."""
    package = WordPackage(template)
    main, pictures = package.tree(package.main), 0
    with_annexes = any(mark.name == ANNEXES for mark in every_mark(main))
    for name, _ in package.stories():
        root = package.tree(name)
        _clear(root)
        _fill(root, values.words, values)
        for node in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            pictures += 1
            node.set("id", str(pictures))
    if values.paper.annexes and not with_annexes:
        _append(main, _annexes(values.paper, _room(main)))
    _name_verbatim(package)
    paper = values.paper
    title = cells.visible(paper.title.replace("\n", ""))[:200]
    return package.written(title=title, author=cells.visible(paper.author or paper.signed or paper.org)[:200])


def _clear(root: Element) -> None:
    for node in list(root.iter(*NEEDLESS)):
        node.getparent().remove(node)
    for node in root.iter(P, ROW):
        for name in UNIQUE:
            node.attrib.pop(name, None)


def _fill(root: Element, words: Mapping[str, Any], values: TemplateValues) -> None:
    """Blocks first, from the outside in, then the words that are left."""
    while (opening := next((mark for mark in every_mark(root) if mark.opens), None)) is not None:
        ending = ending_of(opening, root)
        assert ending is not None  # looked at when it was handed in
        _repeat(opening, ending, words, values)
    for paragraph in list(root.iter(P)):
        here = list(marks(paragraph))
        if len(here) == 1 and here[0].name in (TEXT, ANNEXES) and here[0].name not in words:
            _place(paragraph, _blocks(here[0].name, values.paper, _room(root)))
            continue
        for mark in reversed(here):
            put(mark, pieces(_written(words.get(mark.name), mark.filters)))


def _repeat(opening: Placeholder, ending: Placeholder, words: Mapping[str, Any], values: TemplateValues) -> None:
    """The neighbours once for each row of a list; of 如有 once or not at all."""
    nodes = stretch(opening, ending)
    first, holder = nodes[0], nodes[0].getparent()
    for row in _rows(opening, words, values):
        copy = etree.Element(word("w:body"))
        copy.extend(deepcopy(node) for node in nodes)
        inner = next(mark for mark in every_mark(copy) if mark.opens)
        closing = ending_of(inner, copy)
        assert closing is not None
        for mark in (closing, inner):
            _strike(mark)
        _fill(copy, {**words, **row}, values)
        for node in list(copy):
            first.addprevious(node)
    for node in nodes:
        holder.remove(node)
    if holder.tag in HOLDERS - {BODY, TABLE} and next(holder.iterchildren(P), None) is None:
        holder.append(OxmlElement("w:p"))  # a cell, a head, a box without a paragraph is none
    if holder.tag == TABLE and next(holder.iterchildren(ROW), None) is None:
        holder.getparent().remove(holder)


def _rows(opening: Placeholder, words: Mapping[str, Any], values: TemplateValues) -> Sequence[Mapping[str, Any]]:
    if opening.kind == "each":
        return values.lists.get(opening.name, ())
    there = values.lists.get(opening.name) or cells.words(_plain(words.get(opening.name))).strip()
    return [{}] if there else []


def _plain(value: Any) -> str:
    return "".join(piece.text for piece in pieces(value))


def _strike(mark: Placeholder) -> None:
    """The mark goes, with its paragraph where that says nothing else."""
    paragraph, alone = mark.paragraph, mark.alone
    put(mark, [])
    holder = paragraph.getparent()
    if alone and (holder.tag != CELL or len(list(holder.iterchildren(P))) > 1):
        holder.remove(paragraph)


def put(mark: Placeholder, words: Iterable[WordPiece]) -> None:
    """Words in place of a mark, in the looks of its first letter; quoted ones in their style."""
    spread = letters(mark.paragraph)[mark.start : mark.end]
    first, at = spread[0]
    assert first is not None  # a mark begins with a letter
    later: dict[Element, list[int]] = {}
    for node, place in spread:
        if node is not None and node is not first:
            later.setdefault(node, []).append(place)
    for node, places in later.items():
        set_text(node, node.text[: min(places)] + node.text[max(places) + 1 :])
    end = at + sum(node is first for node, _ in spread)
    whole, run = first.text, first.getparent()
    rest = _tail(run, first, whole[end:])
    set_text(first, whole[:at])
    new = [_run(run, piece) for piece in words if piece.text]
    for node in reversed([*new, *([rest] if rest is not None else [])]):
        run.addnext(node)


def _tail(run: Element, text: Element, rest: str) -> Element | None:
    """What of the run comes after the mark, as a run of its own."""
    after = list(text.itersiblings())
    if not rest and not after:
        return None
    tail = _empty_like(run)
    if rest:
        set_text(etree.SubElement(tail, T), rest)
    tail.extend(after)
    return tail


def _run(like: Element, piece: WordPiece) -> Element:
    run = _empty_like(like)
    if piece.kind == "verbatim":
        looks = run.find(PROPERTIES)
        if looks is None:
            looks = etree.SubElement(run, PROPERTIES)
        for old in looks.findall(word("w:rStyle")):
            looks.remove(old)
        named = OxmlElement("w:rStyle")
        named.set(word("w:val"), VERBATIM)
        looks.insert(0, named)
    for number, line in enumerate(piece.text.split("\n")):
        if number:
            etree.SubElement(run, word("w:br"))
        set_text(etree.SubElement(run, T), line)
    return run


def _empty_like(run: Element) -> Element:
    new = etree.Element(R)
    looks = run.find(PROPERTIES)
    if looks is not None:
        new.append(deepcopy(looks))
    return new


def set_text(node: Element, text: str) -> None:
    """The text of a w:t, with its blanks."""
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# ---- how a value is written ------------------------------------------------------------------------------------------


def _written(value: Any, filters: Sequence[str]) -> Any:
    """A value by its filter; one that is no number or day stays as it is, since nothing is ever made up."""
    if isinstance(value, date) and (not filters or filters[0] == "日期"):
        return chinese(value)
    number = _number(value) if filters else None
    if number is None:
        return value
    if filters[0] == "中文数字":
        return numbers.chinese(int(number)) if number == int(number) else value
    return {"数字": f"{number:,f}", "金额": f"{number:,.2f}"}.get(filters[0], value)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# ---- blocks ----------------------------------------------------------------------------------------------------------


def _blocks(name: str, paper: OfficialPaper, room: int) -> list[Element]:
    if name == ANNEXES:
        return _annexes(paper, room)
    document = _scratch(room)
    add_all(document, paper.blocks, document.sections[0])
    enclosures(document, paper)
    return _taken(document)


def _annexes(paper: OfficialPaper, room: int) -> list[Element]:
    """Each on a new page, in the direction of the template's own page."""
    document = _scratch(room)
    for number, annex in enumerate(paper.annexes, 1):
        upright = type(annex)(annex.title, annex.blocks)
        add_annex(document, upright, number if len(paper.annexes) > 1 else 0, document.sections[0])
    return _taken(document)


def _scratch(room: int) -> Any:
    """A document of which only what is written into it will be taken."""
    document = Document()
    set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Emu(room), Mm(900)
    section.left_margin = section.right_margin = Mm(0)
    return document


def _taken(document: Any) -> list[Element]:
    """What stands in the document, its tables with borders of their own: their style is not in the template."""
    nodes = [node for node in document.element.body if node.tag != SECTION]
    for table in (node for node in nodes if node.tag == TABLE):
        looks = table.tblPr
        for style in looks.findall(word("w:tblStyle")):
            looks.remove(style)
        borders = OxmlElement("w:tblBorders")
        for name in BORDERS:
            line = OxmlElement(f"w:{name}")
            for key, worth in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
                line.set(word(f"w:{key}"), worth)
            borders.append(line)
        after = [looks.find(word(f"w:{name}")) for name in ("shd", "tblLayout", "tblCellMar", "tblLook")]
        later = next((node for node in after if node is not None), None)
        later.addprevious(borders) if later is not None else looks.append(borders)
    return nodes


def _place(paragraph: Element, nodes: Iterable[Element]) -> None:
    """The nodes instead of a paragraph, which stays, empty, where a section ends in it."""
    for node in nodes:
        paragraph.addprevious(node)
    if next(paragraph.iter(SECTION), None) is None:
        paragraph.getparent().remove(paragraph)
    else:
        for mark in list(marks(paragraph)):
            put(mark, [])


def _append(main: Element, nodes: Iterable[Element]) -> None:
    body = next(main.iter(BODY))
    last = body.find(SECTION)
    for node in nodes:
        last.addprevious(node) if last is not None else body.append(node)


def _room(root: Element) -> int:
    """The width of the text on the template's last page."""
    sections = list(root.getroottree().getroot().iter(SECTION))
    size = sections[-1].find(word("w:pgSz")) if sections else None
    margin = sections[-1].find(word("w:pgMar")) if sections else None
    if size is None or margin is None:
        return Mm(156)
    sides = [int(margin.get(word(f"w:{side}"), "0")) for side in ("left", "right")]
    return int(Twips(int(size.get(word("w:w"), "11906")) - sum(sides)))


def _name_verbatim(package: WordPackage) -> None:
    """The style of quoted words, which looks like what is around it unless the office has one of that name."""
    if not (name := package.target("styles")):
        return
    styles = package.tree(name)
    if any(one.get(word("w:styleId")) == VERBATIM for one in styles.iter(word("w:style"))):
        return
    style = OxmlElement("w:style")
    style.set(word("w:type"), "character")
    style.set(word("w:customStyle"), "1")
    style.set(word("w:styleId"), VERBATIM)
    named = OxmlElement("w:name")
    named.set(word("w:val"), VERBATIM)
    style.append(named)
    styles.append(style)
