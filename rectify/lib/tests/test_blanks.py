import io

import openpyxl
from python_calamine import CalamineWorkbook

from rectify.lib.blanks import Blank, Field, write_template

FIELDS = [
    Field("键", hidden=True),
    Field("问题", 40, required=True, help="照抄反馈原话", example="=落实不到位"),
    Field("完成时限", kind="date"),
    Field("挽回损失", kind="number"),
    Field("是否长期", choices=["是", "否"]),
]


def opened(**changes):
    stream = io.BytesIO()
    blank = Blank(**{"title": "台账模板", "fields": FIELDS, "notes": ["一行一个问题。"], **changes})
    write_template(stream, blank)
    return stream.getvalue(), openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def test_the_header_is_locked_and_the_columns_to_fill_in_are_not():
    _, book = opened()
    page = book["填报表"]
    assert page.protection.sheet
    assert page["B3"].protection.locked
    assert not page.column_dimensions["B"].protection.locked
    assert page.column_dimensions["A"].protection.locked
    assert page.column_dimensions["A"].hidden
    assert (page["B3"].value, page.freeze_panes) == ("问题", "A4")


def test_choices_dates_and_numbers_are_checked_while_typing():
    _, book = opened(spare=50)
    rules = {str(rule.sqref): rule for rule in book["填报表"].data_validations.dataValidation}
    assert {where: rule.type for where, rule in rules.items()} == {
        "C4:C54": "date",
        "D4:D54": "whole",
        "E4:E54": "list",
    }
    assert rules["E4:E54"].formula1 == "选项!$E$1:$E$2"
    assert [cell.value for cell in book["选项"]["E"]] == ["是", "否"]
    assert book["选项"].sheet_state == "hidden"


def test_the_explanation_names_every_visible_column():
    _, book = opened()
    rows = list(book["填写说明"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["栏目", "问题", "完成时限", "挽回损失", "是否长期"]
    assert rows[1] == ("问题", "必填", "照抄反馈原话", "=落实不到位")
    assert book["填写说明"]["D2"].data_type == "s"


def test_rows_filled_in_beforehand_come_back_as_they_were():
    content, book = opened(rows=[["k3", "=1+1", None, 5, "是"], ["k4", "乙", None, None, None]])
    page = book["填报表"]
    assert (page["B4"].value, page["B4"].data_type, page["D4"].value) == ("=1+1", "s", 5)
    assert page["A4"].protection.locked
    assert not page["B4"].protection.locked
    seen = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("填报表").to_python()
    assert [row[:2] for row in seen[3:5]] == [["k3", "=1+1"], ["k4", "乙"]]
