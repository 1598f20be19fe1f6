"""Workbooks that people fill in and send back: drop-downs, a protected header, a sheet that explains each column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection

from rectify.lib import cells

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
    """`rows` are filled in beforehand, `spare` empty rows follow."""

    title: str
    fields: Sequence[Field]
    notes: Sequence[str] = ()
    rows: Iterable[Sequence[Any]] = ()
    spare: int = 500
    name: str = "填报表"


def write_template(target: str | PathLike | BinaryIO, blank: Blank) -> None:
    """Write the workbook: the sheet to fill in, 填写说明, and the lists behind the drop-downs."""
    book = Workbook()
    page = book.active
    page.title = blank.name
    top = heading(page, blank)
    last = filled(page, blank, top) + blank.spare
    explain(book.create_sheet("填写说明"), blank)
    restrict(page, book.create_sheet("选项"), blank, top, last)
    protect(page, blank, top)
    book.save(target)


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


def filled(page, blank: Blank, top: int) -> int:
    """Write the rows filled in beforehand. Gives the number of the next row."""
    row = top
    for values in blank.rows:
        for number, (field, value) in enumerate(zip(blank.fields, values, strict=True), 1):
            cell = put(page.cell(row, number), value if field.kind != "text" or value is None else cells.words(value))
            cell.number_format, cell.alignment, cell.border = FORMATS[field.kind], WRAPPED, FRAME
            cell.protection = Protection(locked=field.locked or field.hidden)
        row += 1
    return row


def explain(page, blank: Blank) -> None:
    page.append(["栏目", "是否必填", "怎么填", "示例"])
    for field in blank.fields:
        if not field.hidden:
            how = field.help or ("从下拉列表中选择。" if field.choices else "")
            page.append([None] * 4)
            for number, text in enumerate((field.title, "必填" if field.required else "选填", how, field.example), 1):
                put(page.cell(page.max_row, number), text)
    for letter, width in zip("ABCD", (20, 10, 70, 36), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows():
        for cell in row:
            cell.alignment, cell.border = WRAPPED, FRAME
            cell.font = Font(name="黑体" if cell.row == 1 else "宋体")
    page.freeze_panes = "A2"


def restrict(page, lists, blank: Blank, top: int, last: int) -> None:
    """Drop-downs, dates and whole numbers. The lists stand on a hidden sheet: written into the rule they end at 255."""
    lists.sheet_state = "hidden"
    for number, field in enumerate(blank.fields, 1):
        letter = get_column_letter(number)
        rule = None
        if field.choices:
            for row, choice in enumerate(field.choices, 1):
                put(lists.cell(row, number), choice)
            rule = DataValidation("list", formula1=f"选项!${letter}$1:${letter}${len(field.choices)}", allow_blank=True)
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


def protect(page, blank: Blank, top: int) -> None:
    """Everything but the columns to fill in is locked, without a password: it guards against slips, not against people."""
    for number, field in enumerate(blank.fields, 1):
        column = page.column_dimensions[get_column_letter(number)]
        column.width, column.hidden = field.width, field.hidden
        column.protection = Protection(locked=field.locked or field.hidden)
        column.number_format, column.alignment = FORMATS[field.kind], WRAPPED
    may = dict.fromkeys(("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"), False)
    page.protection = SheetProtection(sheet=True, **may)
    page.freeze_panes = page.cell(top, 1)
    page.print_title_rows = f"{top - 1}:{top - 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
