"""Broken and hostile workbooks: a sentence, never a crash; within seconds and within the limits (security UP, IM)."""

import contextlib
import struct
import zipfile

import pytest
from django.core.management import CommandError, call_command

from ledgers.reading import guard, workbooks
from ledgers.reading.sheet import ReadRefused
from ledgers.tests.workbooks import bomb, cell, container, package, write

HEADER = ["序号", "具体问题", "整改措施", "完成时限"]


def refused(path, safely=False):
    with pytest.raises(ReadRefused) as caught:
        (workbooks.read_safely if safely else workbooks.read_workbook)(path)
    return str(caught.value)


def good(path):
    return write(path, ("台账", [HEADER, [1, "学习不够", "组织学习", "2026年9月底前"]]))


@pytest.mark.parametrize(
    "name,data,says",
    [
        ("空.xlsx", b"", "空的"),
        ("网页.xls", "<html><table><tr><td>序号</td></tr></table></html>".encode("gbk"), "网页文件"),
        ("邮件.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页文件"),
        ("文档.xlsx", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("逗号.xls", "序号,具体问题\n1,学习不够\n".encode("gb18030"), "文本文件"),
        ("宽.csv", "序号,具体问题\n".encode("utf-16"), "文本文件"),
        ("程序.xlsx", b"MZ\x90\x00\x03\x00\x00\x00" * 40, "不是 Excel"),
        ("旧.xls", b"\t\x04\x06\x00\x00\x00\x10\x00", "很早版本"),
        ("标记.xls", b"<?xml version='1.0'?><Workbook/>", "XML 文件"),
        ("半截.xlsx", b"PK\x03\x04" + b"\0" * 200, "不完整"),
        ("加密.xlsx", container("EncryptionInfo", "EncryptedPackage"), "密码"),
        ("文书.xls", container("WordDocument"), "不是 Excel"),
        ("坏容器.xls", container("Workbook")[:700], "不完整"),
        ("随机.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, "不完整"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    assert says in refused(path)


def test_a_truncated_workbook_at_any_place(tmp_path):
    whole = good(tmp_path / "全.xlsx").read_bytes()
    for part in range(1, 20):
        path = tmp_path / f"{part}.xlsx"
        path.write_bytes(whole[: len(whole) * part // 20])
        assert refused(path)


def test_a_workbook_with_changed_bytes_is_read_or_refused(tmp_path):
    whole = good(tmp_path / "全.xlsx").read_bytes()
    for at in range(0, len(whole), 41):
        path = tmp_path / "改.xlsx"
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with contextlib.suppress(ReadRefused):
            workbooks.read_workbook(path)


def test_a_bomb_is_refused_by_its_directory(tmp_path, monkeypatch):
    path = tmp_path / "炸弹.xlsx"
    path.write_bytes(bomb(120 * 2**20))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a member was unpacked"))
    assert "过大" in refused(path)


def test_a_bomb_that_lies_about_its_size(tmp_path, monkeypatch):
    path = tmp_path / "假.xlsx"
    package(path, ("<row/>" * 20_000 for _ in range(300)))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/s.xml").file_size
    path.write_bytes(
        data.replace(struct.pack("<Q", size), struct.pack("<Q", 1000)).replace(
            struct.pack("<I", size), struct.pack("<I", 1000)
        )
    )
    assert refused(path, safely=True)


def test_overlapping_members_are_refused(tmp_path):
    path = good(tmp_path / "叠.xlsx")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    members[1].header_offset = members[0].header_offset
    with pytest.raises(ReadRefused):
        guard._bounded(members, path.stat().st_size)


def test_more_members_than_an_office_makes(tmp_path):
    path = package(tmp_path / "多.xlsx", "", extra=[(f"xl/media/{i}.txt", "x") for i in range(2_100)])
    assert "过大" in refused(path)


def test_macros_word_files_and_binary_workbooks_are_named(tmp_path):
    macro = package(tmp_path / "宏.xlsx", "", extra=[("xl/vbaProject.bin", "x")])
    assert "宏" in refused(macro)
    binary = package(tmp_path / "二进制.xlsx", "", extra=[("xl/workbook.bin", "x")])
    assert "xlsb" in refused(binary)
    word = package(tmp_path / "文档.xlsx", "", extra=[("word/document.xml", "<a/>")])
    assert "Word" in refused(word)
    plain = tmp_path / "包.xlsx"
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "压缩包" in refused(plain)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_definitions_from_within_or_without_are_refused(tmp_path, doctype):
    path = package(
        tmp_path / "实体.xlsx", "<row r='1'><c r='A1' t='inlineStr'><is><t>x</t></is></c></row>", doctype=doctype
    )
    assert "外部定义" in refused(path)


def test_a_million_empty_formatted_rows_are_passed_over(tmp_path):
    row = "".join(cell(f"{letter}1", word) for letter, word in zip("ABCD", HEADER, strict=True))
    data = "".join(
        cell(f"{letter}2", word) for letter, word in zip("ABCD", ["1", "学习不够", "学", "长期"], strict=True)
    )
    empty = (
        "".join(f'<row r="{r}" s="1"><c r="A{r}" s="0"/></row>' for r in range(a, a + 50_000))
        for a in range(3, 1_048_000, 50_000)
    )

    def pieces():
        yield f'<row r="1">{row}</row><row r="2">{data}</row>'
        yield from empty

    path = package(tmp_path / "空行.xlsx", pieces())
    book = workbooks.read_safely(path)  # within the limits of the process apart, else it is refused
    assert [one.number for one in book.sheets[0].rows] == [2]


def test_sixteen_thousand_columns(tmp_path):
    head = "".join(cell(f"{letter}1", word) for letter, word in zip("ABCD", HEADER, strict=True))
    path = package(tmp_path / "宽.xlsx", f'<row r="1">{head}{cell("XFD1", "尽头")}</row>')
    assert "范围过大" in refused(path)
    styled = "".join(f'<c r="{name}2" s="0"/>' for name in ("XFC", "XFD"))
    path = package(
        tmp_path / "宽格式.xlsx",
        f'<row r="1">{head}</row><row r="2">{cell("B2", "学习不够")}{cell("C2", "学")}{styled}</row>',
    )
    assert len(workbooks.read_workbook(path).sheets[0].rows) == 1


def test_a_cell_at_the_far_corner(tmp_path):
    path = package(tmp_path / "角.xlsx", f'<row r="1048576">{cell("XFD1048576", "x")}</row>')
    assert "范围过大" in refused(path)


def test_deeply_nested_and_unfinished_markup(tmp_path):
    deep = package(tmp_path / "深.xlsx", "<a>" * 50_000 + "</a>" * 50_000)
    workbooks.read_workbook(deep)
    assert "不完整" in refused(package(tmp_path / "错.xlsx", "<row><c>"))
    assert "不完整" in refused(package(tmp_path / "号.xlsx", '<row r="x"><c r="A1"><v>1</v></c></row>'))
    assert "不完整" in refused(package(tmp_path / "引.xlsx", '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))


def test_formulas_are_text_or_results_never_computed(tmp_path):
    rows = [
        HEADER,
        [1, '=HYPERLINK("http://x")', "+1", "@SUM(A1)"],
        [2, ("formula", ("=1+1", "结果")), "=cmd|x", "长期坚持"],
    ]
    sheet = workbooks.read_workbook(write(tmp_path / "式.xlsx", ("台账", rows))).sheets[0]
    assert sheet.rows[0].values["issue"] == '=HYPERLINK("http://x")'
    assert sheet.rows[0].values["measures"] == ["+1"]
    assert sheet.rows[1].values["issue"] == "结果"


def test_a_formula_without_result_or_with_an_error_is_asked(tmp_path):
    head = "".join(cell(f"{letter}1", word) for letter, word in zip("ABCD", HEADER, strict=True))
    body = '<c r="A2"><v>1</v></c><c r="B2"><f>A1</f></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>' + cell(
        "D2", "长期坚持"
    )
    sheet = workbooks.read_workbook(
        package(tmp_path / "错.xlsx", f'<row r="1">{head}</row><row r="2">{body}</row>')
    ).sheets[0]
    assert [(one.col, one.kind) for one in sheet.all_questions()] == [("B", "formula"), ("C", "formula")]
    assert "issue" not in sheet.rows[0].values


def test_rich_text_and_phonetic_guides(tmp_path):
    strings = "<sst><si><r><t>党</t></r><r><t>建</t></r><rPh><t>dang</t></rPh></si></sst>"
    head = "".join(cell(f"{letter}1", word) for letter, word in zip("ABCD", HEADER, strict=True))
    body = '<row r="2"><c r="B2" t="s"><v>0</v></c>' + cell("C2", "学") + "</row>"
    sheet = workbooks.read_workbook(
        package(tmp_path / "注音.xlsx", f'<row r="1">{head}</row>{body}', strings=strings)
    ).sheets[0]
    assert sheet.rows[0].values["issue"] == "党建"


def test_the_command_refuses_with_a_sentence_and_status_1(tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="不完整"):
        call_command("read_ledger", str(path), "--json")
    with pytest.raises(CommandError, match="打不开"):
        call_command("read_ledger", str(tmp_path / "没有.xlsx"))
