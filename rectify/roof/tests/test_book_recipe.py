"""What README says of adding a book is enough: one file is written here by it, and page, workbook, print and API are there."""

import io
import sys
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from issues.models import Status
from ledgers import columns, kinds
from ledgers.kinds import problems

pytestmark = [pytest.mark.workflow, pytest.mark.django_db, pytest.mark.slow]
FILE = """
from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared

GUESTS = ledger(Kind(
    slug="guests",
    title="来访台账",
    definition="下发了的每件一行。",
    rows=shared.issues,
    order=("number",),
    columns=(shared.number(), Column("guest", "哪位来看", lambda issue: f"看{issue.title}的人", width=20)),
))
"""


@pytest.fixture
def added(tmp_path, monkeypatch):
    """The file of the recipe, in a folder that counts as `ledgers/kinds`."""
    (tmp_path / "guests.py").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    before = dict(columns.KINDS)
    import_module("ledgers.kinds.guests")
    yield
    del sys.modules["ledgers.kinds.guests"], kinds.guests
    columns.KINDS.clear()
    columns.KINDS.update(before)


@pytest.fixture
def reader(world, client, settings):
    """The clerk, at a desk with one issue in the book."""
    world.issue(at=Status.RECTIFYING, title="一段坝")
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_a_book_stands_on_the_shelf_with_its_four_doors(added, reader):
    assert "来访台账" in reader.get(reverse("ledgers:books")).content.decode()
    for door in ("ledgers:book", "ledgers:book_print"):
        page = reader.get(reverse(door, args=["guests"])).content.decode()
        assert "哪位来看" in page
        assert "看一段坝的人" in page
    (row,) = reader.get("/api/v1/books/guests/").json()["rows"]
    assert row["guest"] == "看一段坝的人"
    file = b"".join(reader.get(reverse("ledgers:book_file", args=["guests"])).streaming_content)
    cells = {cell.value for line in openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows() for cell in line}
    assert {"哪位来看", "看一段坝的人"} <= cells


def test_who_sees_no_issue_finds_an_empty_book(added, world, reader, settings):
    reader.force_login(world.stranger, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert reader.get("/api/v1/books/guests/").json()["rows"] == []


def test_a_column_is_one_line_in_the_file_of_its_book(reader, monkeypatch, tmp_path):
    """It is written into a copy of the file, which stands for the book while the test lasts."""
    source, before = Path(problems.__file__).read_text(encoding="utf-8"), '            Column("original", "反馈原文"'
    line = '            Column("guest", "哪位来看", lambda issue: f"看{issue.title}的人"),\n'
    assert source.count(before) == 1
    (tmp_path / "guests_problems.py").write_text(source.replace(before, line + before), encoding="utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    monkeypatch.delitem(columns.KINDS, "problems")
    import_module("ledgers.kinds.guests_problems")
    del sys.modules["ledgers.kinds.guests_problems"], kinds.guests_problems
    for door in ("ledgers:book", "ledgers:book_print"):
        assert "哪位来看" in reader.get(reverse(door, args=["problems"])).content.decode()
    (book,) = (each for each in reader.get("/api/v1/books/").json() if each["slug"] == "problems")
    assert "哪位来看" in {column["title"] for column in book["columns"]}


def test_the_shelf_is_as_it_was(reader):
    assert reader.get("/api/v1/books/guests/").status_code == 404
