"""Odd and hostile workbooks through the preview: every cell is taken, asked or listed, and the two numbers are equal."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook

from ledgers.actions import import_reading, imports
from ledgers.models import Batch
from ledgers.pages.imports.passed_over import passed_over, sums
from ledgers.tests.intake import taken
from ledgers.tests.oddbooks import COMPOSED, Filler
from ledgers.tests.test_import import reader, store  # noqa: F401 (fixtures)
from rectify.roof.testing.world import unit

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.sampled]

SHARED = Path(settings.BASE_DIR).parent / "shared"
ENDINGS = (".xlsx", ".xls", ".ods", ".docx")
# What is refused with a sentence: a mark of secrecy.
REFUSED = {"mark_in_row.xlsx", "mark_in_body.docx"}
FILES = sorted(
    path for folder in ("cases", "forms") for path in (SHARED / folder).glob("*") if path.suffix.lower() in ENDINGS
)


def composed(fill: Filler) -> tuple[bytes, int]:
    """A workbook with a second sheet of other headings; and how many of its cells hold something (a formula without result
    and an error hold nothing, and are asked)."""
    book = Workbook()
    book.active.title = "台账"
    fill(book.active)
    for line in (["编码", "事由", "主办"], ["1", "围墙没有修", "甲"]):
        book.create_sheet("旧表").append(line) if "旧表" not in book.sheetnames else book["旧表"].append(line)
    out = BytesIO()
    book.save(out)
    count = sum(
        1
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type not in ("f", "e") and not is_blank(cell.value)
    )
    return out.getvalue(), count


def is_blank(value: object) -> bool:
    return value is None or not "".join(str(value).replace("\u200b", "").split())


def equal(batch: Batch) -> int:
    """The cells of the file, which are as many as are accounted for."""
    assert batch.state == "ready", batch.error
    found = sums(batch.layout)
    assert found.filled == found.accounted
    assert found.nowhere == 0
    return found.filled


@pytest.mark.parametrize("name", COMPOSED)
def test_what_is_composed_is_all_there(world, name):
    body, count = composed(COMPOSED[name])
    batch = taken(world, body)
    whole = equal(batch)
    assert whole == count
    texts = {str(text) for row in batch.rows.all() for text in row.cells.values()}
    shown = "\n".join([*texts, *(one.words for one in passed_over(batch.layout))])
    heads = {column["heading"] for sheet in batch.layout["sheets"] for column in sheet["columns"]}
    for wanted in ("第 1 个问题没有整改到位", "编码、事由、主办"):
        assert wanted in shown or wanted in heads


@pytest.mark.parametrize("name", ["标题和签名", "分段", "合计", "每页表头", "表外", "两张表"])
def test_whatever_is_taken_all_the_same_the_numbers_stay_equal(world, name):
    body, count = composed(COMPOSED[name])
    batch = taken(world, body)
    for _ in range(40):
        one = next((one for one in passed_over(batch.layout) if one.kind), None)
        if one is None:
            break
        imports.take(batch=batch, kind=one.kind, grid=one.grid, place=one.place, by=world.clerk)
        import_reading.read(batch=batch)
        batch.refresh_from_db()
        assert equal(batch) == count, one
    assert not [one for one in passed_over(batch.layout) if one.kind]


def test_there_are_forty_kinds_at_least():
    assert len(COMPOSED) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_odd_file_is_all_there_or_refused_with_a_sentence(world, path):
    unit("市第一中学（东校区）", parent=world.city, order=5, supervising_office=world.office)
    batch = taken(world, path.read_bytes(), name=path.name)
    if path.name in REFUSED:
        assert (batch.state, len(batch.error) > 15) == ("refused", True)
        return
    assert equal(batch) > 0
