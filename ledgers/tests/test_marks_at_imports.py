"""No cell, head, remark or name of a workbook is imported otherwise than the table of markings says, by page or command."""

from collections import Counter
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import transaction
from openpyxl.comments import Comment

from issues.models import Issue
from ledgers.models import Batch
from ledgers.tests.intake import HEADS, taken, workbook
from ledgers.tests.test_import import row
from rectify.lib.secrecy import EXPLAINED
from rectify.roof.testing.seed import some
from rectify.roof.tests.marktable import FREE, REFUSED, WARNED, names, read_here, texts

pytestmark = [pytest.mark.model, pytest.mark.sampled, pytest.mark.slow]
# What a command of ours does with words: one takes them in, the others read, or write what is ours.
TAKE_IN = {"import_ledger"}
OURS = {
    "backup",
    "build_static",
    "create_administrators",
    "recover_administrator",
    "demo",
    "doctor",
    "draw_moves",
    "end_windows",
    "load_corpus",
    "load_defaults",
    "marked_texts",
    "migrate",
    "paper",
    "parse_deadline",
    "prove",
    "read_ledger",
    "reconcile",
    "redraw",
    "restore",
    "serve",
    "split_feedback",
    "sweep_files",
    "verify_audit",
    "week",
}


@pytest.fixture(autouse=True)
def here(monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    read_here(monkeypatch)


def changed(change) -> bytes:
    """A good workbook, changed by `change(sheet)`."""
    book, out = openpyxl.load_workbook(BytesIO(workbook(row(1), row(2)))), BytesIO()
    change(book.active)
    book.save(out)
    return out.getvalue()


def cell(column: int):
    return lambda text: changed(lambda sheet: setattr(sheet.cell(3, column), "value", text))


def above(text: str) -> bytes:
    def change(sheet):
        sheet.insert_rows(1)
        sheet["A1"] = text

    return changed(change)


def remark(text: str) -> bytes:
    return changed(lambda sheet: setattr(sheet["C3"], "comment", Comment(text, "某人")))


PLACES = {heading: cell(column) for column, heading in enumerate(HEADS, 1)} | {
    "a column nobody knows": lambda text: changed(lambda sheet: setattr(sheet.cell(3, 12), "value", text)),
    "the head of a column": lambda text: changed(lambda sheet: setattr(sheet.cell(1, 11), "value", text)),
    "a line above the heads": above,
    "a line below the rows": lambda text: changed(lambda sheet: setattr(sheet.cell(6, 1), "value", text)),
    "a remark": remark,
}


def verdict(batch: Batch) -> str:
    if batch.state == Batch.Status.REFUSED and EXPLAINED in batch.error:
        return REFUSED
    return WARNED if batch.layout.get("words") else FREE


def test_every_cell_of_a_workbook(world, db):
    tries = some(
        [(place, line) for place in PLACES for line in texts()], lambda row: row[0], lambda row: row[1], least=60
    )
    faults, count = [], Counter()
    for place, line in tries:
        with transaction.atomic():
            batch = taken(world, PLACES[place](line.text))
            came = verdict(batch)
            if came == REFUSED and (batch.rows.exists() or Issue.objects.exists()):
                came = "refused and kept"
            transaction.set_rollback(True)
        count[came] += 1
        if came != line.verdict:
            faults.append(f"{place}: {came} for {line.verdict}: {line.text!r} ({batch.state} {batch.error})")
    print(f"\n{len(PLACES)} places × {len(texts())} texts: {len(tries)} tried, {dict(count)}")
    assert not faults, "\n".join(faults)


def ran(world, path, *flags: str) -> str:
    """What the command makes of a file."""
    out = StringIO()
    with transaction.atomic():
        try:
            call_command(
                "import_ledger", str(path), *flags, round=world.round.name, by=world.clerk.username, stdout=out
            )
            came = "written" if Issue.objects.exists() else FREE
        except CommandError as error:
            told = f"{out.getvalue()}{error}"
            came = (
                REFUSED
                if EXPLAINED in told
                else WARNED
                if "--confirmed-unclassified" in told or "请核对" in told
                else told
            )
        except SystemExit:
            came = FREE  # it asks something else before
        if came == FREE and "--confirmed-unclassified" in out.getvalue():
            came = WARNED
        transaction.set_rollback(True)
    return came


def test_the_command_that_imports(world, db, tmp_path):
    faults, count = [], Counter()
    lines = some(
        [(line,) for line in [*texts(), *names()]], lambda row: row[0].verdict, lambda row: row[0].is_name, least=16
    )
    for (line,) in lines:
        path = tmp_path / (line.text.rpartition(".")[0] + ".xlsx" if line.is_name else "台账.xlsx")
        path.write_bytes(workbook(row(1)) if line.is_name else PLACES["整改进展"](line.text))
        came = ran(world, path)
        count[came] += 1
        if came.replace("written", FREE) != line.verdict:
            faults.append(f"{came} for {line.verdict}: {line.text!r}")
        if line.verdict != FREE and ran(world, path, "--confirmed-unclassified") != (
            REFUSED if line.verdict == REFUSED else came.replace(WARNED, "written")
        ):
            faults.append(f"confirmed: {line.text!r}")
    print(f"\n{len(lines)} tried, {dict(count)}")
    assert not faults, "\n".join(faults)


def test_every_command_is_known():
    ours = {name for name, app in get_commands().items() if str(app).startswith(("rectify", "issues", "ledgers"))}
    assert ours == TAKE_IN | OURS
