"""Templates: every fault is told with its place; marks are found however a program cut them, and filled in where they stand."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from docx import Document

from rectify.lib.paper import Annex, Heading, OfficialPaper, PaperTable, Paragraph, Quote
from rectify.lib.tests import layouts
from rectify.lib.tests.layouts import DECLARED, FAULTY, box, in_last_line, layout, table
from rectify.lib.wordcheck import faults
from rectify.lib.wordfill import TemplateValues, filled
from rectify.lib.wordpackage import WordPackage

ROWS = [
    {"编号": "住建-001", "题目": Quote("公租房空置XX套"), "期限": date(2026, 12, 3)},
    {"编号": "住建-002", "题目": Quote("台账不全"), "期限": date(2027, 1, 9)},
]
PAPER = OfficialPaper(
    "关于督办的函",
    [Heading("督办的问题", 1, 1), Paragraph("请抓紧办理。"), PaperTable(("编号", "题目"), [["1", "甲"]])],
    annexes=[Annex("问题清单", [Paragraph("附件的内容")])],
    author="某县委督查办",
)
WORDS = {
    "标题": "关于督办的函",
    "文号": "巡督〔2026〕7号",
    "密级": "",
    "日期": date(2026, 11, 30),
    "抄送": "",
    "督办事项": ["住建-001　", Quote("公租房空置")],
    "督办缘由": "第一行\n第二行",
    "件数": 27,
    "金额合计": "1234567.5",
}


def found(content, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    return [tuple(one) for one in faults(str(path), DECLARED)]


def fill(content, rows=ROWS, paper=PAPER, **words):
    return filled(content, TemplateValues(paper, WORDS | words, {"问题": rows}))


def lines(content):
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def everything(content):
    """All text of all parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part)) for part in parts)


@pytest.mark.parametrize(("content", "place", "said"), [one[1:] for one in FAULTY], ids=[one[0] for one in FAULTY])
def test_a_fault_is_told_with_its_place(content, place, said, tmp_path):
    told = found(content, tmp_path)
    assert [one for one in told if one[0] == place and said in one[1]], told


def test_every_fault_is_told_at_once(tmp_path):
    told = found(layout("{{ 甲乙丙 }}", "{{ 督办事项", "{% 完 %}", head="{{ 丁戊 }}"), tmp_path)
    assert {place for place, _ in told} == {"正文第4段", "正文第5段", "正文第6段", "页眉第1段"}


def test_a_good_template_has_no_fault(tmp_path):
    good = layout("{{ 正文 }}", "{% 如有 抄送 %}抄送：{{ 抄送 }}{% 完 %}", "{{附件}}", head="{{ 标题 }}")
    assert found(good, tmp_path) == []
    assert found(table(("{% 每条 问题 %}{{ 编号 }}", "{{ 题目 }}{% 完 %}")), tmp_path) == []


def test_marks_are_found_across_runs_in_head_box_and_row(tmp_path):
    """As Word and WPS leave them: cut at every letter, with proofing marks and bookmarks between, braces of full width."""
    row = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{%</w:t></w:r><w:r><w:t xml:space='preserve'> 每条 问</w:t></w:r>"
        "<w:r><w:t>题 ％}</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:rPr><w:b/></w:rPr><w:t>｛</w:t></w:r>"
        "<w:bookmarkStart w:id='3' w:name='_GoBack'/><w:r><w:t>｛编</w:t></w:r><w:bookmarkEnd w:id='3'/>"
        "<w:r><w:t>号｝｝</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>{{ “题目” }}（{{ 期限｜日期 }}）{% 完 %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    cut = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("文号：{", "{ 文", "\u200b号 }", "}"))
    head = f"<w:p>{cut}</w:p>"
    content = in_last_line(box("｛｛ 督办", "缘由", " ｝｝"), layout(head="抬头"))
    content = layouts.edited(
        content,
        {
            "word/document.xml": lambda text: text.replace("<w:sectPr", f"{row}<w:p/><w:sectPr", 1),
            "word/header1.xml": lambda text: re.sub(r"<w:p[ >].*</w:p>", head, text, flags=re.S),
        },
    )
    assert found(content, tmp_path) == []
    text = everything(fill(content))
    assert "文号：巡督〔2026〕7号" in text
    assert "第一行第二行" in text
    assert "住建-001公租房空置XX套（2026年12月3日）" in text
    assert "住建-002台账不全（2027年1月9日）" in text
    assert not re.search(r"[{｛]", text)
    bold = [
        run.text
        for run in Document(io.BytesIO(fill(content))).tables[0].rows[1].cells[0].paragraphs[0].runs
        if run.bold and run.text
    ]
    assert bold == ["住建-002"]


def test_a_list_repeats_rows_and_paragraphs_and_an_empty_one_nothing():
    grid = table(("编号", "题目"), ("{% 每条 问题 %}{{ 编号 }}", "{{ 题目 }}{% 完 %}"), ("合计", "{{ 件数 }}"))
    tables = Document(io.BytesIO(fill(grid))).tables
    assert [cell.text for cell in tables[0].columns[0].cells] == ["编号", "住建-001", "住建-002", "合计"]
    (left,) = Document(io.BytesIO(fill(grid, rows=[]))).tables
    assert [cell.text for cell in left.columns[0].cells] == ["编号", "合计"]
    text = layout("{% 每条 问题 %}", "问题{{ 编号 }}：", "{{ 题目 }}", "{% 完 %}", "以上")
    repeated = ["问题住建-001：", "公租房空置XX套", "问题住建-002：", "台账不全", "以上"]
    assert lines(fill(text, paper=OfficialPaper("无附件", [])))[3:] == repeated
    assert lines(fill(text, rows=[], paper=OfficialPaper("无附件", [])))[3:] == ["以上"]


def test_what_is_not_there_takes_its_line_with_it():
    text = layout("{% 如有 抄送 %}抄送：{{ 抄送 }}。{% 完 %}", "完")
    paper = OfficialPaper("无附件", [])
    assert lines(fill(text, paper=paper))[3:] == ["完"]
    assert lines(fill(text, paper=paper, 抄送="县纪委"))[3:] == ["抄送：县纪委。", "完"]


def test_values_are_written_in_four_ways_and_never_made_up():
    ways = ("日期", "件数|中文数字", "金额合计|金额", "金额合计|数字", "文号|金额", "密级|数字")
    marks = [f"{{{{ {way} }}}}" for way in ways]
    assert lines(fill(layout(*marks), paper=OfficialPaper("无附件", [])))[3:] == [
        "2026年11月30日",
        "二十七",
        "1,234,567.50",
        "1,234,567.5",
        "巡督〔2026〕7号",
        "",
    ]


def test_the_text_of_the_paper_stands_where_the_office_wants_it_and_annexes_are_never_lost():
    text = lines(fill(layout("{{ 正文 }}", "落款")))
    assert text.index("一、督办的问题") < text.index("请抓紧办理。") < text.index("附件：问题清单") < text.index("落款")
    assert text.index("落款") < text.index("附件") < text.index("附件的内容")
    here = lines(fill(layout("{{ 附件 }}", "{{ 正文 }}")))
    assert here.index("附件的内容") < here.index("请抓紧办理。")
    assert here.count("附件的内容") == 1
    (grid,) = Document(io.BytesIO(fill(layout("{{ 正文 }}")))).tables
    assert grid._tbl.tblPr.find(f"{{{layouts.W.split(chr(34))[1]}}}tblBorders") is not None


def test_quoted_words_keep_their_style_and_the_file_names_no_person():
    document = Document()
    document.core_properties.author = "张三"
    for text in layouts.GOOD:
        document.add_paragraph(text)
    content = fill(layouts.saved(document))
    styles = {
        run.text: run.style.name for paragraph in Document(io.BytesIO(content)).paragraphs for run in paragraph.runs
    }
    assert styles["公租房空置"] == "Verbatim"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "张三" not in "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    properties = Document(io.BytesIO(content)).core_properties
    assert (properties.title, properties.author) == ("关于督办的函", "某县委督查办")


def test_the_same_words_give_the_same_bytes():
    assert fill(layout("{{ 正文 }}")) == fill(layout("{{ 正文 }}"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice：不查它存过的模板")
def test_what_libreoffice_saved_is_taken_and_filled_in(tmp_path):
    """Three templates, opened and saved by another program."""
    made = {
        "text": layout(
            "{{ 正文 }}", "{% 如有 抄送 %}抄送：{{ 抄送 }}{% 完 %}", "{{ 督办缘由 }}", head="{{ 标题 }} {{ 文号 }}"
        ),
        "rows": table(("编号", "题目"), ("{% 每条 问题 %}{{ 编号 }}", "{{ 题目 }}（{{ 期限|日期 }}）{% 完 %}")),
        "box": in_last_line(box("{{ 督办", "缘由 }}"), layout("{{ 件数|中文数字 }}件", head="{{ 标题 }}")),
    }
    for name, content in made.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    order = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "saved"),
    ]
    subprocess.run([*order, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=180)
    said = {"text": "请抓紧办理。", "rows": "台账不全（2027年1月9日）", "box": "第一行"}
    for name in made:
        content = (tmp_path / "saved" / f"{name}.docx").read_bytes()
        assert found(content, tmp_path) == [], name
        text = everything(fill(content))
        assert said[name] in text, name
        assert "巡督〔2026〕7号" in text
        assert not re.search(r"\{\{|\{%", text), name
        assert WordPackage(fill(content)).main
