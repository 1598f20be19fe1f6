"""Odd files that people's programs do make: other separators, empty references, rows without height, days since 1904, Word."""

import zipfile
from datetime import date, datetime

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook as Book

from ledgers.reading import workbooks
from ledgers.reading.sheet import ReadRefused
from ledgers.tests import oldbooks
from ledgers.tests.workbooks import cell, package, write

ANCHOR = date(2026, 3, 10)
HEADER = ["序号", "具体问题", "整改措施", "完成时限"]
HEADS = '<row r="1">' + "".join(cell(f"{c}1", word) for c, word in zip("ABCD", HEADER, strict=True)) + "</row>"


def read(path):
    return workbooks.read_workbook(path, anchor=ANCHOR).sheets


def asked(sheet):
    return [(one.row, one.col, one.kind) for one in sheet.all_questions()]


def test_members_named_with_the_other_stroke(tmp_path):
    whole = write(tmp_path / "全.xlsx", ("台账", [HEADER, [1, "甲", "改", "2026年9月底前"]]))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "反.xlsx", "w") as new:
        for member in old.namelist():
            new.writestr(member.replace("/", "\\"), old.read(member))
    assert [row.values for row in read(tmp_path / "反.xlsx")[0].rows] == [row.values for row in read(whole)[0].rows]


def test_a_name_that_leads_out_is_refused_with_either_stroke(tmp_path):
    path = package(tmp_path / "出.xlsx", HEADS, extra=[("..\\出.xml", "x")])
    with pytest.raises(ReadRefused):
        read(path)


def test_an_empty_reference_to_a_text_is_asked(tmp_path):
    row = f'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v></v></c>{cell("C2", "改")}</row>'
    (sheet,) = read(package(tmp_path / "空.xlsx", HEADS + row))
    assert asked(sheet) == [(2, "B", "formula")]


def test_a_row_without_height_is_hidden(tmp_path):
    rows = f'<row r="2" ht="0" customHeight="1">{cell("B2", "甲")}{cell("C2", "改")}</row>'
    (sheet,) = read(package(tmp_path / "平.xlsx", HEADS + rows))
    assert asked(sheet) == [(2, None, "hidden")]


def test_columns_and_sheets_that_nobody_sees(tmp_path):
    book = Book()
    page, hidden, choices = book.active, book.create_sheet("旧账"), book.create_sheet("选项")
    for sheet in (page, hidden):
        for line in (HEADER, [1, "甲", "改", "2026年9月"], [2, "乙", "改", "2026年9月"]):
            sheet.append(line)
    choices.append(["是"])
    hidden.sheet_state = choices.sheet_state = "veryHidden"
    page.column_dimensions["C"].hidden = True
    book.save(tmp_path / "隐.xlsx")
    first, second, third = read(tmp_path / "隐.xlsx")
    assert asked(first) == []
    assert first.hidden_columns == ["C"]
    assert asked(second) == [(1, None, "hidden_sheet")]
    assert [sheet.as_dict().get("hidden") for sheet in (first, second, third)] == [None, True, True]
    assert asked(third) == []


def test_days_since_1904(tmp_path):
    book = Book()
    book.epoch = datetime(1904, 1, 1)
    for line in (HEADER, [1, "甲", "改", 44740], [2, "乙", "改", datetime(2026, 9, 30)]):
        book.active.append(line)
    book.save(tmp_path / "1904.xlsx")
    (sheet,) = read(tmp_path / "1904.xlsx")
    assert [row.values["due"]["text"] for row in sheet.rows] == ["2026-06-29", "2026-09-30"]
    assert [row.values["serial"] for row in sheet.rows] == ["1", "2"]


def test_a_number_that_was_turned_into_a_date_is_asked(tmp_path):
    rows = [HEADER, [("day", datetime(2026, 3, 2)), "甲", "改", "2026年9月"]]
    (sheet,) = read(write(tmp_path / "转.xlsx", ("台账", rows)))
    assert "serial" not in sheet.rows[0].values
    assert asked(sheet) == [(2, "A", "turned")]


def test_what_a_cell_stores_survives_another_mapping(tmp_path):
    rows = [["序号", "具体问题", "自拟"], [1, "甲", ("day", datetime(2026, 3, 2))]]
    (sheet,) = workbooks.read_safely(write(tmp_path / "表.xlsx", ("台账", rows)), anchor=ANCHOR).sheets
    assert sheet.rows[0].values["other"] == {"C": "2026-03-02"}
    assert asked(workbooks.reread(sheet, {"C": "locator"}, anchor=ANCHOR)) == [(2, "C", "turned")]


def numbered(path):
    """A table whose serials are automatic numbers, with an inserted and a deleted word and a nested table."""
    document = docx.Document()
    table = document.add_table(3, 4)
    for text, place in zip(HEADER, table.rows[0].cells, strict=True):
        place.text = text
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = "List Number"
        row.cells[1].text = "甲"
        row.cells[3].text = "2026年9月底前"
    inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>加</w:t></w:r></w:ins>')
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>减</w:delText></w:r></w:del>')
    table.cell(1, 1).paragraphs[0]._p.extend([inserted, deleted])
    inner = table.cell(1, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "补办", "一次"
    gone = OxmlElement("w:del")
    gone.set(qn("w:id"), "3")
    row = table.add_row()
    row.cells[1].text = "已删"
    row._tr.get_or_add_trPr().append(gone)
    document.save(str(path))
    return path


def test_a_table_of_word_as_it_is_seen(tmp_path):
    (sheet,) = read(numbered(tmp_path / "附件.docx"))
    assert [row.values["serial"] for row in sheet.rows] == ["1.", "2."]
    assert sheet.rows[0].values["issue"] == "甲加"
    assert sheet.rows[0].values["measures"] == ["补办\t一次"]
    assert len(sheet.rows) == 2


def test_word_and_pages_are_read_by_their_own_name_only(tmp_path):
    path = oldbooks.word(tmp_path / "附件.docx", ([HEADER, ["1", "甲", "改", "9月底前"]], [], 0))
    renamed = tmp_path / "附件.xlsx"
    renamed.write_bytes(path.read_bytes())
    with pytest.raises(ReadRefused, match="Word"):
        read(renamed)
    assert len(workbooks.read_safely(renamed, name="附件.docx").sheets[0].rows) == 1


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml"])
def test_definitions_within_a_word_file_are_refused(tmp_path, name):
    path = oldbooks.word(tmp_path / "附件.docx", ([HEADER, ["1", "甲", "改", "9月底前"]], [], 0))
    evil = tmp_path / "外.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(evil, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == name:
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1)
            new.writestr(member, data)
    with pytest.raises(ReadRefused, match="外部定义"):
        read(evil)


def test_a_truncated_word_file_and_a_page_without_an_end(tmp_path):
    whole = oldbooks.word(tmp_path / "附件.docx", ([HEADER, ["1", "甲", "改", "9月底前"]], [], 0)).read_bytes()
    half = tmp_path / "半.docx"
    half.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ReadRefused):
        read(half)
    page = tmp_path / "半.html"
    page.write_text(
        "<table><tr>" + "".join(f"<td>{word}" for word in HEADER) + "<tr><td>1<td>甲<td>改", encoding="utf-8"
    )
    assert read(page)[0].rows[0].values["measures"] == ["改"]


def test_spans_without_measure_are_refused(tmp_path):
    page = tmp_path / "宽.html"
    page.write_text("<table>" + "<tr><td colspan=1000>甲<td>乙</tr>", encoding="utf-8")
    with pytest.raises(ReadRefused, match="范围过大"):
        read(page)
    page.write_text("<table>" + "<table>" * 5000 + "<tr><td>甲", encoding="utf-8")
    assert [sheet.kind for sheet in read(page)] == ["other"]
