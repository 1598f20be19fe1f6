import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from rectify.lib import sheets
from rectify.lib.sheets import Col, Sheet, write_book

COLUMNS = [
    Col("编号", width=8, kind="center"),
    Col("问题", "问题情况", 40),
    Col("表现", "问题情况", 30),
    Col("时限", kind="date"),
    Col("金额", "成效", kind="money"),
    Col("人数", "成效", kind="number"),
]


def written(*pages, **sheet):
    stream = io.BytesIO()
    pages = pages or (Sheet(**{"title": "问题清单", "columns": COLUMNS, "rows": [], **sheet}),)
    write_book(stream, *pages)
    return stream.getvalue()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def one_text(text):
    """The same text as two readers see it, in a book of one cell."""
    content = written(title="表", columns=[Col("文字")], rows=[[text]])
    cell = opened(content).active["A3"]
    return cell, CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[2][0]


def test_the_layout_is_that_of_an_office():
    page = opened(
        written(notes=["轮次：五届市委第九轮", "口径：以审定为准"], rows=[["1", "a", "b", None, 1, 2]], mark="张三 a&b")
    ).active
    merged = {str(area) for area in page.merged_cells.ranges}
    assert merged == {"A1:F1", "A2:F2", "A3:F3", "A4:A5", "B4:C4", "D4:D5", "E4:F4"}
    assert [cell.value for cell in page[4]] == ["编号", "问题情况", None, "时限", "成效", None]
    assert [cell.value for cell in page[5]] == [None, "问题", "表现", None, "金额", "人数"]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("B6", "$4:$5", "A5:F6")
    setup = page.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
    assert page.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert "a&&b" in page.oddHeader.right.text
    assert page["B6"].alignment.wrap_text
    assert page["B6"].border.left.style == "thin"
    assert round(page.column_dimensions["B"].width) == 36  # 40, in digits of another font, and the padding


def test_a_book_without_groups_has_one_header_row():
    page = opened(written(columns=[Col("甲"), Col("乙")], rows=[[1, 2]])).active
    assert [cell.value for cell in page[2]] == ["甲", "乙"]
    assert page.print_title_rows == "$2:$2"


def test_values_are_what_they_are():
    moment = datetime(2026, 3, 5, 17, 30, tzinfo=UTC)
    page = opened(
        written(
            columns=[
                Col("日", kind="date"),
                Col("时", kind="datetime"),
                Col("元", kind="money"),
                Col("率", kind="percent"),
            ],
            rows=[[date(2026, 3, 5), moment, Decimal("1234.50"), 0.76]],
        )
    ).active
    day, at, money, rate = page[3]
    assert (day.value, day.number_format) == (datetime(2026, 3, 5), "yyyy-mm-dd")
    assert at.value == datetime(2026, 3, 6, 1, 30)
    assert (money.value, money.number_format, rate.value) == (1234.5, "#,##0.00", 0.76)


@pytest.mark.parametrize("value", ["XX", "3万余", 10**16, float("nan"), True])
def test_what_does_not_fit_its_kind_is_written_as_text(value):
    cell = opened(written(columns=[Col("数", kind="number")], rows=[[value]])).active["A3"]
    assert cell.data_type == "s"


@pytest.mark.parametrize("value", ["2025年底前，并长期坚持", date(1899, 1, 1)])
def test_what_is_no_date_of_a_spreadsheet_is_text(value):
    assert opened(written(columns=[Col("日", kind="date")], rows=[[value]])).active["A3"].value == str(value)


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-3", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}"])
def test_a_text_that_looks_like_a_formula_stays_text(text):
    cell, seen = one_text(text)
    assert (cell.value, cell.data_type, seen) == (text, "s", text)
    assert cell.style.startswith("Normal")
    assert cell.quotePrefix == (text[0] in "=+-@")


@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "<r></sheetData></r>", "</t></is></c>", "&amp; <b>", "_x0041_"])
def test_markup_in_a_text_is_text(text):
    assert one_text(text)[1].strip() == text


def test_unseen_characters_leave_a_mark():
    assert one_text("甲\x00\x07\ud800\ufffe乙\r\n丙\x85")[1] == "甲□□□□乙\n丙□"


@pytest.mark.parametrize("char", ["好", "😀", "_x0041_"])
def test_a_text_too_long_is_cut_and_says_so(char):
    cell, seen = one_text(char * 40_000)
    assert seen.endswith("此处截断，全文见系统〕")
    assert cell.data_type == "s"
    assert 32_000 < len(seen.encode("utf-16-le")) // 2 <= 32_767


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_back_as_it_was_or_with_marks(text):
    assert one_text("始" + text)[1] == "始" + sheets.cells.clean(text)


def test_totals_and_footnotes_close_the_page_and_rows_are_streamed():
    seen = []

    def rows():
        for n in range(3):
            seen.append(n)
            yield [str(n), "a", "b", None, 1, n]

    page = opened(
        written(
            rows=rows(), totals=lambda: ["合计", "", "", None, len(seen), sum(seen)], footnotes=["填表人：　　审核人："]
        )
    ).active
    assert [cell.value for cell in page[7]] == ["合计", None, None, None, 3, 3]
    assert page["A8"].value == "填表人：　　审核人："
    assert page.auto_filter.ref == "A3:F6"


def test_sheets_get_names_that_excel_accepts():
    title = "关于2026年[第一轮]巡察/整改*情况?的汇总表，名字很长很长很长很长"
    page = Sheet(title, [Col("甲")], [])
    names = opened(written(page, page, Sheet("'", [Col("甲")], []))).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with pytest.raises(sheets.TooLong, match="分批导出"):
        written(columns=[Col("甲")], rows=([n] for n in range(10)))


def test_a_path_is_as_good_as_a_stream(tmp_path):
    assert write_book(tmp_path / "册.xlsx", Sheet("册", [Col("甲")], [["1"], ["2"]])) == 2
    assert zipfile.is_zipfile(tmp_path / "册.xlsx")
