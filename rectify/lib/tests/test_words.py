import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from rectify.lib.words import Heading, OfficialPaper, PaperTable, Paragraph, ordinal, write_paper


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
        on=date(2026, 3, 5),
        attachments=["清单", "台账"],
    )
    texts = [(paragraph.text, fonts(paragraph)) for paragraph in document.paragraphs if paragraph.text]
    assert texts == [
        ("关于整改进展的通报", "方正小标宋简体"),
        ("渝巡察办〔2026〕3号", "仿宋_GB2312"),
        ("各整改责任单位：", "仿宋_GB2312"),
        ("一、总体情况", "黑体"),
        ("本周调度12件。", "仿宋_GB2312"),
        ("其中逾期2件。", "仿宋_GB2312"),
        ("（一）按期推进", "楷体_GB2312"),
        ("附件：1.清单", "仿宋_GB2312"),
        ("　　　2.台账", "仿宋_GB2312"),
        ("市委巡察办　　", "仿宋_GB2312"),
        ("2026年3月5日　　", "仿宋_GB2312"),
    ]
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text == "本周调度12件。")
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


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
