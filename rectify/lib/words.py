"""The writer of official papers (.docx) in the layout of GB/T 9704: fonts are named, not shipped.

A paper is a list of blocks; what they say comes from the caller. Sizes: 二号 22 pt, 三号 16 pt, 小四 12 pt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from rectify.lib import cells
from rectify.lib.dates import chinese as chinese_date
from rectify.lib.numbers import chinese

TITLE, BODY, SONG = "方正小标宋简体", "仿宋_GB2312", "宋体"
HEADING_FONTS = {1: "黑体", 2: "楷体_GB2312", 3: BODY, 4: BODY}
LINE = Pt(28.95)
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


@dataclass(frozen=True)
class Heading:
    """Levels 1–4: 一、黑体；（一）楷体；1. and （1） in the body's font. `number` 0 leaves the number out."""

    text: str
    level: int = 1
    number: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph for each line of the text, indented by two characters unless it is aligned otherwise."""

    text: str
    align: str = "left"
    indent: bool = True


@dataclass(frozen=True)
class PaperTable:
    """`widths` are shares of the width of the page. The head is repeated on every page."""

    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class OfficialPaper:
    """Title, 文号, 主送, blocks, attachments, 署名 and date, in the order they stand on the page."""

    title: str
    blocks: Sequence[Heading | Paragraph | PaperTable]
    number: str = ""
    to: str = ""
    attachments: Sequence[str] = ()
    signed: str = ""
    on: date | None = None
    mark: str = ""
    landscape: bool = False


def ordinal(level: int, number: int) -> str:
    """一、 （一） 1. （1）, by level."""
    return {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def write_paper(target: str | PathLike | BinaryIO, paper: OfficialPaper) -> None:
    """Write the paper to a path or a binary stream."""
    document = Document()
    set_page(document, paper)
    set_body_font(document)
    if paper.mark:
        line(document, paper.mark, font="黑体", indent=False)
    line(document, paper.title, font=TITLE, size=22, align="center", indent=False, exact=False)
    if paper.number:
        line(document, paper.number, align="center", indent=False)
    line(document, "", indent=False)
    if paper.to:
        line(document, paper.to, indent=False)
    for block in paper.blocks:
        add(document, block)
    close(document, paper)
    document.core_properties.title = cells.visible(paper.title)[:200]
    document.core_properties.author = cells.visible(paper.signed)[:200]
    document.save(str(target) if isinstance(target, str | PathLike) else target)


def set_page(document, paper: OfficialPaper) -> None:
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if paper.landscape:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    # type="lines": with linesAndChars some programs space the text at double width.
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    page_number(section.footer.paragraphs[0])


def page_number(paragraph) -> None:
    """— 1 —, counted by the program that opens the paper."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style(paragraph.add_run("— "), SONG, 14)
    counted = style(paragraph.add_run(), SONG, 14)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        counted._r.append(element)
    style(paragraph.add_run(" —"), SONG, 14)


def set_body_font(document) -> None:
    """The template's theme fonts win over named ones, so they are taken away."""
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    name_fonts(fonts, BODY)


def name_fonts(fonts, name: str) -> None:
    for which in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(which), name)


def style(run, font: str = BODY, size: float = 16, bold: bool = False):
    run.font.size, run.font.bold = Pt(size), bold
    name_fonts(run._r.get_or_add_rPr().get_or_add_rFonts(), font)
    return run


def line(
    document, text: str, *, font=BODY, size: float = 16, bold=False, align="left", indent=True, exact=True
) -> None:
    """One paragraph. The indent counts in characters, so that it is right in any size."""
    paragraph = document.add_paragraph()
    style(paragraph.add_run(cells.visible(text)), font, size, bold)
    paragraph.alignment = ALIGN[align]
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent and align == "left":
        indentation = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indentation.set(qn("w:firstLineChars"), "200")
        indentation.set(qn("w:firstLine"), str(int(size * 40)))


def add(document, block: Heading | Paragraph | PaperTable) -> None:
    if isinstance(block, PaperTable):
        table(document, block)
    elif isinstance(block, Heading):
        number = ordinal(block.level, block.number) if block.number else ""
        line(document, number + block.text, font=HEADING_FONTS[block.level], bold=block.level == 3)
    else:
        for text in cells.visible(block.text).split("\n"):
            line(document, text, align=block.align, indent=block.indent)


def table(document, block: PaperTable) -> None:
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    shares = block.widths or [1] * len(block.head)
    grid = document.add_table(rows=1, cols=len(block.head))
    grid.style = document.styles["Table Grid"]
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    repeated = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    widths = [int(room * share / sum(shares)) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    fill(grid.rows[0].cells, block.head, widths, "黑体", center=True)
    for values in block.rows:
        fill(grid.add_row().cells, values, widths, BODY, center=False)
    line(document, "", indent=False)


def fill(row, values: Sequence[Any], widths: Sequence[int], font: str, *, center: bool) -> None:
    for cell, value, width in zip(row, values, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        style(paragraph.add_run(cells.visible(cells.words(value))), font, 12)
        paragraph.paragraph_format.space_after = Pt(0)
        if center:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def close(document, paper: OfficialPaper) -> None:
    """附件, 署名, date."""
    for number, name in enumerate(paper.attachments, 1):
        label = "附件：" if number == 1 else "　　　"
        line(document, f"{label}{number}.{name}" if len(paper.attachments) > 1 else f"附件：{name}")
    if paper.signed or paper.on:
        line(document, "", indent=False)
    for text in (paper.signed, chinese_date(paper.on) if paper.on else ""):
        if text:
            line(document, f"{text}　　", align="right", indent=False)
