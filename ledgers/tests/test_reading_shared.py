"""The workbooks that lie beside the project: every value, skipped row and question as expected there."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from ledgers.reading import workbooks

SHARED = Path(settings.BASE_DIR).parent / "shared"
EXPECTED = sorted(path for folder in ("forms", "more/forms") for path in (SHARED / folder).glob("*.expected.json"))


def plain(value):
    """Numbers as numbers, questions as there or not there, empty things as absent."""
    if isinstance(value, dict):
        return {
            key: bool(one) if key == "question" else plain(one)
            for key, one in value.items()
            if one not in (None, "", [], {}, False)
        }
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def wanted_questions(sheet: dict, is_hidden: bool) -> set:
    """The questions expected of a sheet. The first set was written before a hidden ledger was asked about."""
    about_the_sheet = {(sheet["header_rows"][0], None)} if is_hidden and sheet["kind"] == "ledger" else set()
    return {(one["row"], one["col"]) for one in sheet["questions"]} | about_the_sheet


def test_the_workbooks_lie_beside_the_project():
    if not EXPECTED:
        pytest.skip("没有 ../shared/forms，样表没有核对")
    assert len(EXPECTED) >= 25


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name[:3])
def test_a_given_workbook(path):
    expected = json.loads(path.read_text(encoding="utf-8"))
    book = workbooks.read_workbook(path.parent / expected["file"], anchor=date.fromisoformat(expected["anchor"]))
    got = book.as_dict()
    assert [sheet["name"] for sheet in got["sheets"]] == [sheet["name"] for sheet in expected["sheets"]]
    for sheet, wanted in zip(got["sheets"], expected["sheets"], strict=True):
        assert (sheet["kind"], sheet["header_rows"], sheet["columns"]) == (
            *(wanted["kind"], wanted["header_rows"], wanted["columns"]),
        )
        assert [plain(row) for row in sheet["rows"]] == [plain(row) for row in wanted["rows"]]
        assert {one["row"] for one in sheet["skipped"]} == {one["row"] for one in wanted["skipped"]}
        questions = {(one["row"], one["col"]) for one in sheet["questions"]}
        assert questions == wanted_questions(wanted, bool(sheet.get("hidden")))
    assert balances(book)


def balances(book) -> bool:
    """Whether every filled cell of every sheet is taken, asked, left in `other` or skipped with a reason."""
    return all(
        one["filled"] == one["taken"] + one["asked"] + one["other"] + sum(one["skipped"].values())
        for one in book.account()["sheets"]
    )
