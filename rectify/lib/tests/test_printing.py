"""A Word file is printed where the server has LibreOffice, and else there is a sentence that says what to do."""

import io

import pytest
from pypdf import PdfReader

from rectify.lib import printing
from rectify.lib.errors import Refused
from rectify.lib.tests.layouts import layout


@pytest.mark.skipif(not printing.can_print(), reason="没有 LibreOffice：不查 PDF")
def test_a_word_file_is_printed_on_paper_of_its_size():
    pdf = PdfReader(io.BytesIO(printing.pdf_of(layout("第二件事"))))
    assert "第二件事" in "".join(page.extract_text() for page in pdf.pages)


def test_without_libreoffice_it_is_said_what_to_do(monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="另存为 PDF"):
        printing.pdf_of(layout())


def test_what_libreoffice_cannot_print_is_told(monkeypatch):
    def fails(*args, **bounds):
        raise printing.limited.ChildFailed("soffice")

    monkeypatch.setattr(printing, "can_print", lambda: True)
    monkeypatch.setattr(printing.limited, "call", fails)
    with pytest.raises(Refused, match="没有转成 PDF"):
        printing.pdf_of(layout())
