"""Documents in the page: read by ourselves in the limited process, printed by LibreOffice where it is there."""

import io
import shutil
import zipfile

import openpyxl
import pytest
from pypdf import PdfReader

from rectify.lib import readable
from rectify.lib.filestore import full_path, keep
from rectify.lib.tests.samples import GOOD

WORDS = "已逐户复核三百一十二户"
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>单位</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>户数</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
PAGE = (
    '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
    '<ofd:TextObject Boundary="60 20.2 50 5"><ofd:TextCode>公示</ofd:TextCode></ofd:TextObject>'
    '<ofd:TextObject Boundary="20 40 90 5"><ofd:TextCode>第二行</ofd:TextCode></ofd:TextObject>'
    f'<ofd:TextObject Boundary="20 20 50 5"><ofd:TextCode>{WORDS}</ofd:TextCode></ofd:TextObject>'
    "</ofd:Layer></ofd:Content></ofd:Page>"
)


def word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in {"[Content_Types].xml": TYPES, "_rels/.rels": RELATED, "word/document.xml": BODY}.items():
            archive.writestr(name, body)
    return out.getvalue()


def sheet(rows: int = 2) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "台账"
    for n in range(rows):
        book.active.append([f"第{n + 1}户", n + 1])
    book.save(out)
    return out.getvalue()


def ofd() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<x/>")
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", PAGE)
    return out.getvalue()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


def kept(body: bytes):
    return keep([body], folder="evidence")


def test_a_word_document_is_read_with_its_tables():
    (part,) = readable.text(kept(word()).path, kind="docx").parts
    assert list(part.lines) == [WORDS, "单位　｜　户数"]


def test_a_workbook_is_read_sheet_by_sheet_and_says_where_it_stops():
    found = readable.text(kept(sheet()).path, kind="xlsx")
    assert [(part.title, part.rows[1]) for part in found.parts] == [("台账", ["第2户", "2"])]
    assert not found.cut
    long = readable.text(kept(sheet(500)).path, kind="xlsx")
    assert (len(long.parts[0].rows), long.cut) == (400, True)


def test_an_ofd_is_read_in_the_order_of_its_lines():
    (part,) = readable.text(kept(ofd()).path, kind="ofd").parts
    assert (part.title, list(part.lines)) == ("第 1 页", [f"{WORDS} 公示", "第二行"])


@pytest.mark.parametrize("kind", sorted(readable.READ & GOOD.keys()))
def test_what_cannot_be_read_is_nothing_and_no_error(kind, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    stored = kept(GOOD[kind])
    assert readable.printed(stored.path, digest=stored.digest, kind=kind) == ""
    assert readable.text(stored.path, kind=kind) is None or kind in ("txt", "csv")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice：不查它打印的")
@pytest.mark.parametrize(("kind", "body", "words"), [("docx", word, WORDS), ("xlsx", sheet, "第2户")])
def test_a_document_is_printed_once_and_kept(kind, body, words):
    stored = kept(body())
    path = readable.printed(stored.path, digest=stored.digest, kind=kind)
    assert words in PdfReader(full_path(path)).pages[0].extract_text().replace(" ", "")
    made = full_path(path).stat().st_mtime_ns
    assert readable.printed(stored.path, digest=stored.digest, kind=kind) == path
    assert full_path(path).stat().st_mtime_ns == made
