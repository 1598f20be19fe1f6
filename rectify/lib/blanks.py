"""Workbooks that people fill in and send back: drop-downs, a protected header, a sheet that explains each column.

With a `provenance` a sheet's rows are `Keyed`, and the workbook has the signed hidden sheet by which they are known again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection

from rectify.lib import cells, provenance
from rectify.lib.provenance import Provenance

THIN = Side(style="thin", color="808080")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADER_FILL = PatternFill("solid", fgColor="F2F2F2")
MUST_FILL = PatternFill("solid", fgColor="FFF2CC")
WRAPPED = Alignment(wrap_text=True, vertical="center")
FORMATS = {"text": "@", "date": "yyyy-mm-dd", "number": "0"}


@dataclass(frozen=True)
class Field:
    """A column to fill in. `hidden` ones carry keys and versions and come back as they went out."""

    title: str
    width: float = 16
    kind: str = "text"
    required: bool = False
    help: str = ""
    example: str = ""
    choices: Sequence[str] = ()
    locked: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Blank:
    """`rows` are filled in beforehand, `spare` empty rows follow, `foot` stands below them (a place for signatures)."""

    title: str
    fields: Sequence[Field]
    notes: Sequence[str] = ()
    rows: Iterable[Any] = ()
    spare: int = 500
    name: str = "填报表"
    foot: str = ""
    provenance: Provenance | None = None

    @property
    def headings(self) -> list[str]:
        """The headings of the columns as the reader of workbooks gives them."""
        return [provenance.heading([field.title]) for field in self.fields]


def write_template(target: str | PathLike | BinaryIO, *blanks: Blank) -> None:
    """Write the workbook: the sheets to fill in, 填写说明, and the lists behind the drop-downs."""
    book = Workbook()
    book.remove(book.active)
    pages = [(book.create_sheet(blank.name), blank, list(blank.rows)) for blank in blanks]
    explained, lists, column = book.create_sheet("填写说明"), book.create_sheet("选项"), 1
    lists.sheet_state = "hidden"
    for page, blank, rows in pages:
        top = heading(page, blank)
        last = filled(page, blank, [getattr(row, "values", row) for row in rows], top) + blank.spare
        foot(page, blank, last)
        restrict(page, lists, blank, top=top, last=last, column=column)
        protect(page, blank, top, last)
        column += len(blank.fields)
    explain(explained, *blanks)
    if any(blank.provenance for blank in blanks):
        sign(book.create_sheet(provenance.NAME), pages)
    book.save(target)


class WrittenSheet:
    """A sheet of this writer, as the writer of keys sees one."""

    def __init__(self, page) -> None:
        self.page = page

    def hide(self) -> None:
        self.page.sheet_state = "hidden"

    def write_string(self, row: int, column: int, word: str) -> None:
        put(self.page.cell(row + 1, column + 1), word)


def sign(page, pages: Sequence[tuple[Any, Blank, list]]) -> None:
    """The keys and prints of every row, signed."""
    keys = provenance.ProvenanceWriter(WrittenSheet(page))
    for written, blank, rows in pages:
        if blank.provenance:
            keys.table(written.title, blank.provenance, blank.headings)
            for row in rows:
                keys.note(row)
    keys.close()


def heading(page, blank: Blank) -> int:
    """Title, notes, header row. Gives the number of the first row to fill in."""
    row = 1
    for text, font in [
        (blank.title, Font(name="方正小标宋简体", size=18)),
        *((n, Font(name="楷体")) for n in blank.notes),
    ]:
        put(page.cell(row, 1), text).font = font
        page.cell(row, 1).alignment = Alignment(
            wrap_text=True, vertical="center", horizontal="center" if row == 1 else "left"
        )
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(blank.fields))
        page.row_dimensions[row].height = 34 if row == 1 else 18 * (1 + len(text) // 60)
        row += 1
    for number, field in enumerate(blank.fields, 1):
        cell = put(page.cell(row, number), field.title)
        cell.font, cell.border = Font(name="黑体", bold=field.required), FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.fill = MUST_FILL if field.required else HEADER_FILL
    return row + 1


def put(cell, value: Any):
    """A value as what it is; a text as text even when it begins like a formula."""
    if isinstance(value, str):
        cell.value = cells.clean(value)
        cell.data_type = "s"
        if cells.is_risky(value):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def filled(page, blank: Blank, rows: Iterable[Sequence[Any]], top: int) -> int:
    """Write the rows filled in beforehand, and frame the empty ones. Gives the number of the next row."""
    row = top
    for values in rows:
        for number, (field, value) in enumerate(zip(blank.fields, values, strict=True), 1):
            cell = put(page.cell(row, number), value if field.kind != "text" or value is None else cells.words(value))
            cell.number_format, cell.alignment, cell.border = FORMATS[field.kind], WRAPPED, FRAME
            cell.protection = Protection(locked=field.locked or field.hidden)
        row += 1
    return row


def foot(page, blank: Blank, row: int) -> None:
    """The line below the rows."""
    if blank.foot:
        put(page.cell(row, 1), blank.foot).font = Font(name="楷体")
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(blank.fields))
        page.row_dimensions[row].height = 36


def explain(page, *blanks: Blank) -> None:
    page.append(["栏目", "是否必填", "怎么填", "示例"])
    for blank in blanks:
        for field in blank.fields:
            if field.hidden or field.locked and not field.help:
                continue
            how = field.help or ("从下拉列表中选择。" if field.choices else "")
            name = f"{blank.name}：{field.title}" if len(blanks) > 1 else field.title
            page.append([None] * 4)
            for number, text in enumerate((name, "必填" if field.required else "选填", how, field.example), 1):
                put(page.cell(page.max_row, number), text)
    for letter, width in zip("ABCD", (28, 10, 70, 36), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows():
        for cell in row:
            cell.alignment, cell.border = WRAPPED, FRAME
            cell.font = Font(name="黑体" if cell.row == 1 else "宋体")
    page.freeze_panes = "A2"


def restrict(page, lists, blank: Blank, *, top: int, last: int, column: int) -> None:
    """Drop-downs, dates and whole numbers. The lists stand on a hidden sheet, from `column` on: written into the rule they end
    at 255."""
    for number, field in enumerate(blank.fields, 1):
        letter, list_letter = get_column_letter(number), get_column_letter(column + number - 1)
        rule = None
        if field.choices:
            for row, choice in enumerate(field.choices, 1):
                put(lists.cell(row, column + number - 1), choice)
            area = f"选项!${list_letter}$1:${list_letter}${len(field.choices)}"
            rule = DataValidation("list", formula1=area, allow_blank=True)
            rule.error, rule.errorTitle = f"请从下拉列表中选择“{field.title}”。", "不在列表中"
        elif field.kind == "date":
            rule = DataValidation("date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True)
            rule.error, rule.errorTitle = f"“{field.title}”须填日期，例如 2026-03-31。", "不是日期"
        elif field.kind == "number":
            rule = DataValidation("whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
            rule.error, rule.errorTitle = f"“{field.title}”须填整数，没有就填 0。", "不是整数"
        if rule:
            rule.showErrorMessage = True
            rule.add(f"{letter}{top}:{letter}{last}")
            page.add_data_validation(rule)


def protect(page, blank: Blank, top: int, last: int) -> None:
    """Everything but the columns to fill in is locked, without a password: it guards against slips, not against people."""
    for number, field in enumerate(blank.fields, 1):
        column = page.column_dimensions[get_column_letter(number)]
        column.width, column.hidden = field.width, field.hidden
        column.protection = Protection(locked=field.locked or field.hidden)
        column.number_format, column.alignment = FORMATS[field.kind], WRAPPED
    for row in range(last - blank.spare, last) if blank.foot else ():
        for number, field in enumerate(blank.fields, 1):
            cell = page.cell(row, number)
            cell.border, cell.alignment = FRAME, WRAPPED
            cell.protection = Protection(locked=field.locked or field.hidden)
            cell.number_format = FORMATS[field.kind]
    may = dict.fromkeys(("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"), False)
    page.protection = SheetProtection(sheet=True, **may)
    page.freeze_panes = page.cell(top, 1)
    page.print_title_rows = f"{top - 1}:{top - 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
