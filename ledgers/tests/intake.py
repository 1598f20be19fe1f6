"""A small workbook of an office, and its way in: what the tests of the import begin with."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook

from ledgers.actions import import_reading, import_writing, imports
from ledgers.importing.settling import fingerprint
from ledgers.models import Batch
from rectify.lib.filestore import keep

HEADS = ["序号", "被巡察单位", "具体问题", "整改措施", "牵头领导", "责任单位", "完成时限", "整改状态", "整改进展"]


def workbook(*rows: list, heads: list = HEADS) -> bytes:
    book = Workbook()
    book.active.title = "台账"
    for line in (heads, *rows):
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def taken(world, body: bytes, *, name: str = "台账.xlsx", **fields) -> Batch:
    fields = {"anchor": date(2026, 9, 8), "by": world.clerk} | fields
    batch = imports.upload(round_=world.round, stored=keep([body], folder="imports"), name=name, **fields)
    import_reading.read(batch=batch)
    batch.refresh_from_db()
    return batch


def written(world, batch: Batch) -> Batch:
    import_writing.confirm(batch=batch, seen=fingerprint(batch), by=world.clerk)
    import_writing.perform(batch=batch, by=world.clerk)
    batch.refresh_from_db()
    return batch


def open_questions(batch: Batch) -> list[str]:
    return [q["key"] for q in batch.layout["questions"] if q["kind"] == "ask" and not q["answered"]]
