"""The law over every list, book and week workbook, as each role gets it: untouched, it is no news to whoever keeps the books."""

import shutil
import subprocess
from io import BytesIO
from itertools import product

import openpyxl
import pytest

from ledgers.importing import differing, ours, writable
from ledgers.kinds import KINDS
from ledgers.tests.intake import taken
from ledgers.tests.ourbooks import UNTOUCHED, downloaded, outcome
from ledgers.tests.test_import import reader, store  # noqa: F401 (fixtures)
from rectify.lib import provenance
from rectify.roof.testing.seed import dice, some

pytestmark = [pytest.mark.model, pytest.mark.django_db, pytest.mark.slow, pytest.mark.sampled]

PEOPLE = "checker", "principal", "other_principal", "other_leader", "discipline", "organisation", "team"
ROLES = "clerk", "head", "second_head", "liaison", "other_liaison", "leader", *PEOPLE
FILES = ["issues", *KINDS, "dispatch", "standing", "statement"]
DOORS = (*writable.DOORS.values(), writable.ELSE, "这一格没有写", differing.UNKNOWN)
CHANGED = "改过的字"


def test_what_was_not_touched_is_no_news(life, db, client):
    """Every workbook, as every role gets it, uploaded by the clerk. Who may not have one, or finds no row, has none to bring."""
    world, count = life.here.world, 0
    for role, name in some(product(ROLES, FILES), lambda one: one[0], lambda one: one[1], least=24):
        body = downloaded(client, getattr(world, role), name, world.round)
        if body is None or not holds_rows(body):
            continue
        batch = taken(world, body)
        assert outcome(batch) == UNTOUCHED, (role, name)
        count += batch.layout["figures"]["same"]
    assert count > 5


@pytest.mark.parametrize("name", FILES)
def test_one_changed_cell_is_that_difference_or_a_sentence_that_names_its_door(life, db, client, name):
    """Every column but the number of the line, which is counted anew."""
    world = life.here.world
    body = downloaded(client, world.head, name, world.round)
    if not holds_rows(body):
        return
    batch = taken(world, body)
    cells = [
        (page, int(place), letter)
        for page in batch.layout["sheets"]
        for place, letter in page["ours"]["letters"].items()
        if page["rows"] and not (place == "0" and page["ours"]["headings"][0] == "序号")
    ]
    for page, place, letter in some(cells, least=2, about=name):
        numbers = list(batch.rows.filter(sheet=page["name"]).values_list("number", flat=True))
        where = f"{letter}{dice(f'{name} {letter}').choice(numbers)}"
        again = taken(world, with_cell(body, page["grid"], where))
        [row] = again.rows.exclude(change="same")
        [[heading, _, new]] = row.about["told"]
        assert (heading, new) == (page["ours"]["headings"][place], CHANGED), where
        assert [q for q in again.layout["questions"] if not q["answered"]] == [], where
        assert again.layout["figures"]["same"] == batch.total - 1, where
        if row.change == "differs":
            [remark] = row.complaints
            assert (remark["cell"], remark["text"].endswith(DOORS)) == (where, True), remark["text"]
        else:
            assert (row.change, row.complaints, name) == ("update", [], "issues")


def with_cell(body: bytes, sheet: str, where: str) -> bytes:
    """The workbook with other words in one cell."""
    book = openpyxl.load_workbook(BytesIO(body))
    book[sheet][where].value = CHANGED
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def holds_rows(body: bytes) -> bool:
    keys = openpyxl.load_workbook(BytesIO(body))[provenance.NAME]
    return any(row[0].value not in (provenance.MARK, provenance.TABLE, provenance.SEAL) for row in keys.iter_rows())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice：不查它存过的工作簿")
def test_what_another_program_opened_and_saved_is_no_news(life, db, client, tmp_path):
    world, names = life.here.world, []
    for name in FILES:
        body = downloaded(client, world.head, name, world.round)
        if holds_rows(body):
            names.append(name)
            (tmp_path / f"{name}.xlsx").write_bytes(body)
    saved = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(tmp_path / f"{name}.xlsx") for name in names]
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), *files],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert len(names) > 10
    for name in names:
        assert outcome(taken(world, (saved / f"{name}.xlsx").read_bytes())) == UNTOUCHED, name


def test_the_hidden_sheet_holds_nothing_but_keys_of_rows_that_are_there(life, db, client):
    world = life.here.world
    for role in ROLES:
        for name in ("issues", "problems", "measures"):
            body = downloaded(client, getattr(world, role), name, world.round)
            if body is None:
                continue
            pages = openpyxl.load_workbook(BytesIO(body))
            lines = [[c.value for c in row if c.value is not None] for row in pages[provenance.NAME].iter_rows()]
            [table] = provenance.read(lines)
            assert pages[provenance.NAME].sheet_state == "hidden"
            assert all(len(prints) == len(table.headings) for _, prints in table.rows.values())
            present = ours.present(name, getattr(world, role), world.round, list(table.rows))
            assert set(present.rows) == set(table.rows)
            assert present.headings == table.headings
