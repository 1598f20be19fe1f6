"""Odd workbooks as offices have them, composed: each filler gets the first sheet of a new book."""

from collections.abc import Callable
from datetime import date, datetime

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.tests.intake import HEADS
from ledgers.tests.test_import import row

Filler = Callable[[Worksheet], None]


def plain(sheet: Worksheet) -> None:
    for line in (HEADS, row(1), row(2)):
        sheet.append(line)


def with_lines(*lines: list) -> Filler:
    """A plain ledger with these lines between its rows and behind them."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADS)
        for line in lines:
            sheet.append(row(1))
            sheet.append(line)
        sheet.append(row(2))

    return fill


def above(*lines: list) -> Filler:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)
        plain(sheet)

    return fill


def wide(sheet: Worksheet) -> None:
    sheet.append([*HEADS, *(f"自拟第 {n} 栏" for n in range(40))])
    sheet.append([*row(1), *("略" for _ in range(40))])


def beside(sheet: Worksheet) -> None:
    """Words beside the table and far below it, in columns without heading."""
    plain(sheet)
    sheet["M2"], sheet["N3"], sheet["P30"], sheet["A40"] = "边上一", "边上二", "远处", "更远处"


def twice(sheet: Worksheet) -> None:
    plain(sheet)
    for line in (["二、另一张表"], HEADS[:4], ["9", "市住建局", "另一个问题没有整改", "1.改。"]):
        sheet.append(line)


def hidden(sheet: Worksheet) -> None:
    plain(sheet)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True


def merged(sheet: Worksheet) -> None:
    sheet.append(HEADS)
    for n in range(3):
        sheet.append([*row(1)[:3], f"{n + 1}.改一条。", *row(1)[4:]])
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}4")


def heads_of(*lines: list, merge: str) -> Filler:
    """A header of several lines, merged as told."""

    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)
        for area in merge.split():
            sheet.merge_cells(area)
        for n in (1, 2):
            sheet.append(row(n)[:7])

    return fill


def with_dues(*values: object, shown: str = "") -> Filler:
    """A plain ledger whose deadlines are these, in a number format of their own."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADS)
        for n, value in enumerate(values, start=1):
            sheet.append([*row(n)[:6], value, *row(n)[7:]])
            if shown:
                sheet.cell(sheet.max_row, 7).number_format = shown

    return fill


def and_then(change: Callable[[Worksheet], object]) -> Filler:
    """A plain ledger, with something of the program's beside its cells."""

    def fill(sheet: Worksheet) -> None:
        plain(sheet)
        change(sheet)

    return fill


def of_1904(sheet: Worksheet) -> None:
    sheet.parent.epoch = CALENDAR_MAC_1904
    with_dues(date(2026, 12, 31), 44_000)(sheet)


def further(state: str = "visible", count: int = 1, name: str = "另一张 {}") -> Filler:
    """Further ledgers in sheets of their own, hidden as told."""

    def fill(sheet: Worksheet) -> None:
        plain(sheet)
        for n in range(count):
            other = sheet.parent.create_sheet(name.format(n))
            other.sheet_state = state
            for line in (HEADS, row(100 + n)):
                other.append(line)

    return fill


def far_away(sheet: Worksheet) -> None:
    """The table begins in the middle of the sheet."""
    for at, line in enumerate((HEADS, row(1), row(2)), start=12):
        for column, value in enumerate(line, start=6):
            sheet.cell(at, column).value = value


def ten_thousand_blank_rows(sheet: Worksheet) -> None:
    plain(sheet)
    for at in range(4, 10_004):
        sheet.cell(at, 1).alignment = Alignment(wrap_text=True)


def drop_down(sheet: Worksheet) -> None:
    choice = DataValidation(type="list", formula1='"整改中,已完成"')
    sheet.add_data_validation(choice)
    choice.add("H2:H90")


def chart(sheet: Worksheet) -> None:
    sheet.parent.create_chartsheet("图").add_chart(BarChart())


def form_beside(sheet: Worksheet) -> None:
    """A form, one issue a sheet, beside the ledger."""
    plain(sheet)
    form = sheet.parent.create_sheet("一件一张")
    for line in (
        ["问题编号", "7"],
        ["具体问题", "表单里的问题"],
        ["整改措施", "1.改。"],
        ["责任单位", "市住建局"],
        ["完成时限", "年底"],
    ):
        form.append(line)


def rich(sheet: Worksheet) -> None:
    plain(sheet)
    sheet["C2"] = CellRichText("第 1 个问题", TextBlock(InlineFont(b=True), "没有整改到位"))


COMPOSED: dict[str, Filler] = {
    "平常": plain,
    "标题和签名": above(["某市整改台账"], ["填报单位：甲", "", "填报日期：2026-09-01"]),
    "分段": with_lines(["一、党的建设方面"], ["二、作风方面"]),
    "合计": with_lines(["合计", "", "2"], ["小 计", "", "1"]),
    "注": with_lines(["注：以上"], ["说明：略"]),
    "每页表头": with_lines(HEADS, HEADS),
    "空序号": with_lines(["7"], ["8"]),
    "续行": with_lines(["", "", "", "2.再改一条。"], ["", "", "", "3.还改一条。"]),
    "空格": with_lines(["3", "", "没有写单位的问题"], ["4", "", "", ""]),
    "公式样": with_lines(["3", "市住建局", "=1+1", '=HYPERLINK("http://x")'], ["4", "市住建局", "@SUM(A1)"]),
    "怪字": with_lines(["3", "市住建局", "\u202e倒着写的问题\u200b"], ["4", "市住建局", "𠮷野家的问题😀"]),
    "宽表": wide,
    "表外": beside,
    "两张表": twice,
    "隐藏": hidden,
    "合并": merged,
    "多家": with_lines(
        ["3", "市住建局、市教育局", "两家的问题"], ["4", "牵头：市住建局；配合：市教育局", "另一个两家的"]
    ),
    "怪日子": with_lines([*row(3)[:6], "2026年13月45日"], [*row(4)[:6], "XX"]),
    "两行表头": heads_of(
        ["序号", "被巡察单位", "问题", "", "责任", "", "完成时限"],
        ["", "", "具体问题", "整改措施", "牵头领导", "责任单位", ""],
        merge="A1:A2 B1:B2 C1:D1 E1:F1 G1:G2",
    ),
    "三行表头": heads_of(
        ["序号", "被巡察单位", "反馈与整改", "", "", "", "完成时限"],
        ["", "", "问题", "", "责任", "", ""],
        ["", "", "具体问题", "整改措施", "牵头领导", "责任单位", ""],
        merge="A1:A3 B1:B3 C1:F1 C2:D2 E2:F2 G1:G3",
    ),
    "标题跨列": above(["某市整改台账"], ["", "（内部往来）"]),
    "隐藏的表": further("hidden"),
    "很深隐藏的表": further("veryHidden"),
    "三十张表": further(count=28),
    "怪表名": further(name="台账（{}）！😀'&"),
    "真日期": with_dues(date(2026, 12, 31), datetime(2026, 12, 31, 17, 30)),
    "只示年月": with_dues(date(2026, 12, 31), date(2027, 3, 1), shown='yyyy"年"m"月"'),
    "只示年": with_dues(date(2026, 12, 31), shown="yyyy"),
    "日期数": with_dues(46_387, "46387", 46_387.5),
    "1904": of_1904,
    "文字日期": with_dues("2026.12.31", "26年12月底", "二〇二六年十二月三十一日", "12月底前", "长期坚持", "立行立改"),
    "过去的日子": with_dues("2019-06-30", "2026-09-01", "2060年底", "0001-01-01"),
    "全角": with_lines(["３", "市住建局", "全角的问题　没有整改", "１．改一条。", "", "", "２０２６年１２月３１日"]),
    "换行的单位": with_lines(
        ["3", "市住建局\n市教育局", "两家写在两行"], ["4", "市住建局\n（城市建设科）", "科室在下一行"]
    ),
    "几家几样写": with_lines(
        ["3", "市住建局、教育局等部门", "问题甲"],
        ["4", "A牵头，市住建局配合", "问题乙"],
        ["5", "各县（市、区）", "问题丙"],
    ),
    "同上": with_lines(["3", "同上", "另一个问题", "同上", "〃", "同前"]),
    "没有的单位": with_lines(["3", "量子办", "问题"], ["4", "某某局（已撤并）", "问题二"]),
    "错误值": with_lines(["3", "市住建局", "问题三", "#N/A", "#REF!", "#DIV/0!"]),
    "公式": with_lines(["=ROW()", "市住建局", "公式的序号"], ["4", "=B2", "公式的单位", '=CONCATENATE("改","完")']),
    "引号开头": with_lines(["'3", "'市住建局", "'带撇号的问题"]),
    "只有空格": with_lines(["  ", "　", "\u200b", "\xa0"], ["3", " 市住建局 ", " 两头有空格的问题 "]),
    "布尔": with_lines([True, False, "真假值", "1.改。"]),
    "数字格式": with_lines([1.1, "市住建局", "序号带点"], [1.2, "市住建局", 0.987], [12_345_678, "市住建局", "大数"]),
    "长文": with_lines(["3", "市住建局", "长" * 32_000, "1." + "改" * 30_000]),
    "很多行": with_lines(*(["x", "市住建局", f"第 {n} 个重复写的问题"] for n in range(300))),
    "远处的表": far_away,
    "一万行空白": ten_thousand_blank_rows,
    "批注": and_then(lambda sheet: setattr(sheet["C2"], "comment", Comment("领导批示", "甲"))),
    "超链接": and_then(lambda sheet: setattr(sheet["C2"], "hyperlink", "http://example.invalid/x")),
    "富文本": rich,
    "下拉": and_then(drop_down),
    "筛选和冻结": and_then(
        lambda sheet: (setattr(sheet.auto_filter, "ref", "A1:I3"), setattr(sheet, "freeze_panes", "C2"))
    ),
    "组合折叠": and_then(lambda sheet: sheet.row_dimensions.group(2, 3, hidden=True)),
    "列折叠": and_then(lambda sheet: sheet.column_dimensions.group("D", "F", hidden=True)),
    "行高为零": and_then(lambda sheet: setattr(sheet.row_dimensions[2], "height", 0)),
    "保护的表": and_then(lambda sheet: sheet.protection.set_password("1234")),
    "保护的簿": and_then(lambda sheet: setattr(sheet.parent, "security", WorkbookProtection(lockStructure=True))),
    "名称": and_then(lambda sheet: sheet.parent.defined_names.add(DefinedName("区域", attr_text="台账!$A$1:$I$3"))),
    "图表页": and_then(chart),
    "竖排": and_then(lambda sheet: setattr(sheet["C2"], "alignment", Alignment(text_rotation=255))),
    "页眉": and_then(lambda sheet: setattr(sheet.oddHeader.center, "text", "某市整改台账")),
    "表单和台账": form_beside,
}
