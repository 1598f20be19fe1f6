"""An office's own sheet without its rows: the heading, the looks of a row, the lines below. Runs in the limited process.

What comes out is a new workbook that takes over what is named here and nothing else: whatever the file held besides – macros,
links, hidden sheets, the rows of others – is not in it.
"""

import re
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.theme import theme_xml

USUAL_WIDTH = 8.43  # of a column for which a file says nothing
WIDEST = 200  # a title may be merged over more columns than anybody fills
MOST_TOLD = 12
# What a package may hold besides cells, by the names of its parts.
PARTS = {
    "图片": re.compile(r"xl/media/"),
    "图表": re.compile(r"xl/charts/"),
    "SmartArt 图形": re.compile(r"xl/diagrams/"),
    "批注": re.compile(r"xl/(threadedC|c)omments"),
    "数据透视表": re.compile(r"xl/pivot"),
    "“表格”样式区域": re.compile(r"xl/tables/"),
    "切片器": re.compile(r"xl/slicer"),
    "嵌入的文件": re.compile(r"xl/embeddings/"),
    "按钮、控件": re.compile(r"xl/(ctrlProps|activeX)/"),
    "指向别的文件的链接": re.compile(r"xl/externalLinks/"),
    "数据连接": re.compile(r"xl/(connections|queryTables)"),
}
SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp)[ >]")
SCHEME = re.compile(r"<a:clrScheme.*?</a:clrScheme>", re.DOTALL)
COLOUR = re.compile(r'<a:(?:srgbClr val|sysClr [^>]*lastClr)="([0-9A-Fa-f]{6})"')
SCHEME_NAMES = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
HEADS = ("odd", "even", "first")  # the pages whose head and foot differ
PLACES = {"Header": ("页眉", ("left", "center", "right")), "Footer": ("页脚", ("left", "center"))}
CODE = re.compile(r"&(?:[A-Za-z]|\"[^\"]*\"|\d+|K[0-9A-Fa-f]{6})")  # in the head of a page: a number, a font, a size


def blank(path: str, sheet: str, head: int, rows: Sequence[int], foot: Sequence[int], last: int) -> dict[str, Any]:
    """The sheet `sheet` of the workbook: `head` is the last row of its heading, `rows` are those of its data, `foot` those kept
    below, `last` its last column with a heading. Gives the new workbook (base64), the number of its columns, the words that
    stay in it, and in sentences what does not."""
    old = load_workbook(path, keep_links=False, rich_text=True)
    page = old[sheet]
    staying = [*range(1, head + 1), *foot]
    wide = [area.max_col for area in page.merged_cells.ranges if area.max_row <= head]
    columns = max(last, *(min(one, WIDEST) for one in wide), 1)
    lost = [*_parts(path), *_others(old, sheet), *_rules(page), *_in_cells(page, staying, columns)]
    new = Workbook()
    new.properties.creator = ""
    new._named_styles["Normal"].font = _font(old._fonts[0])  # widths are counted in its digits
    new.loaded_theme, new._colors = _theme(old), old._colors
    target = new.active
    assert target is not None
    target.title = page.title
    model = rows[0] if rows else head + 1
    for at, row in enumerate([*range(1, head + 1), model, *foot], 1):
        _row(page, row, target, at=at, columns=columns, words=row != model)
    places = {row: row for row in range(1, head + 1)} | {row: head + 2 + n for n, row in enumerate(foot)}
    for area in page.merged_cells.ranges:
        if area.max_col <= columns and all(row in places for row in range(area.min_row, area.max_row + 1)):
            top, bottom = places[area.min_row], places[area.max_row]
            target.merge_cells(start_row=top, start_column=area.min_col, end_row=bottom, end_column=area.max_col)
    _widths(page, target, columns)
    _print(page, target, head)
    out = BytesIO()
    new.save(out)
    words = [text for row in staying if (text := "　".join(_words(page, row, columns)))]
    words += [*_around(page), *_hidden(page, head, columns)]
    return {"content": b64encode(out.getvalue()).decode(), "columns": columns, "words": words, "lost": lost}


def _row(page: Any, row: int, target: Any, *, at: int, columns: int, words: bool) -> None:
    """A row with its looks; its words where they stay. A formula does not: it would count what is no longer there."""
    for column in range(1, columns + 1):
        old, new = page.cell(row, column), target.cell(at, column)
        if old.has_style:
            new.font, new.border, new.fill = _font(old.font), copy(old.border), copy(old.fill)
            new.alignment, new.number_format = copy(old.alignment), old.number_format
        if words and isinstance(old, Cell) and old.value is not None and old.data_type != "f":
            if isinstance(old.value, str | list):  # a list of pieces where it has several fonts
                new.value = str(old.value)
                new.data_type = "s"
            else:
                new.value = old.value
    target.row_dimensions[at].height = page.row_dimensions[row].height
    target.row_dimensions[at].hidden = page.row_dimensions[row].hidden and words


def _font(font: Any) -> Font:
    """By its name: another theme would put another font in its place."""
    font = copy(font)
    font.scheme = None
    return font


def _theme(book: Any) -> str:
    """The usual theme in the colours of the book; of its own nothing but their numbers."""
    own = SCHEME.search((book.loaded_theme or b"").decode("utf-8", "replace"))
    colours = COLOUR.findall(own.group()) if own else []
    if len(colours) != len(SCHEME_NAMES):
        return theme_xml
    named = zip(SCHEME_NAMES, colours, strict=True)
    body = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in named)
    return SCHEME.sub(f'<a:clrScheme name="Office">{body}</a:clrScheme>', theme_xml)


def _widths(page: Any, target: Any, columns: int) -> None:
    """Of each column: a file writes neighbours of one width together, and nothing of those that are as usual."""
    for column in range(1, columns + 1):
        usual = page.sheet_format.defaultColWidth or USUAL_WIDTH
        target.column_dimensions[get_column_letter(column)].width = usual
    for one in page.column_dimensions.values():
        for column in range(one.min or 1, min(one.max or 1, columns) + 1):
            mine = target.column_dimensions[get_column_letter(column)]
            mine.width, mine.hidden = one.width, one.hidden


def _print(page: Any, target: Any, head: int) -> None:
    """How it is printed: paper, margins, head and foot of the page, the heading on every page."""
    target.page_setup.orientation, target.page_setup.paperSize = page.page_setup.orientation, page.page_setup.paperSize
    target.page_margins, target.print_options = copy(page.page_margins), copy(page.print_options)
    target.HeaderFooter = copy(page.HeaderFooter)
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.print_title_rows = f"1:{head}"
    pane = page.sheet_view.pane
    held = int(pane.xSplit or 0) if pane and pane.state != "split" else 0  # not where it was scrolled to
    target.freeze_panes = f"{get_column_letter(held + 1)}{head + 1}"


# ---- what does not stay ----------------------------------------------------------------------------------------------


def _parts(path: str) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        yield from (word for word, name in PARTS.items() if any(map(name.match, names)))
        drawings = [name for name in names if name.startswith("xl/drawings/drawing")]
        if any(SHAPE.search(archive.read(name)) for name in drawings):
            yield "图形、文本框"


def _others(book: Any, sheet: str) -> Iterator[str]:
    if others := [name for name in book.sheetnames if name != sheet]:
        yield f"其他工作表：{_few(others)}"


def _rules(page: Any) -> Iterator[str]:
    if list(page.conditional_formatting):
        yield "条件格式"
    if page.data_validations and page.data_validations.dataValidation:
        yield "下拉选项等数据验证"
    if page.auto_filter.ref:
        yield "自动筛选"
    if page.protection.sheet:
        yield "工作表保护"
    if any(getattr(page, f"{one}Footer").right.text for one in HEADS):
        yield "页脚右边的文字：那里印这份副本给了谁"


def _in_cells(page: Any, staying: Sequence[int], columns: int) -> Iterator[str]:
    cells = [page.cell(row, column) for row in staying for column in range(1, columns + 1)]
    cells = [cell for cell in cells if isinstance(cell, Cell) and cell.value is not None]
    if formulas := [cell.coordinate for cell in cells if cell.data_type == "f"]:
        yield f"公式：{_few(formulas)}"
    if mixed := [cell.coordinate for cell in cells if _is_mixed(cell.value)]:
        yield f"一格里的几种字体：{_few(mixed)}"
    if links := [cell.coordinate for cell in cells if cell.hyperlink]:
        yield f"超链接：{_few(links)}"


def _is_mixed(value: Any) -> bool:
    """Whether its pieces differ; those of digits and Latin are not looked at, which LibreOffice always writes apart."""
    return (
        isinstance(value, list) and len({str(getattr(one, "font", "")) for one in value if not str(one).isascii()}) > 1
    )


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:MOST_TOLD]) + (f"等 {len(names)} 处" if len(names) > MOST_TOLD else "")


def _words(page: Any, row: int, columns: int) -> Iterator[str]:
    for column in range(1, columns + 1):
        cell = page.cell(row, column)
        if isinstance(cell, Cell) and cell.value is not None and cell.data_type != "f":
            yield " ".join(str(cell.value).split())


def _around(page: Any) -> Iterator[str]:
    """What is printed above and below every page."""
    for name, (where, places) in PLACES.items():
        parts = [getattr(getattr(page, f"{one}{name}"), place).text or "" for one in HEADS for place in places]
        texts = dict.fromkeys(text for part in parts if (text := CODE.sub("", part).strip()))
        if texts:
            yield f"{where}：{'　'.join(texts)}"


def _hidden(page: Any, head: int, columns: int) -> Iterator[str]:
    """What is hidden stays so: its words go out with every copy all the same."""
    hidden = [range(one.min or 1, (one.max or 1) + 1) for one in page.column_dimensions.values() if one.hidden]
    names = [f"{get_column_letter(n)} 列" for n in range(1, columns + 1) if any(n in one for one in hidden)]
    names += [f"第 {row} 行" for row in range(1, head + 1) if page.row_dimensions[row].hidden]
    if names:
        yield f"照样隐藏的：{_few(names)}（收到文件的人打得开）"
