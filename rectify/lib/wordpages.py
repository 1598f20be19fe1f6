"""Pages of a Word paper: size, margins, grid, page numbers, and the red heads of GB/T 9704 (9 文件, 10.1 信函, 10.3 纪要)."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from rectify.lib.paper import OfficialPaper, PaperForm
from rectify.lib.wordlines import LINE, SONG, TITLE, from_right, line, rule, style

UPRIGHT = (37, 35, 28, 26)  # top, bottom, left, right in mm: 版心 156 × 225
TURNED = (28, 26, 35, 37)
SHEET = (25, 22, 24, 22)
WIDE = 440  # points of 版心's width that a head may take


def first_section(document, paper: OfficialPaper):
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    number_pages(section)
    return shaped(section, across=paper.landscape, margins=SHEET if paper.form == PaperForm.SHEET else UPRIGHT)


def next_section(document, *, across: bool):
    """A new page with its own direction; the page numbers go on."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    return shaped(section, across=across, margins=UPRIGHT)


def shaped(section, *, across: bool, margins: tuple[int, int, int, int]):
    width, height = Mm(210), Mm(297)
    if across:
        section.orientation, width, height, margins = WD_ORIENT.LANDSCAPE, height, width, TURNED
    else:
        section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(15), Mm(margins[1] - 12.6)  # numbers stand 7 mm below 版心
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # type="lines": with linesAndChars some programs space the text at double width.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    return section


def room_of(section) -> int:
    return section.page_width - section.left_margin - section.right_margin


def number_pages(section) -> None:
    """Odd pages right, even pages left, one character in."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        page_number(paragraph)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        indentation = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indentation.set(qn(f"w:{side}Chars"), "100")
        indentation.set(qn(f"w:{side}"), "280")


def page_number(paragraph) -> None:
    """— 1 —, counted by the program that opens the paper."""
    style(paragraph.add_run("— "), SONG, 14)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        counted = style(paragraph.add_run(), SONG, 14)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        counted._r.append(element)
    style(paragraph.add_run(" —"), SONG, 14)


def head(document, paper: OfficialPaper) -> None:
    """版头, where the form has one."""
    if paper.mark:
        line(document, paper.mark, font="黑体", indent=False)
    if paper.form == PaperForm.LETTER:
        letter_head(document, paper)
    elif paper.headed:
        red_head(document, paper)
    elif paper.number:
        line(document, paper.number, align="right", indent=False)


def red_head(document, paper: OfficialPaper) -> None:
    """发文机关标志 35 mm below the top of 版心, 发文字号 two lines below it, the red line 4 mm under that."""
    text = f"{paper.org}文件" if paper.form == PaperForm.FILE else paper.org
    paragraph = line(document, "", align="center", indent=False, exact=False)
    style(paragraph.add_run(text), TITLE, fitted(text, 48), red=True)
    paragraph.paragraph_format.space_before = Mm(35 if not paper.mark else 25)
    line(document, "", indent=False)
    number = line(document, paper.number, align="center", indent=False)
    rule(number, edge="bottom")
    line(document, "", indent=False)


def letter_head(document, paper: OfficialPaper) -> None:
    """The head stands in the first page's header 30 mm below the edge, over a double line 170 mm wide; another 20 mm above the
    lower edge; the number flush right, seven eighths of a line below."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    top, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
    style(top.add_run(paper.org), TITLE, fitted(paper.org, 36), red=True)
    top.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rule(top, edge="bottom", kind="thickThinSmallGap", eighths=24)
    rule(foot, edge="bottom", kind="thinThickSmallGap", eighths=24, space=1)
    for paragraph in (top, foot):
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)
        paragraph.paragraph_format.space_after = Pt(0)
    number = line(document, paper.number, align="right", indent=False)
    number.paragraph_format.space_before = Pt(14)
    line(document, "", indent=False)


def fitted(text: str, most: float) -> float:
    """The size in points, by halves, in which the text stands on one line."""
    return min(most, int(WIDE / max(1, len(text)) * 2) / 2)


def hold(document, lines: int) -> None:
    """Keep so many of the last lines on one page with what follows: a signature never stands on a page without text."""
    for element in document.element.body[-lines - 1 : -1]:  # behind them stands the section
        if element.tag == qn("w:p"):
            Paragraph(element, document).paragraph_format.keep_with_next = True


def signature(document, paper: OfficialPaper) -> None:
    """With a seal the date stands four characters from the right and the office centred over it; without one the office two from
    the right, and the date begins two characters right of the office's first sign."""
    if not (paper.signed or paper.dated):
        return
    office, day = width(paper.signed), width(paper.dated)
    if paper.sealed:
        after_day = max(4, (office - day) / 2)
        after_office = after_day + (day - office) / 2
    else:
        after_office = max(2, day + 4 - office)
        after_day = after_office + office - 2 - day
    blank = [line(document, "", indent=False) for _ in range(2 if paper.sealed else 1)]
    lines = [(paper.signed, after_office), (paper.dated, after_day)]
    written = [(line(document, text, align="right", indent=False), after) for text, after in lines if text]
    for paragraph, after in written:
        from_right(paragraph, max(0, after))
    for paragraph in [*blank, *(paragraph for paragraph, _ in written[:-1])]:
        paragraph.paragraph_format.keep_with_next = True


def width(text: str) -> float:
    """In Chinese characters."""
    return sum(0.5 if ord(sign) < 128 else 1 for sign in text)


def imprint(document, paper: OfficialPaper, room: int) -> None:
    """版记, a frame at the foot of the last page: 抄送; of a file also who issues it and when, between thick lines."""
    rows = [f"抄送：{paper.copies}。"] if paper.copies else []
    filed = paper.form == PaperForm.FILE
    if filed:
        rows.append(f"{paper.signed}\t{paper.dated}印发")
    grid = document.add_table(rows=len(rows), cols=1)
    grid.autofit = False
    place = OxmlElement("w:tblpPr")
    for name, worth in (("vertAnchor", "margin"), ("horzAnchor", "margin"), ("tblpXSpec", "center")):
        place.set(qn(f"w:{name}"), worth)
    place.set(qn("w:tblpYSpec"), "bottom")
    styled = grid._tbl.tblPr.find(qn("w:tblStyle")) is not None
    grid._tbl.tblPr.insert(int(styled), place)
    for at, text in enumerate(rows):
        cell = grid.rows[at].cells[0]
        cell.width = room
        paragraph = cell.paragraphs[0]
        style(paragraph.add_run(text), size=14)
        paragraph.paragraph_format.tab_stops.add_tab_stop(room - Mm(6), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = LINE
        if filed:
            edges(cell, top=8 if at == 0 else 4, bottom=8 if at == len(rows) - 1 else 0)
    line(document, "", size=1, indent=False, exact=False)  # what the frame hangs on


def edges(cell, *, top: int, bottom: int) -> None:
    borders = OxmlElement("w:tcBorders")
    for name, eighths in (("top", top), ("bottom", bottom)):
        if eighths:
            border = OxmlElement(f"w:{name}")
            for key, worth in (("val", "single"), ("sz", eighths), ("space", 0), ("color", "000000")):
                border.set(qn(f"w:{key}"), str(worth))
            borders.append(border)
    cell._tc.get_or_add_tcPr().append(borders)
