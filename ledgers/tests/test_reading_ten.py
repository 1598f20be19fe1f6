"""Ten ledgers unlike one another, the expected rows of each written before it was read. Nothing of them may be lost, and nothing
asked that the file does not force."""

from datetime import date

import pytest

from ledgers.reading import workbooks
from ledgers.tests.tenfiles import FILES
from ledgers.tests.tensheets import SHEETS
from ledgers.tests.test_reading_shared import balances

ANCHOR = date(2026, 3, 10)
MOST_NEEDLESS = 15  # questions per 100 rows beyond those that the file forces


def plain(row) -> dict:
    """A row as it is written there: the day alone of a deadline."""
    values = {name: value for name, value in row.as_dict().items() if value not in ([], {})}
    return values | ({"due": values["due"]["due"]} if "due" in values else {})


@pytest.mark.parametrize("make", [*SHEETS, *FILES], ids=lambda make: make.__name__)
def test_ten_ledgers(tmp_path, make):
    file, expected = make(tmp_path)
    book = workbooks.read_workbook(file, anchor=ANCHOR)
    assert balances(book)
    assert [(sheet.name, sheet.kind) for sheet in book.sheets] == [(name, kind) for name, kind, *_ in expected]
    for sheet, (_, _, rows, questions, skipped, forced) in zip(book.sheets, expected, strict=True):
        assert [plain(row) for row in sheet.rows] == rows
        assert {(one.row, one.col) for one in sheet.all_questions()} == questions
        assert {one.row for one in sheet.skipped} == skipped
        assert len(questions) - forced <= MOST_NEEDLESS / 100 * len(rows)
