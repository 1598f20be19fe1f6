"""The workbooks that lie beside the project: every value, skipped row and question as expected there."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from ledgers.reading import workbooks

FORMS = Path(settings.BASE_DIR).parent / "shared" / "forms"
EXPECTED = sorted(FORMS.glob("*.expected.json")) if FORMS.exists() else []


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


def test_the_workbooks_lie_beside_the_project():
    if not EXPECTED:
        pytest.skip("没有 ../shared/forms，样表没有核对")
    assert len(EXPECTED) >= 14


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name[:3])
def test_a_given_workbook(path):
    expected = json.loads(path.read_text(encoding="utf-8"))
    book = workbooks.read_workbook(FORMS / expected["file"], anchor=date.fromisoformat(expected["anchor"]))
    got = book.as_dict()
    assert [sheet["name"] for sheet in got["sheets"]] == [sheet["name"] for sheet in expected["sheets"]]
    for sheet, wanted in zip(got["sheets"], expected["sheets"], strict=True):
        assert (sheet["kind"], sheet["header_rows"], sheet["columns"]) == (
            *(wanted["kind"], wanted["header_rows"], wanted["columns"]),
        )
        assert [plain(row) for row in sheet["rows"]] == [plain(row) for row in wanted["rows"]]
        assert {one["row"] for one in sheet["skipped"]} == {one["row"] for one in wanted["skipped"]}
        assert {(one["row"], one["col"]) for one in sheet["questions"]} == {
            (one["row"], one["col"]) for one in wanted["questions"]
        }
