"""What was not looked at inside a file says so, and why."""

import pytest

from rectify.lib import filecheck
from rectify.lib.filecheck import TextCheck
from rectify.lib.filetexts import find
from rectify.lib.tests.samples import PDF, PNG
from rectify.roof.demo import papers

LOOKED = [
    ("png", PNG, TextCheck.UNCHECKED, "图片"),
    ("png", PNG[:40], TextCheck.UNCHECKED, filecheck.BROKEN),
    ("doc", b"", TextCheck.UNCHECKED, filecheck.OLD),
    ("zip", b"", TextCheck.UNCHECKED, "压缩包"),
    ("pdf", PDF, TextCheck.UNCHECKED, filecheck.BROKEN),
    ("pdf", papers.pdf("整改情况", ["一二三"])[:300], TextCheck.UNCHECKED, filecheck.BROKEN),
    ("docx", b"PK", TextCheck.UNCHECKED, filecheck.BROKEN),
    ("txt", "整改".encode(), TextCheck.CHECKED, ""),
    ("txt", ("整改情况\n" * 600_000).encode(), TextCheck.UNCHECKED, "文字超过 200 万字，只查了前面的"),
]


@pytest.mark.parametrize(("kind", "body", "state", "why"), LOOKED)
def test_what_is_not_read_says_why(tmp_path, kind, body, state, why):
    file = tmp_path / f"x.{kind}"
    file.write_bytes(body)
    check = filecheck.look(file, kind)
    assert (check.state, check.why) == (state, why)


def test_a_locked_pdf_and_one_without_text_are_never_silently_clean(tmp_path):
    from pypdf import PdfWriter

    file = tmp_path / "x.pdf"
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(file)
    assert find(str(file), "pdf")["why"]
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(file)
    assert find(str(file), "pdf")["why"] == "有打开密码"
