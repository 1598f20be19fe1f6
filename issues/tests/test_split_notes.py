"""Footnotes and endnotes of Word documents: every word is kept, none is taken for a finding."""

import zipfile

import pytest

from issues.reading.paper import SplitRefused, pack, unpack
from issues.reading.papers import read_feedback, split
from issues.splitting.account import account
from issues.splitting.draft import begun, text_of
from issues.tests.papers import is_verbatim, para, table, tree, word

TITLE = "关于巡察市林业局党组的反馈意见"


def note(kind, number, text, inside=""):
    return f'<w:{kind} w:id="{number}">{para(text, inside=inside)}</w:{kind}>'


def refers(kind, number):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


FEET = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    + note("footnote", 1, "数据截至2025年6月底。")
    + note("footnote", 2, "（一）补充说明：含二级单位。")
    + note("footnote", 9, "没有人引用的一条。")
)
BODY = (
    para(TITLE)
    + para("一、存在的主要问题")
    + para("（一）学习不深入。", inside=refers("footnote", 2))
    + para("（二）台账不全，23项缺记录。", inside=refers("footnote", 1) + refers("endnote", 1))
)


def read(tmp_path, body=BODY, **parts):
    notes = {"footnotes": FEET, "endnotes": note("endnote", 1, "见附件三。")} | parts
    return read_feedback(word(tmp_path / "a.docx", body, **notes))


def test_notes_stand_behind_their_paragraph_and_are_cut(tmp_path):
    paper = read(tmp_path)
    assert [f"{line.number}{line.text}" for line in paper.lines][2:] == [
        "（一）学习不深入。",
        "〔脚注1〕（一）补充说明：含二级单位。",
        "（二）台账不全，23项缺记录。",
        "〔脚注2〕数据截至2025年6月底。",
        "〔尾注1〕见附件三。",
        "〔脚注3〕没有人引用的一条。",
    ]
    assert paper.cut == ["（一）补充说明：含二级单位。", "数据截至2025年6月底。", "见附件三。", "没有人引用的一条。"]
    assert tree(paper) == [
        "一 heading 一、存在的主要问题",
        "一(一) issue （一）学习不深入",
        "一(二) issue （二）台账不全",
    ]
    assert is_verbatim(paper)


def test_the_tree_is_the_same_with_notes_and_without(tmp_path):
    bare = read(tmp_path, footnotes="", endnotes="")
    assert tree(read(tmp_path)) == tree(bare)
    assert read(tmp_path).facts == bare.facts


def test_notes_of_a_table_stand_behind_its_row(tmp_path):
    cell = table(("问题", "情况")).replace("</w:tr>", "", 1).replace("</w:tbl>", "") + "</w:tr></w:tbl>"
    body = para(TITLE) + cell.replace("情况</w:t></w:r>", "情况</w:t></w:r>" + refers("footnote", 1))
    assert [line.number for line in read(tmp_path, body).lines if line.number][:1] == ["〔脚注1〕"]


def test_a_marking_in_a_note_is_found(tmp_path):
    assert read(tmp_path, endnotes=note("endnote", 1, "机密★1年")).markings == ["机密★1年"]


def test_deleted_words_and_references_are_gone(tmp_path):
    gone = "<w:del><w:r><w:t>旧字</w:t></w:r></w:del>"
    body = para(TITLE) + para("一、问题", inside=f"<w:del>{refers('footnote', 1)}</w:del>")
    paper = read(tmp_path, body, footnotes=note("footnote", 1, "新字", gone), endnotes="")
    assert [line.text for line in paper.lines] == [TITLE, "一、问题", "新字"]


def test_notes_survive_freezing_and_reading_again(tmp_path):
    paper = unpack(pack(read(tmp_path)))
    text = text_of(paper)
    kept, rows = begun(paper, text)
    assert "〔脚注2〕数据截至2025年6月底。" in text
    assert account(kept, rows, text).lost == 0
    assert tree(split(paper.lines, kind="feedback")) == tree(paper)


def test_entities_in_a_note_are_refused(tmp_path):
    path = word(tmp_path / "a.docx", BODY, footnotes=FEET)
    hostile = '<!DOCTYPE w [<!ENTITY a "x">]><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in (kept | {"word/footnotes.xml": hostile.encode()}).items():
            new.writestr(name, data)
    with pytest.raises(SplitRefused, match="外部定义"):
        read_feedback(path)
