"""副本 of a Word file: the line stands once above each page of whatever layout, and nothing else moves."""

import io

import pytest
from docx import Document

from rectify.lib.paper import Annex, OfficialPaper, PaperForm, Paragraph
from rectify.lib.wordcopy import copied
from rectify.lib.wordpackage import NoPackage, word
from rectify.lib.words import paper_bytes

LINE = "副本　张三<1>　2026-11-30 08:00　禁止外传"


def opened(content: bytes):
    return Document(io.BytesIO(content))


def words(element) -> str:
    return "".join(node.text or "" for node in element.iter(word("w:t")))


@pytest.mark.parametrize("form", PaperForm)
def test_the_line_stands_above_every_page_and_the_paper_is_what_it_was(form):
    annex = Annex("附表", [Paragraph("一行")], across=True)
    paper = OfficialPaper(
        "关于某事的函", [Paragraph("正文")], form=form, org="某办", number="督〔2026〕1号", annexes=[annex]
    )
    before = paper_bytes(paper)
    after = copied(before, LINE)
    document, old = opened(after), opened(before)
    assert words(document.element.body) == words(old.element.body)
    for section, was in zip(document.sections, old.sections, strict=True):
        for name in ("header", "first_page_header", "even_page_header"):
            here = words(getattr(section, name)._element)
            assert here.count(LINE) == 1, name
            if not getattr(was, name).is_linked_to_previous:
                assert here.replace(LINE, "") == words(getattr(was, name)._element)
    assert copied(before, LINE) == after


def test_what_is_no_word_file_is_no_copy():
    with pytest.raises(NoPackage):
        copied(b"PK", LINE)
