"""What is looked at is a copy with reader and time; the original is given to who answers for it, byte for byte."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from issues.actions.evidence import FOLDER, attach
from issues.models import Evidence, Status
from rectify.lib.copies import document
from rectify.lib.filestore import full_path, keep
from rectify.lib.tests.samples import PNG

pytestmark = pytest.mark.django_db


def pdf(pages: int = 2) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out.getvalue()


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def handed_in(world, *, level: str, kind: str = "pdf") -> Evidence:
    issue = world.issue(at=Status.RECTIFYING, confidentiality=level)
    stored = keep([pdf() if kind == "pdf" else PNG], folder=FOLDER)
    return attach(issue=issue, stored=stored, name=f"材料.{kind}", kind=kind, by=world.liaison)


def get(person, file: Evidence, door: str):
    return as_(person).get(reverse(f"issues:evidence_{door}", args=[file.public_id]))


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("level", ["internal", "work_secret"])
def test_a_pdf_is_looked_at_with_reader_and_time_on_every_page(world, level):
    """8.1.4.2 g"""
    file = handed_in(world, level=level)
    before = full_path(file.path).read_bytes()
    shown = get(world.leader, file, "inline")
    pages = PdfReader(BytesIO(body_of(shown))).pages
    assert len(pages) == 2
    mark = f"副本　{world.leader.name}".encode("utf-16-be").hex()
    assert all(mark in page.get_contents().get_data().decode("latin-1") for page in pages)
    assert shown["Cache-Control"] == "no-store"
    assert full_path(file.path).read_bytes() == before


def test_a_picture_is_looked_at_with_reader_and_time(world):
    file = handed_in(world, level="internal", kind="png")
    shown = get(world.leader, file, "inline")
    assert shown["Content-Type"] == "image/svg+xml"
    assert f"副本　{world.leader.name}" in body_of(shown).decode()
    assert "sandbox" in shown["Content-Security-Policy"]


def test_what_is_public_is_looked_at_as_it_is(world):
    file = handed_in(world, level="public")
    assert body_of(get(world.leader, file, "inline")) == full_path(file.path).read_bytes()
    assert "watermark" not in get(world.leader, file, "preview").content.decode()


def test_a_broken_pdf_says_that_it_cannot_be_copied(world):
    file = handed_in(world, level="internal")
    full_path(file.path).write_bytes(b"%PDF-1.4 nothing")
    assert document(file.path, "副本") == b""


@pytest.mark.parametrize(
    ("who", "level", "takes"),
    [
        ("clerk", "work_secret", True),
        ("liaison", "work_secret", True),
        ("leader", "work_secret", False),
        ("leader", "internal", True),
        ("leader", "public", True),
    ],
)
def test_who_answers_for_a_work_secret_takes_the_original_along(world, who, level, takes):
    """8.1.4.2 g"""
    file = handed_in(world, level=level)
    answer = get(getattr(world, who), file, "file")
    if takes:
        assert body_of(answer) == full_path(file.path).read_bytes()
        return
    assert answer.status_code == 302
    page = as_(getattr(world, who)).get(answer.url)
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("level", "drawn", "said"),
    [
        ("public", "", "范围：公开"),
        ("internal", 'class="watermark on-paper"', "范围：内部，禁止外传"),
        ("work_secret", 'class="watermark"', "范围：工作秘密，禁止外传"),
    ],
)
def test_a_page_bears_its_reader_on_paper_and_of_a_work_secret_on_the_screen_too(world, level, drawn, said):
    """8.1.4.2 g"""
    issue = world.issue(at=Status.RECTIFYING, confidentiality=level)
    page = as_(world.leader).get(issue.get_absolute_url()).content.decode()
    assert drawn in page
    assert said in page
    assert (f"副本　{world.leader.name}" in page) == bool(drawn)
