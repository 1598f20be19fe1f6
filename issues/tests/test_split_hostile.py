"""Broken and hostile feedback files: a sentence, never a crash; within seconds and within the limits (security UP, IM)."""

import contextlib
import struct
import time
import zipfile

import pytest
from django.core.management import CommandError, call_command

from issues.reading import envelope, papers, sources
from issues.reading.paper import SplitRefused
from issues.reading.papers import read_feedback, split_safely, split_text
from issues.tests.papers import is_verbatim, levels, para, word

TITLE = "县委第二巡察组关于巡察县水务局党组的反馈意见"
BODY = para(TITLE) + para("一、存在的问题") + para("（一）底数不清。")


def refused(path, safely=False):
    with pytest.raises(SplitRefused) as caught:
        (split_safely if safely else read_feedback)(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "name,data,says",
    [
        ("空.txt", b"", "空的"),
        ("白.txt", "　\n \n".encode(), "没有文字"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Word"),
        ("版.docx", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("富.doc", b"{\\rtf1\\ansi}", "RTF"),
        ("程.txt", b"MZ\x90\x00\x03\x00\x00\x00" * 40, "不是文字文件"),
        ("图.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是文字文件"),
        ("乱.txt", b"\xff\xff\xff\xfe\x81", "编码"),
        ("半.docx", b"PK\x03\x04" + bytes(200), "不完整"),
        ("壳.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", "没有文字"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    assert says in refused(path)


def test_a_truncated_document_at_any_place(tmp_path):
    whole = word(tmp_path / "全.docx", BODY).read_bytes()
    for part in range(1, 20):
        path = tmp_path / f"{part}.docx"
        path.write_bytes(whole[: len(whole) * part // 20])
        assert refused(path)


def test_a_document_with_changed_bytes_is_read_or_refused(tmp_path):
    whole = word(tmp_path / "全.docx", BODY).read_bytes()
    path = tmp_path / "改.docx"
    for at in range(0, len(whole), 17):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with contextlib.suppress(SplitRefused):
            read_feedback(path)


def test_a_bomb_is_refused_by_its_directory(tmp_path, monkeypatch):
    path = word(tmp_path / "炸.docx", BODY, extra={"word/media/a.xml": b" " * (70 * 2**20)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a member was unpacked"))
    assert "展开后过大" in refused(path)
    monkeypatch.undo()
    many = word(tmp_path / "多.docx", BODY, extra={f"word/media/{i}.png": b"x" for i in range(4_100)})
    assert "展开后过大" in refused(many)


def test_a_bomb_that_lies_about_its_size(tmp_path):
    path = word(tmp_path / "假.docx", para("x" * (30 * 2**20)))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert refused(path, safely=True)


def test_overlapping_and_locked_members(tmp_path):
    path = word(tmp_path / "叠.docx", BODY)
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    members[1].header_offset = members[0].header_offset
    with pytest.raises(SplitRefused, match="过大"):
        envelope._bounded(members, path.stat().st_size)
    members[1].flag_bits |= 1
    with pytest.raises(SplitRefused, match="密码"):
        envelope._bounded(members, path.stat().st_size)


def test_macros_workbooks_and_other_archives_are_named(tmp_path):
    assert "宏" in refused(word(tmp_path / "宏.docx", BODY, extra={"word/vbaProject.bin": b"x"}))
    assert "不完整" in refused(word(tmp_path / "穿.docx", BODY, extra={"word/../../x": b"x"}))
    plain = tmp_path / "包.docx"
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert "不是 Word 文档" in refused(plain)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_definitions_from_within_or_without_are_refused(tmp_path, doctype):
    assert "外部定义" in refused(
        word(tmp_path / "实.docx", para("&x;") + BODY if "ENTITY" in doctype else BODY, doctype=doctype)
    )


def test_deep_nesting_is_refused_or_read(tmp_path):
    deep = "<w:sdt><w:sdtContent>" * 200 + BODY + "</w:sdtContent></w:sdt>" * 200
    with contextlib.suppress(SplitRefused):
        read_feedback(word(tmp_path / "深.docx", deep))
    assert refused(word(tmp_path / "更深.docx", "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000))
    page = tmp_path / "深.html"
    page.write_text("<table><tr><td>" * 3_000 + "一、问题" + "</td></tr></table>" * 3_000, encoding="utf-8")
    assert read_feedback(page).items[0].text == "一、问题"


def test_lists_that_point_nowhere_or_round_in_circles(tmp_path):
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels(("decimal", "%1.%9"))}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="77"/></w:num>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("S", "R"), ("R", "S"))
    )
    body = para(TITLE) + "".join(para("某事", list_id=one, level=two) for one in (1, 2, 3, 99) for two in (0, 5, 88))
    paper = read_feedback(
        word(tmp_path / "圈.docx", body + para("某事", style="S"), numbering=numbering, styles=styles)
    )
    assert is_verbatim(paper)


def test_too_many_lines_and_too_long_lines(tmp_path):
    many, long = tmp_path / "多.txt", tmp_path / "长.txt"
    many.write_text("一\n" * (sources.MOST_LINES + 1), encoding="utf-8")
    long.write_text("一" * (sources.LONGEST_LINE + 1), encoding="utf-8")
    assert "段落过多" in refused(many)
    assert "段落过多" in refused(long)


UNITS = (
    "一是二是",
    "，一是，二是",
    "（1）（2）",
    "，有的",
    "问题：",
    "一、",
    "，提出一点意见",
    "1个问题，已整改1个，",
    "“",
)
UNITS += ("一", "市", "专项", "1", " ", "第一轮专项", "1个问题，", "完成率1%，", "发现2个问题，", "，提出一点", "x。")
UNITS += (
    "某，市委第一巡察组",
    "向对党委反馈",
    "〔",
    "2022年1月1日至",
    "**",
    "第一，第二，",
    "在巡察组",
    "某市委第",
    "机 ",
    "反馈率1%，",
)


@pytest.mark.sampled
@pytest.mark.parametrize("unit", UNITS)
def test_endless_lines_cost_little(unit):
    text = f"{TITLE}\n第一轮巡察组发现" + unit * (40_000 // len(unit)) + "，市委第一巡察组。问题"
    begin = time.process_time()
    assert is_verbatim(split_text(text))
    assert time.process_time() - begin < 4


def test_a_reader_that_gives_up_is_a_refusal(tmp_path, monkeypatch):
    path = word(tmp_path / "难.docx", BODY)

    def give_up(*args, **kwargs):
        raise papers.limited.LimitExceeded("memory")

    monkeypatch.setattr(papers.limited, "call", give_up)
    assert "超出了系统允许" in refused(path, safely=True)


def test_the_command_refuses_with_a_sentence_and_prints_json(tmp_path, capsys):
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="不完整"):
        call_command("split_feedback", str(path), "--json")
    with pytest.raises(CommandError, match="打不开"):
        call_command("split_feedback", str(tmp_path / "没有.txt"))
    good = tmp_path / "好.txt"
    good.write_text(f"{TITLE}\n一、存在的问题\n1.底数不清。", encoding="utf-8")
    call_command("split_feedback", str(good), "--json")
    assert '"locator": "一1"' in capsys.readouterr().out
