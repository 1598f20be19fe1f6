"""The law over every list, book and week workbook, as each role gets it: untouched, it is no news to whoever keeps the books."""

import shutil
import subprocess
from io import BytesIO

import openpyxl
import pytest

from ledgers.importing import ours
from ledgers.kinds import KINDS
from ledgers.tests.intake import taken
from ledgers.tests.ourbooks import UNTOUCHED, downloaded, outcome
from ledgers.tests.test_import import reader, store  # noqa: F401 (fixtures)
from rectify.lib import provenance

pytestmark = [pytest.mark.model, pytest.mark.django_db, pytest.mark.slow]

ROLES = ("clerk", "head", "liaison", "principal", "other_liaison", "leader")
FILES = ["issues", *KINDS, "dispatch", "standing", "statement"]


@pytest.mark.parametrize("role", ROLES)
def test_what_was_not_touched_is_no_news(life, db, client, role):
    world, count = life.here.world, 0
    for name in FILES:
        body = downloaded(client, getattr(world, role), name, world.round)
        if body is None or not holds_rows(body):
            continue
        batch = taken(world, body)
        assert outcome(batch) == UNTOUCHED, name
        count += batch.layout["figures"]["same"]
    assert count > 5


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
            pages = openpyxl.load_workbook(BytesIO(body))
            lines = [[c.value for c in row if c.value is not None] for row in pages[provenance.NAME].iter_rows()]
            [table] = provenance.read(lines)
            assert pages[provenance.NAME].sheet_state == "hidden"
            assert all(len(prints) == len(table.headings) for _, prints in table.rows.values())
            present = ours.present(name, getattr(world, role), world.round, list(table.rows))
            assert set(present.rows) == set(table.rows)
            assert present.headings == table.headings
