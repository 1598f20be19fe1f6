"""Runs, lines and tables of a Word paper: fonts are named for Chinese and for digits, sizes are those of GB/T 9704."""

import re
from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from rectify.lib.paper import FormTable, PaperTable, WordPiece, pieces

TITLE, BODY, SONG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
RED = RGBColor(0xFF, 0, 0)
LINE = Pt(28.95)
CELL = Pt(18)
BESIDE = 60  # twips between a line of a table and its words: with the usual 108 heads of three signs leave one alone
VERBATIM = "Verbatim"
LONG_WORD = re.compile(
    r"[!-~]{20,}"
)  # a digest goes to the next line whole: justified, the line before it is torn apart
FONTS = {"verbatim": KAI, "label": HEI}  # of parts that stand out of the text
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def set_styles(document) -> None:
    """The template's theme fonts win over named ones, so they are taken away; quoted words have a style of their own."""
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    name_fonts(normal.element.get_or_add_rPr().get_or_add_rFonts(), BODY)
    quoted = document.styles.add_style(VERBATIM, WD_STYLE_TYPE.CHARACTER)
    name_fonts(quoted.element.get_or_add_rPr().get_or_add_rFonts(), KAI)


def name_fonts(fonts, name: str) -> None:
    """Digits and Latin in their own font, but for page numbers; “” — … are Chinese signs."""
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    latin = SONG if name == SONG else LATIN
    for which, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", name), ("cs", latin)):
        fonts.set(qn(f"w:{which}"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def style(run, font: str = BODY, size: float = 16, bold: bool = False, *, red: bool = False):
    run.font.size, run.font.bold = Pt(size), bold
    if red:
        run.font.color.rgb = RED
    name_fonts(run._r.get_or_add_rPr().get_or_add_rFonts(), font)
    return run


def write(paragraph, wording: Any, *, font: str = BODY, size: float = 16, bold: bool = False) -> None:
    """A run for each part; quoted parts in their style."""
    parts = (
        wording if isinstance(wording, list) and all(isinstance(one, WordPiece) for one in wording) else pieces(wording)
    )
    for part in parts:
        run = paragraph.add_run(part.text)
        if part.kind == "verbatim":
            run.style = VERBATIM
        style(run, FONTS.get(part.kind, font) if font == BODY else font, size, bold)


def line(document, wording: Any, *, font=BODY, size: float = 16, bold=False, align="left", indent=True, exact=True):
    """One paragraph. The indent counts in characters, so that it is right in any size."""
    paragraph = document.add_paragraph()
    write(paragraph, wording, font=font, size=size, bold=bold)
    paragraph.alignment = ALIGN[align]
    if align == "left" and LONG_WORD.search(paragraph.text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent and align == "left":
        indentation = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indentation.set(qn("w:firstLineChars"), "200")
        indentation.set(qn("w:firstLine"), str(int(size * 40)))
    return paragraph


def from_right(paragraph, characters: float, size: float = 16) -> None:
    """Set off from the right by so many characters."""
    indentation = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indentation.set(qn("w:rightChars"), str(int(characters * 100)))
    indentation.set(qn("w:right"), str(int(characters * size * 20)))


def rule(paragraph, *, edge: str, kind: str = "single", eighths: int = 12, space: int = 11, red: bool = True) -> None:
    """A line above (`top`) or below (`bottom`) a paragraph, `space` points from it."""
    borders = paragraph._p.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    border = OxmlElement(f"w:{edge}")
    for name, worth in (("val", kind), ("sz", eighths), ("space", space), ("color", "FF0000" if red else "000000")):
        border.set(qn(f"w:{name}"), str(worth))
    borders.append(border)


def grid_of(document, columns: int, room: int, widths: Sequence[float]):
    """An empty table of the width of the page, with its columns' widths."""
    grid = document.add_table(rows=0, cols=columns)
    grid.style = document.styles["Table Grid"]
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    around = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room_beside = OxmlElement(f"w:{side}")
        room_beside.set(qn("w:w"), str(BESIDE))
        room_beside.set(qn("w:type"), "dxa")
        around.append(room_beside)
    grid._tbl.tblPr.find(qn("w:tblLook")).addprevious(around)
    wide = [int(room * share / sum(widths)) for share in widths]
    for column, width in zip(grid.columns, wide, strict=True):
        column.width = width
    return grid, wide


def table(document, block: PaperTable, room: int) -> None:
    grid, widths = grid_of(document, len(block.head), room, block.widths or [1] * len(block.head))
    head = grid.add_row()
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    fill(head.cells, block.head, widths, HEI)
    for values in block.rows:
        row = grid.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        fill(row.cells, values, widths, BODY)
    line(document, "", indent=False)


def fill(row, values: Sequence[Any], widths: Sequence[int], font: str) -> None:
    for cell, value, width in zip(row, values, widths, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        center = font == HEI or isinstance(value, int)
        put(cell, value, font, 12, center=center)


def put(cell, value: Any, font: str, size: float, *, center: bool) -> None:
    """The words of a value in a cell, a paragraph for each of its lines."""
    paragraph = cell.paragraphs[0]
    write(paragraph, value, font=font, size=size)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing_rule, paragraph.paragraph_format.line_spacing = (
        WD_LINE_SPACING.EXACTLY,
        CELL,
    )
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def form(document, block: FormTable, room: int) -> None:
    """Labels of five characters on one line, what is written wide; a row of one label runs over the whole width. No row is broken
    over two pages: an opinion would stand apart from who signs it."""
    grid, widths = grid_of(document, 4, room, (12, 23, 12, 23))
    for entry in block.rows:
        row = grid.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if entry.height:
            row.height, row.height_rule = Mm(entry.height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        places = [row.cells[0], row.cells[1], row.cells[2], row.cells[3]]
        if len(entry.cells) == 1:
            places = [row.cells[0], row.cells[1].merge(row.cells[3])]
        for at, (label, value) in enumerate(entry.cells):
            put(places[at * 2], label, HEI, 12, center=True)
            put(places[at * 2 + 1], value, BODY, 12, center=False)
            for cell in places[at * 2 : at * 2 + 2]:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
