"""What is particular to .ods and .xls, composed by hand: repetition, merges, hidden rows, percentages, locks."""

import struct

import pytest

from ledgers.reading import biff, formats, workbooks
from ledgers.reading.sheet import ReadRefused
from ledgers.tests import oldbooks
from ledgers.tests.oldbooks import ods_row as row
from ledgers.tests.oldbooks import ods_text as text
from ledgers.tests.oldbooks import record
from ledgers.tests.workbooks import cell, package


def ods(path, rows, manifest=""):
    return oldbooks.ods(path, ("表", rows, ""), manifest=manifest)


HEADER = row(text("反馈方面"), text("具体问题"), text("完成率"), text("整改时限"))


def test_an_ods_with_everything(tmp_path):
    percent = (
        '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50.00%</text:p></table:table-cell>'
    )
    day = '<table:table-cell office:value-type="date" office:date-value="2026-09-30"><text:p>26/9/30</text:p></table:table-cell>'
    note = "<office:annotation><text:p>批注不是内容</text:p></office:annotation>"
    rows = (
        HEADER
        + row(text("党建", 'table:number-rows-spanned="2"'), text("甲\n乙"), percent, day)
        + row("<table:covered-table-cell/>", text(f"丙{note}"), '<table:table-cell table:number-columns-repeated="2"/>')
        + row('<table:table-cell table:number-columns-repeated="16384"/>', extra='table:number-rows-repeated="1000000"')
    )
    (sheet,) = workbooks.read_workbook(ods(tmp_path / "表.ods", rows)).sheets
    first, second = (one.values for one in sheet.rows)
    assert first["issue"] == "甲\n乙"
    assert first["other"] == {"C": "50.00%"}
    assert first["due"]["due"] == "2026-09-30"
    assert (second["aspect"], second["issue"]) == ("党建", "丙")


def test_hidden_and_repeated_rows_of_an_ods(tmp_path):
    rows = HEADER + row(text("党建"), text("甲"), extra='table:visibility="collapse" table:number-rows-repeated="2"')
    (sheet,) = workbooks.read_workbook(ods(tmp_path / "表.ods", rows)).sheets
    assert [(one.number, one.hidden) for one in sheet.rows] == [(2, True), (3, True)]


def test_hostile_ods(tmp_path):
    many = HEADER + row(text("甲"), text("乙"), extra='table:number-rows-repeated="1048576"')
    with pytest.raises(ReadRefused, match="范围过大"):
        workbooks.read_workbook(ods(tmp_path / "多.ods", many))
    with pytest.raises(ReadRefused, match="密码"):
        workbooks.read_workbook(ods(tmp_path / "锁.ods", HEADER, "<encryption-data/>"))
    with pytest.raises(ReadRefused, match="不完整"):
        workbooks.read_workbook(ods(tmp_path / "坏.ods", "<table:table-row>"))
    with pytest.raises(ReadRefused, match="不完整"):
        workbooks.read_workbook(ods(tmp_path / "数.ods", row(text("甲"), extra='table:number-rows-repeated="x"')))


def test_what_an_old_workbook_hides():
    code = "0.0%"
    globals_ = record(biff.FORMAT, struct.pack("<HHB", 164, len(code), 0) + code.encode())
    globals_ += record(biff.XF, struct.pack("<HH", 0, 0) + b"\0" * 16)
    globals_ += record(biff.XF, struct.pack("<HH", 0, 164) + b"\0" * 16)
    head = record(biff.BOF, b"\0\6\5\0" + b"\0" * 12)
    place = len(head) + len(globals_) + 4 + 6 + 2 + 2
    globals_ += record(biff.SHEETS, struct.pack("<IH", place, 0) + bytes([1, 1]) + "表".encode("utf-16-le"))
    sheet = record(biff.BOF, b"\0\6\x10\0" + b"\0" * 12)
    sheet += record(biff.ROW, struct.pack("<HHHHHHHH", 4, 0, 3, 300, 0, 0, 0x20, 0))
    sheet += record(biff.NUMBER, struct.pack("<HHHd", 2, 1, 1, 0.5))
    sheet += record(biff.ERROR, struct.pack("<HHHBB", 2, 2, 0, 7, 1))
    found = biff.facts(head + globals_ + sheet)["表"]
    assert (found.hidden, set(found.formats), found.broken) == ({5}, {(3, 2)}, {(3, 3)})
    assert formats.shown(0.5, found.formats[3, 2]) == "50.0%"
    assert biff.facts(head + record(biff.LOCK, b"\0" * 6)) is None


def test_numbers_beyond_all_measure_are_refused(tmp_path):
    for number in ("1e999", "nan", "x"):
        body = f'<row r="1">{cell("B1", "x")}<c r="A1"><v>{number}</v></c></row>'
        with pytest.raises(ReadRefused):
            workbooks.read_workbook(package(tmp_path / "数.xlsx", body))


def test_cells_without_addresses_and_names_with_a_prefix(tmp_path):
    words = "".join(f"<c t='inlineStr'><is><t>{word}</t></is></c>" for word in ("序号", "具体问题", "整改措施"))
    body = "<c><v>1</v></c><c t='inlineStr'><is><t>甲</t></is></c><c/><c t='inlineStr'><is><t>乙</t></is></c>"
    (sheet,) = workbooks.read_workbook(package(tmp_path / "表.xlsx", f"<row>{words}</row><row>{body}</row>")).sheets
    assert sheet.rows[0].values == {"serial": "1", "issue": "甲"}
