"""The ledger as the office of the demo has always kept it: a sheet of its own, with a heading, an empty row and a last line."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

TITLE = "巡察反馈问题整改台账"
HEADINGS = {
    "序号": 6,
    "问题编号": 16,
    "具体问题": 44,
    "牵头单位": 20,
    "整改措施": 44,
    "整改时限": 14,
    "状态": 12,
    "备注": 20,
}


def own_ledger() -> bytes:
    """The workbook (.xlsx) as the office would hand it in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "整改台账"
    sheet.append([TITLE])
    sheet.append(list(HEADINGS))
    sheet.append([])
    sheet.append(["填报人：　　　　　审核人：　　　　　填报日期："])
    thin = Side(style="thin")
    for row in (2, 3):
        for column, width in enumerate(HEADINGS.values(), 1):
            cell = sheet.cell(row, column)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.font, cell.alignment = Font("仿宋", 11, bold=row == 2), Alignment(vertical="center", wrap_text=True)
            sheet.column_dimensions[cell.column_letter].width = width
            if row == 2:
                cell.fill = PatternFill("solid", fgColor="DDE6F0")
    for row in (1, 4):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADINGS))
    sheet["A1"].font, sheet["A1"].alignment = Font("方正小标宋简体", 18), Alignment(horizontal="center")
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "8"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
