"""Reading an uploaded workbook in the limited process, row by row into the batch. Runs in the request or in a worker."""

import logging
from collections.abc import Container, Iterator, Mapping
from datetime import date
from itertools import chain, islice

from django.db import transaction
from django.utils import timezone

from ledgers.actions.imports import about_of, column_of
from ledgers.importing import returned
from ledgers.importing.settling import settle
from ledgers.models import Batch, BatchRow
from ledgers.offline import sheets
from ledgers.reading.sheet import ReadRefused, ReadSheet, Workbook
from ledgers.reading.workbooks import TAKEN, read_safely, reread
from rectify.lib.filecheck import READ, look
from rectify.lib.filestore import forget, full_path
from rectify.lib.secrecy import EXPLAINED, marks
from rectify.lib.text import shortened

logger = logging.getLogger(__name__)
MOST_ROWS, CHUNK, MEMORY, MOST_SKIPPED = 20_000, 500, 200, 2000
OFFLINE = "这是发给不联网单位填的工作簿，不从这里导入：请到“不联网单位”页收签字表，核对后代录。"
NOTHING = "没有找到台账：没有一张工作表里有表头和行。请确认文件，或者下载模板填写。"
BROKEN = "读这个文件时系统出错了，不是您的问题；什么都没有写入。请把文件另存为新的 xlsx 再试，还不行请联系系统管理员。"

MARKED = EXPLAINED + "：{}标有密级“{}”，整个文件没有导入。涉密内容请按保密规定另行办理"


class MarkedRefused(ReadRefused):
    """The workbook bears a marking of secrecy: nothing of it stays, not even the file."""


def read(*, batch: Batch) -> bool:
    """Read `batch`; False when somebody else does so already. A file that cannot be taken ends as refused, with the sentence."""
    claimed = Batch.objects.filter(pk=batch.pk, state=Batch.Status.WAITING)
    if not claimed.update(state=Batch.Status.READING, heartbeat_at=timezone.now(), error="", done=0, total=0):
        return False
    batch.refresh_from_db()
    try:
        words = demand_unmarked_around(batch)
        book = _book(batch)
        if not batch.layout.get("taking") and not any(sheet.columns or sheet.kind in TAKEN for sheet in book.sheets):
            # No line of any sheet looks like a header: the first of each is offered as one, to be mapped by hand.
            batch.layout["taking"] = {
                "sheets": [one.grid for one in book.sheets if one.filled],
                "rows": {},
                "columns": {},
            }
            book = _book(batch)
        batch.layout["words"] = words | demand_unmarked(book)
        _keep(batch, book)
    except MarkedRefused as refusal:
        forget(batch.path)
        _refuse(batch, str(refusal))
    except ReadRefused as refusal:
        _refuse(batch, str(refusal))
    except Exception:
        logger.exception("batch %s cannot be read", batch.public_id)
        _refuse(batch, BROKEN)
    return True


def _book(batch: Batch) -> Workbook:
    """The workbook as the limited process reads it. Raises ReadRefused."""
    anchor, taking = date.fromisoformat(batch.layout["anchor"]), batch.layout.get("taking")
    return read_safely(full_path(batch.path), name=batch.name, anchor=anchor, most=MOST_ROWS, taking=taking)


def demand_unmarked_around(batch: Batch) -> dict[str, str]:
    """The same for what is no cell of a ledger: heads, remarks, boxes, paragraphs between tables. Gives words too."""
    path, kind = full_path(batch.path), batch.name.rpartition(".")[2].lower()
    check = look(path, kind) if kind in READ else None
    if check and check.marking:
        raise MarkedRefused(MARKED.format(f"{check.why}", check.marking))
    return dict.fromkeys(check.words, "文件里") if check else {}


def demand_unmarked(book: Workbook) -> dict[str, str]:
    """Refuse a workbook that bears a marking of secrecy anywhere, and say where; else the words that a person has to confirm
    before anything is written, each with its first place. Raises MarkedRefused."""
    words: dict[str, str] = {}
    for sheet in book.sheets:
        for number, letter, text in _texts(sheet):
            borne = marks(text)
            if borne.marking or borne.words:
                where = f"工作表“{sheet.name}”第 {number} 行{f' {letter} 列' if letter else ''}"
                if borne.marking:
                    raise MarkedRefused(MARKED.format(where, borne.marking))
                words = dict.fromkeys(borne.words, where) | words
    return words


def _texts(sheet: ReadSheet) -> Iterator[tuple[int, str, str]]:
    """Row, column and text of every cell that was read."""
    for row in sheet.rows:
        yield from ((row.number, letter, str(text)) for letter, text in row.cells.items() if text)
    yield from ((one.row, "", one.text) for one in sheet.skipped)
    yield from ((sheet.header_rows[-1] if sheet.header_rows else 1, c.letter, c.heading) for c in sheet.columns)


def _refuse(batch: Batch, sentence: str) -> None:
    batch.rows.all().delete()
    batch.state, batch.error = Batch.Status.REFUSED, sentence
    batch.save(update_fields=["state", "error"])


def _keep(batch: Batch, book: Workbook) -> None:
    """Rows go in by the hundred, so that the page can tell how far it is; then all are judged together."""
    if any(table.book.partition(".")[0] == sheets.BOOK for table in book.tables):
        raise ReadRefused(OFFLINE)
    own = returned.find(book, batch.created_by, batch.round)
    used = _used(book, own, batch.layout.get("taking", {}).get("sheets", ()))
    count = sum(len(sheet.rows) for sheet in used)
    if not used:
        raise ReadRefused(NOTHING)
    known = [(sheet, False) if sheet.name in own else _as_before(batch, sheet) for sheet in used]
    used = [sheet for sheet, _ in known]
    left_out = set(batch.rows.filter(is_left_out=True).values_list("sheet", "number"))
    batch.rows.all().delete()
    rows = (
        BatchRow(batch=batch, order=n, is_left_out=(row["sheet"], row["number"]) in left_out, **row)
        for n, row in enumerate(chain(*(_rows(sheet, own) for sheet in used)), 1)
    )
    while part := list(islice(rows, CHUNK)):
        BatchRow.objects.bulk_create(part)
        Batch.objects.filter(pk=batch.pk).update(done=part[-1].order, total=count, heartbeat_at=timezone.now())
    batch.done = batch.total = count
    pages = [_page(sheet) | {"chosen": again, "recalled": again} for sheet, again in known]
    for page in pages:
        if page["name"] in own:
            page["ours"], page["questions"] = own[page["name"]].as_dict(), []
    batch.layout |= {"sheets": pages, "others": _others(book, used), "filled": book.account()["filled"]}
    _ready(batch)


def _used(book: Workbook, own: Container[str], wanted: Container[str] = ()) -> list[ReadSheet]:
    """The sheets we wrote; else the ledgers; forms, one issue each, where there is no ledger: beside one they explain it or
    say the same again; else whatever has a header and rows, to be mapped by hand."""
    if written := [sheet for sheet in book.sheets if sheet.name in own]:
        return written
    filled = [sheet for sheet in book.sheets if sheet.rows and sheet.kind in TAKEN]
    used = [sheet for sheet in filled if sheet.kind == "ledger"] or filled
    if not used:
        return [sheet for sheet in book.sheets if sheet.columns and sheet.rows]
    return [sheet for sheet in book.sheets if sheet in used or sheet.grid in wanted and sheet.columns and sheet.rows]


@transaction.atomic
def _ready(batch: Batch) -> None:
    settle(batch, batch.created_by)
    batch.state = Batch.Status.READY
    batch.save(update_fields=["state", "layout", "done", "total"])


def _rows(sheet: ReadSheet, own: Mapping[str, returned.Returned]) -> Iterator[dict]:
    for row in sheet.rows:
        about = about_of(row) | {"hidden": row.hidden or sheet.hidden}
        if sheet.name in own:
            key, touched = own[sheet.name].rows[row.number]
            about |= {"key": key, "touched": touched, "questions": []}
        yield {
            "sheet": sheet.name[:100],
            "number": row.number,
            "cells": row.cells,
            "values": row.values,
            "about": about,
        }


def _page(sheet: ReadSheet) -> dict:
    skipped = sheet.skipped[:MOST_SKIPPED]
    return {
        "name": sheet.name[:100],
        "grid": sheet.grid,
        "kind": sheet.kind,
        "header_rows": sheet.header_rows,
        "rows": len(sheet.rows),
        "columns": [column_of(column) for column in sheet.columns],
        "samples": _samples(sheet),
        "titles": [one.text[:200] for one in sheet.skipped if one.reason in ("title", "signature")],
        "skipped": [{"row": one.row, "reason": one.reason, "text": shortened(one.text, 200)} for one in skipped],
        "questions": [question.as_dict() for question in sheet.questions],
        "filled": sheet.filled,
        "passed": sheet.passed,
        "untitled": sheet.untitled,
        "hidden": sheet.hidden,
        "hidden_columns": sheet.hidden_columns,
        "since_1904": sheet.since_1904,
    }


def _samples(sheet: ReadSheet) -> dict[str, str]:
    """The first text of each column, so that a person knows it again."""
    samples: dict[str, str] = {}
    for row in sheet.rows[:30]:
        for letter, text in row.cells.items():
            if text:
                samples.setdefault(letter, shortened(text, 24))
    return samples


def _others(book: Workbook, used: list[ReadSheet]) -> list[dict]:
    """The sheets that are not read: what they are, how many cells they fill, the first words of them."""
    names = {sheet.name for sheet in used}
    return [_other(sheet) for sheet in book.sheets if sheet.name not in names]


def _other(sheet: ReadSheet) -> dict:
    words = [column.heading for column in sheet.columns] or [one.text for one in sheet.skipped]
    kind = "keys" if "keys" in sheet.passed else sheet.kind if sheet.kind in TAKEN or sheet.columns else "other"
    return {
        "name": sheet.name,
        "grid": sheet.grid,
        "kind": kind,
        "filled": sheet.filled,
        "hidden": sheet.hidden,
        "sample": shortened("、".join(words[:6]), 60),
    }


def _as_before(batch: Batch, sheet: ReadSheet) -> tuple[ReadSheet, bool]:
    """The mapping that a person chose before the file was read again, else that of a workbook written before with the same
    heads. Whether there was one."""
    chosen = batch.layout.get("mappings", {}).get(sheet.name)
    if chosen is not None:
        return reread(sheet, chosen, anchor=date.fromisoformat(batch.layout["anchor"])), True
    heads = [[column.letter, column.heading] for column in sheet.columns]
    written = Batch.objects.filter(round__office=batch.round.office, state=Batch.Status.WRITTEN).order_by("-written_at")
    for pages in written.values_list("layout__sheets", flat=True)[:MEMORY].iterator(chunk_size=10):
        for page in pages or ():
            if page.get("chosen") and [[c["letter"], c["heading"]] for c in page["columns"]] == heads:
                mapping = {c["letter"]: c["field"] for c in page["columns"]}
                return reread(sheet, mapping, anchor=date.fromisoformat(batch.layout["anchor"])), True
    return sheet, False
