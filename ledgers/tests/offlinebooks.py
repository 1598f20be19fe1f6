"""Workbooks of a unit without network as tests handle them: given out, filled in, sent back."""

import zipfile
from collections.abc import Callable
from datetime import time
from io import BytesIO
from typing import Any

import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from issues.actions import rounds, weeks
from issues.models import Issue, Status
from ledgers.actions import offline
from ledgers.models import OfflineEntry, OfflineSheet
from ledgers.offline import sheets
from ledgers.offline.comparing import changes
from rectify.accounts.models import Unit
from rectify.lib.dates import at_time, monday, today
from rectify.lib.sheets import XLSX

PDF = b"%PDF-1.4 " + b"x" * 600
TEXT, STEP = "逐户走访了十二户，立了台账，附照片。", "11月27日前办完最后一户"


def cut_off(world) -> None:
    """The lead unit has no network; it leads an issue in each state that a sheet is about, and owes a report."""
    Unit.objects.filter(pk=world.lead.pk).update(is_offline=True)
    world.lead.is_offline = True
    rounds.set_units(round_=world.round, numbers={world.lead: None}, by=world.clerk)
    for state in (Status.DISPATCHED, Status.PLANNING, Status.RECTIFYING):
        world.issue(at=state)
    weeks.start(round_=world.round, at=at_time(monday(today()), time(9)), by=world.clerk)


def given_out(world) -> tuple[OfflineSheet, bytes]:
    sheet = offline.give_out(unit=world.lead, round_=world.round, by=world.clerk)
    target = BytesIO()
    sheets.give_out(sheet, target)
    return sheet, target.getvalue()


def filled(body: bytes, fill: Callable[[Any], None]) -> bytes:
    """The workbook as somebody fills it in."""
    book, target = openpyxl.load_workbook(BytesIO(body)), BytesIO()
    fill(book)
    book.save(target)
    return target.getvalue()


def cell_of(page: Any, heading: str, row: int = 0) -> Any:
    """The cell below a heading, in the `row`th row of data."""
    for line in page.iter_rows():
        for cell in line:
            if cell.value == heading:
                return page.cell(cell.row + 1 + row, cell.column)
    raise AssertionError(f"no column {heading}")


def report_in(book: Any) -> None:
    page = book[sheets.NAMES[sheets.REPORTS]]
    cell_of(page, "本周进展").value = TEXT
    cell_of(page, "下周承诺").value = STEP
    cell_of(page, "申报的状态").value = "整改中"


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return target.getvalue()


def entered(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def sent(world, body: bytes, *, who: str = "clerk", archive: bytes = b"", signed: bytes = PDF, **more: str) -> Any:
    """The answer to a sheet that comes back through the page."""
    files = {"workbook": SimpleUploadedFile("签字表.xlsx", body, XLSX)}
    if signed:
        files["signed"] = SimpleUploadedFile("签字页.pdf", signed, "application/pdf")
    if archive:
        files["archive"] = SimpleUploadedFile("佐证.zip", archive, "application/zip")
    return entered(getattr(world, who)).post(reverse("ledgers:offline"), files | more)


def taken(world, body: bytes, **how: Any) -> OfflineEntry:
    answer = sent(world, body, **how)
    assert answer.status_code == 302, answer.context["errors"]
    return OfflineEntry.objects.latest("pk")


def at(state: str) -> Issue:
    return Issue.objects.filter(status=state).latest("pk")


def choices(world, entry: OfflineEntry, **instead: str) -> dict[str, str]:
    """Everything as the sheet says, but what is said `instead` by the kind of the sheet."""
    said = {change.key: f"enter:{change.token}" for change in changes(entry, world.clerk)}
    return {key: instead.get(key.partition(":")[0], value) for key, value in said.items()}


def enter(world, entry: OfflineEntry, who: str = "clerk", **instead: str) -> dict[str, tuple[str, list[str]]]:
    done = offline.enter(entry=entry, choices=choices(world, entry, **instead), by=getattr(world, who))
    return {row["what"]: (row["word"], row["reasons"]) for row in done.outcomes}
