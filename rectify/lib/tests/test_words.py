import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from rectify.lib.paper import (
    Annex,
    FormRow,
    FormTable,
    Heading,
    OfficialPaper,
    PaperForm,
    PaperTable,
    Paragraph,
    Quote,
    ordinal,
)
from rectify.lib.words import paper_bytes, title_lines, write_paper


def written(**changes):
    stream = io.BytesIO()
    blocks = [
        Heading("总体情况", number=1),
        Paragraph("本周调度12件。\n其中逾期2件。"),
        Heading("按期推进", level=2, number=1),
        PaperTable(["编号", "问题"], [["05-014", "=不是公式"], ["05-015", "甲\x00乙"]], widths=[1, 3]),
    ]
    write_paper(stream, OfficialPaper(**{"title": "关于整改进展的通报", "blocks": blocks, **changes}))
    return Document(io.BytesIO(stream.getvalue()))


def fonts(paragraph):
    return paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_is_that_of_the_standard():
    document = written()
    section = document.sections[0]
    assert [round(size.mm) for size in (section.page_width, section.page_height)] == [210, 297]
    assert [round(m.mm) for m in (section.top_margin, section.bottom_margin, section.left_margin)] == [37, 35, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    footer = section.footer.paragraphs[0]
    assert footer.text.startswith("— ")
    assert "PAGE" in footer._p.xml


def test_a_landscape_page_lies_on_its_side():
    section = written(landscape=True).sections[0]
    assert section.page_width > section.page_height


def test_paragraphs_stand_in_order_with_their_fonts():
    document = written(
        number="渝巡察办〔2026〕3号",
        to="各整改责任单位：",
        signed="市委巡察办",
        dated="2026年3月5日",
        attachments=["清单", "台账"],
    )
    texts = [(paragraph.text, fonts(paragraph)) for paragraph in document.paragraphs if paragraph.text]
    assert texts == [
        ("渝巡察办〔2026〕3号", "仿宋_GB2312"),
        ("关于整改进展的通报", "方正小标宋简体"),
        ("各整改责任单位：", "仿宋_GB2312"),
        ("一、总体情况", "黑体"),
        ("本周调度12件。", "仿宋_GB2312"),
        ("其中逾期2件。", "仿宋_GB2312"),
        ("（一）按期推进", "楷体_GB2312"),
        ("附件：1. 清单", "仿宋_GB2312"),
        ("　　　2. 台账", "仿宋_GB2312"),
        ("市委巡察办", "仿宋_GB2312"),
        ("2026年3月5日", "仿宋_GB2312"),
    ]
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text == "本周调度12件。")
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_a_signature_never_stands_on_a_page_without_text():
    blocks = [Paragraph("1. 整改情况：", leads=True), Paragraph("已整改。"), Paragraph("请书面答复。")]
    document = written(signed="市委巡察办", dated="2026年3月5日", attachments=["清单"], sealed=True, blocks=blocks)
    held = [paragraph.text for paragraph in document.paragraphs if paragraph.paragraph_format.keep_with_next]
    assert held == ["1. 整改情况：", "请书面答复。", "", "附件：清单", "", "", "市委巡察办"]


def test_a_line_before_a_digest_is_not_torn_apart():
    blocks = [Paragraph(f"校验码：{'0f' * 32}"), Paragraph("本周调度12件。")]
    shown = [
        paragraph.alignment for paragraph in written(blocks=blocks).paragraphs if paragraph.text[-1:] in ("f", "。")
    ]
    assert shown == [WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY]


def test_a_table_repeats_its_head_and_marks_what_cannot_be_seen():
    (table,) = written().tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["编号", "问题"],
        ["05-014", "=不是公式"],
        ["05-015", "甲□乙"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.columns[1].width > 2 * table.columns[0].width


def test_no_theme_font_wins_over_the_named_one():
    assert "Theme" not in written().styles["Normal"].element.rPr.rFonts.attrib.__repr__()


@pytest.mark.parametrize("level,text", [(1, "十二、"), (2, "（十二）"), (3, "12."), (4, "（12）")])
def test_headings_are_numbered_by_level(level, text):
    assert ordinal(level, 12) == text


def every_form(form):
    quoted = Paragraph(["反馈指出：", Quote("台账XX份未登记")])
    rows = [FormRow([("事项", Quote("台账"))], height=20), FormRow([("单位", "甲"), ("期限", "2026年3月5日")])]
    annexes = [Annex("问题清单", [PaperTable(["编号"], [["1"]])]), Annex("任务清单", [Paragraph("无")], across=True)]
    return OfficialPaper(
        title="关于市住建局整改工作的通知书",
        blocks=[Heading("情况", number=1), quoted, FormTable(rows)],
        form=form,
        org="市委巡察办",
        number="巡督〔2026〕　号",
        signed="市委巡察办",
        dated="2026年　月　日",
        sealed=True,
        annexes=annexes,
    )


@pytest.mark.parametrize("form", PaperForm)
def test_the_same_paper_is_the_same_bytes_in_every_form(form):
    first = paper_bytes(every_form(form))
    assert first == paper_bytes(every_form(form))
    document = Document(io.BytesIO(first))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in texts if text.startswith("附件") and len(text) == 3] == ["附件1", "附件2"]
    red = "FF0000" in document.element.xml + document.sections[0].first_page_header._element.xml
    assert red is every_form(form).headed
    assert [section.page_width > section.page_height for section in document.sections] == [False, True]


def test_quoted_words_keep_their_style_and_digits_their_font():
    document = Document(io.BytesIO(paper_bytes(every_form(PaperForm.REPORT))))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.style.name == "Verbatim"] == ["台账XX份未登记"]
    for run in runs:
        fonts = run._r.rPr.rFonts
        assert fonts.get(qn("w:eastAsia"))
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert document.core_properties.author == "市委巡察办"


def test_a_long_title_breaks_after_a_word():
    lines = title_lines("汀北县委关于九届市委第四轮巡察反馈问题的整改方案")
    assert lines == ["汀北县委关于九届市委第四轮巡察", "反馈问题的整改方案"]
    assert all(len(line) > 1 for length in range(2, 70) for line in title_lines("改" * length))
    assert title_lines("甲\n乙") == ["甲", "乙"]
