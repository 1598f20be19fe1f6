"""The single workbooks that lie beside the project, each with the result that is right for it."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from ledgers.reading import workbooks
from ledgers.tests.test_reading_shared import balances

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases"
ANCHOR = date(2026, 11, 20)


def read(name: str):
    """The sheets of a file, whose cells must all be accounted for."""
    if not (CASES / name).exists():
        pytest.skip("没有 ../shared/cases，单个样例没有核对")
    book = workbooks.read_workbook(CASES / name, anchor=ANCHOR)
    assert balances(book)
    return book.sheets


def asked(sheet) -> list[tuple]:
    return [(one.row, one.col, one.kind) for one in sheet.all_questions()]


def values(sheet, *fields: str) -> list[tuple]:
    return [tuple(row.values.get(field) for field in fields) for row in sheet.rows]


def dues(sheet) -> list[str | None]:
    return [row.values["due"]["due"] if "due" in row.values else None for row in sheet.rows]


def test_cells_that_show_a_month():
    (sheet,) = read("i04_month_format.xlsx")
    assert [row.values["due"]["text"] for row in sheet.rows] == ["2027年3月"] * 4
    assert dues(sheet) == ["2027-03-31"] * 4


def test_rows_with_one_measure_below_an_issue():
    (sheet,) = read("i11_blank_same_as_above.xlsx")
    assert [row.number for row in sheet.rows] == [2, 3, 4, 5]
    assert asked(sheet) == [(3, "C", "follows"), (4, "C", "follows")]
    assert not any("aspect" in row.values for row in sheet.rows)


@pytest.mark.parametrize("name,hidden", [("i20_hidden_sheet_first.xlsx", "台账"), ("hidden_sheet_second.xlsx", "隐藏")])
def test_hidden_sheets(name, hidden):
    for sheet in read(name):
        assert sheet.hidden == (sheet.name == hidden)
        assert ((1, None, "hidden_sheet") in asked(sheet)) == sheet.hidden


def test_hidden_rows_and_columns():
    (sheet,) = read("i09_hidden.xlsx")
    assert asked(sheet) == [(3, None, "hidden"), (5, None, "hidden")]
    assert sheet.hidden_columns == ["D"]


def test_a_header_on_each_page():
    (sheet,) = read("i13_repeated_header.xlsx")
    assert values(sheet, "serial") == [("1",), ("2",), ("3",)]
    assert [(one.row, one.reason) for one in sheet.skipped] == [(3, "header"), (5, "band"), (6, "header")]


def test_members_named_with_the_other_stroke():
    (sheet,) = read("i02_backslash_members.xlsx")
    assert dues(sheet) == ["2027-03-31"]


def test_an_empty_shared_text():
    (sheet,) = read("i08b_empty_shared.xlsx")
    assert (len(sheet.rows), asked(sheet)) == (2, [(3, "C", "formula")])


def test_several_units_in_one_cell():
    (sheet,) = read("several_units.xlsx")
    assert values(sheet, "lead_unit", "responsible_units", "supporting_units") == [
        (None, ["市住建局", "市财政局"], None),
        ("市住建局", None, ["市民政局"]),
        ("市住建局", None, ["市财政局"]),
        ("市住建局 市财政局", None, None),
        (None, None, None),
    ]
    assert asked(sheet) == [(2, "D", "units"), (5, "D", "names")]


def test_sixteen_spellings_of_a_unit():
    (sheet,) = read("i12_unit_spellings.xlsx")
    assert {row for row, _, _ in asked(sheet)} == {13, 15, 16}
    assert sheet.rows[15].values["supporting_units"] == ["市财政局"]


def test_a_stroke_in_a_header_cell():
    (sheet,) = read("slash_in_header.xlsx")
    assert values(sheet, "lead_unit", "responsible_persons") == [("市住建局", ["科长甲"]), ("市民政局", ["科长乙"])]


def test_a_form_on_each_sheet():
    sheets = read("one_form_a_sheet.xlsx")
    assert [(sheet.kind, *values(sheet, "serial")) for sheet in sheets] == [("form", ("1",)), ("form", ("2",))]


def test_a_table_of_word():
    (sheet,) = read("ledger_table.docx")
    assert (sheet.name, values(sheet, "serial", "responsible_units")) == (
        "表1",
        [("1", ["市住建局"]), ("2", ["市民政局"])],
    )


def test_what_has_been_read_rightly_before():
    assert dues(read("i03_strict.xlsx")[0]) == ["2027-03-31"] * 2
    assert dues(read("i15_date_formats.xlsx")[0]).count("2027-03-31") >= 8
    texts = read("i14_text_dates.xlsx")[0]
    assert sum(day is not None for day in dues(texts)) >= 15
    assert all(day is None or day.startswith("2027-06") for day in dues(texts))
    assert values(read("i10_merged_group.xlsx")[0], "serial") == [("1",)] * 3 + [("2",)]
    assert [len(sheet.rows) for sheet in read("i19_dups.xlsx")] == [4, 1]
    assert [one.reason for one in read("i23_signature_rows.xlsx")[0].skipped] == [
        *("title", "signature", "note", "signature", "total")
    ]
    assert [len(read(name)[0].rows) for name in ("i17_rare_chars.xlsx", "i22_col_order_empty_cols.xlsx")] == [3, 1]


@pytest.mark.parametrize(
    "name,cells",
    [("i08a_formulas.xlsx", [(3, "D"), (3, "E"), (4, "D")]), ("i08c_error_literal.xlsx", [(2, "C"), (3, "B")])],
)
def test_formulas_and_errors(name, cells):
    (sheet,) = read(name)
    assert {(row, col) for row, col, kind in asked(sheet) if kind == "formula"} <= set(cells) | {(2, "B"), (3, "A")}
    assert all(len(row.cells) >= 2 for row in sheet.rows)


def test_texts_that_a_spreadsheet_could_run():
    (sheet,) = read("i30_risky.xlsx")
    issues = [row.values.get("issue") for row in sheet.rows]
    assert "=1+1" in issues
    assert '=HYPERLINK("http://x","y")' in issues
    assert "撇号开头" in issues
