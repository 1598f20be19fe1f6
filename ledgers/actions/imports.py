"""Taking an office's workbook in: uploading, answering, choosing columns, leaving rows out, giving up."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from issues.models import Feedback, Round
from ledgers import policies
from ledgers.importing.known import AGAIN
from ledgers.importing.settling import keep_rows, settle
from ledgers.models import Batch, BatchRow
from ledgers.reading.fields import FIELDS, likely
from ledgers.reading.sheet import ReadSheet, SheetColumn, SheetRow
from ledgers.reading.workbooks import reread
from rectify.accounts.models import Holding, Unit, User
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.filestore import Stored
from rectify.lib.locks import lock
from rectify.options.storage import demand_room
from rectify.workflow.move import demand_all

CHANGEABLE = frozenset({Batch.Status.READY, Batch.Status.REFUSED, Batch.Status.WAITING})


@transaction.atomic
def upload(
    *, round_: Round, stored: Stored, name: str, by: User, unit: Unit | None = None, anchor: date | None = None
) -> Batch:
    """A workbook that lies in the file store becomes a batch that waits to be read. `anchor`: the day periods count from."""
    post = demand_all([policies.keeps_books(by, round_)])
    demand_room(adding=stored.size, office=round_.office)
    batch = Batch.objects.create(
        round=round_,
        unit=unit,
        name=name[-255:],
        path=stored.path,
        digest=stored.digest,
        size=stored.size,
        created_by=by,
        layout={"anchor": (anchor or default_anchor(round_, unit)).isoformat()},
    )
    record("ledgers.batch.upload", batch, by=by, post=post, name=batch.name, size=batch.size)
    return batch


def default_anchor(round_: Round, unit: Unit | None = None) -> date:
    """The day of the feedback (the unit's own, else the round's last), else the end of the stay, else today."""
    feedbacks = Feedback.objects.current().filter(round=round_)
    own = feedbacks.filter(unit=unit).order_by("-delivered_on").first() if unit else None
    last = own or feedbacks.order_by("-delivered_on").first()
    return last.delivered_on if last else round_.onsite_ends or today()


def _open(batch: Batch, by: User) -> Holding | None:
    """Lock, and refuse when nothing about the batch may change any more. Gives the post by which it may."""
    lock(batch)
    post = demand_all([policies.keeps_books(by, batch.round)])
    if batch.state not in CHANGEABLE:
        raise Conflict(f"这次导入现在是“{batch.get_state_display()}”，不能再改。您这次没有改动任何数据")
    return post


@transaction.atomic
def answer(*, batch: Batch, answers: dict[str, dict | None], by: User) -> None:
    """Keep answers by the key of their question; None takes an answer back, also one of an earlier import. All rows are judged
    anew."""
    post = _open(batch, by)
    before = {question["key"] for question in batch.layout.get("questions", ()) if "before" in question}
    for key, word in answers.items():
        anew = AGAIN if key in before or "again" in batch.answers.pop(key, {}) else {}
        if word or anew:
            batch.answers[key] = (word or {}) | anew
    batch.save(update_fields=["answers"])
    settle(batch, by)
    record("ledgers.batch.answer", batch, by=by, post=post, name=batch.name, count=len(answers))


@transaction.atomic
def remap(*, batch: Batch, sheet: str, mapping: dict[str, str | None], by: User, anchor: date | None = None) -> None:
    """Read a sheet again under another mapping of its columns, every sheet when the day that periods count from changes."""
    post = _open(batch, by)
    unknown = {field for field in mapping.values() if field} - set(FIELDS)
    if unknown:
        raise Refused("没有这样的栏目，请从列表中选")
    moved = anchor is not None and anchor.isoformat() != batch.layout.get("anchor")
    batch.layout["anchor"] = anchor.isoformat() if anchor else batch.layout["anchor"]
    for page in batch.layout["sheets"]:
        if page["name"] == sheet or moved:
            _read_again(batch, page, mapping if page["name"] == sheet else {})
    batch.save(update_fields=["layout"])
    settle(batch, by)
    record("ledgers.batch.remap", batch, by=by, post=post, name=batch.name, sheet=sheet)


def _read_again(batch: Batch, page: dict, mapping: dict[str, str | None]) -> None:
    rows = list(batch.rows.filter(sheet=page["name"]).order_by("order"))
    plain = [_row(row) for row in rows]
    columns = [SheetColumn(**column) for column in page["columns"]]
    sheet = ReadSheet(page["name"], page["kind"], page["header_rows"], columns, plain)
    sheet.since_1904 = page.get("since_1904", False)
    again = reread(sheet, mapping, anchor=date.fromisoformat(batch.layout["anchor"]))
    page["chosen"] = page.get("chosen", False) or bool(mapping)
    page["columns"], page["kind"] = [column_of(column) for column in again.columns], again.kind
    for row, read in zip(rows, again.rows, strict=True):
        row.values, row.about = read.values, row.about | about_of(read)
    keep_rows(rows, ["values", "about"])


def _row(row: BatchRow) -> SheetRow:
    about = row.about
    read = SheetRow(row.number, row.cells, hidden=about["hidden"], broken=about["broken"], band=about["band"])
    read.stored, read.spanned = about.get("stored", {}), about.get("spanned", ())
    return read


def column_of(column: SheetColumn) -> dict:
    return {"letter": column.letter, "heading": column.heading, "field": column.field, "confidence": column.confidence}


def about_of(row: SheetRow) -> dict:
    """What the reader said of a row beside its values, as JSON."""
    asked = [q.as_dict() | {"kind": q.kind} for q in row.questions]
    about = {"hidden": row.hidden, "broken": row.broken, "band": row.band, "questions": asked}
    if row.stored:
        about["stored"] = dict(row.stored)
    if row.spanned:
        about["spanned"] = list(row.spanned)
    return about


NOT_THERE = "文件里没有这一处没收的内容，请看一眼现在的清单"
PASSED_OVER = ("sheets", "rows", "columns")


@transaction.atomic
def take(*, batch: Batch, kind: str, grid: str, place: str = "", by: User) -> None:
    """Take what the reader passed over: a sheet, a row, a column without heading, or one whose heading nobody knows into the
    field it may mean. The file is read again; answers, columns that were chosen and rows that were left out stay. Raises
    Refused for what the file does not have."""
    post = _open(batch, by)
    if kind == "fields":
        remap(batch=batch, sheet=grid, mapping={place: _likely(batch, grid, place)}, by=by)
        return
    if (grid if kind == "sheets" else place) not in _passed_over(batch, grid).get(kind, ()):
        raise Refused(NOT_THERE)
    taking = {name: batch.layout.get("taking", {}).get(name, {} if name != "sheets" else []) for name in PASSED_OVER}
    if kind == "sheets":
        taking[kind].append(grid)
    else:
        taking[kind].setdefault(grid, []).append(int(place) if kind == "rows" else place)
    chosen = [page for page in batch.layout["sheets"] if page.get("chosen")]
    batch.layout["mappings"] = {page["name"]: {c["letter"]: c["field"] for c in page["columns"]} for page in chosen}
    batch.layout["taking"] = taking
    batch.state, batch.done = Batch.Status.WAITING, 0
    batch.save(update_fields=["layout", "state", "done"])
    record("ledgers.batch.take", batch, by=by, post=post, name=batch.name, sheet=grid, place=place or "整张表")


def _likely(batch: Batch, sheet: str, letter: str) -> str:
    """The field that a column without one may mean. Raises Refused where there is none."""
    page: dict = next((page for page in batch.layout.get("sheets", ()) if page["name"] == sheet), {"columns": []})
    claimed = {one["field"] for one in page["columns"] if one["field"]}
    headings = [one["heading"] for one in page["columns"] if one["letter"] == letter and not one["field"]]
    field = likely(headings[0], claimed) if headings else None
    if field is None or page.get("ours"):
        raise Refused(NOT_THERE)
    return field


def _passed_over(batch: Batch, grid: str) -> dict[str, list[str]]:
    """What of a sheet of the file can be taken all the same."""
    pages = [page for page in batch.layout.get("sheets", ()) if page["grid"] == grid and not page.get("ours")]
    return {
        "sheets": [one["grid"] for one in batch.layout.get("others", ()) if one["kind"] != "keys"],
        "rows": [str(one["row"]) for page in pages for one in page["skipped"]],
        "columns": [letter for page in pages for letter in page["untitled"]],
    }


@transaction.atomic
def check(*, batch: Batch, by: User) -> None:
    """Judge all rows anew, because units, aliases or classes have come since."""
    post = _open(batch, by)
    settle(batch, by)
    record("ledgers.batch.check", batch, by=by, post=post, name=batch.name, count=batch.layout["figures"]["ready"])


@transaction.atomic
def leave_out(*, batch: Batch, orders: Iterable[int], out: bool, by: User) -> int:
    """Mark rows as not to be imported, or take that back. Gives the number of rows."""
    post = _open(batch, by)
    count = batch.rows.filter(order__in=list(orders)).update(is_left_out=out)
    settle(batch, by)
    record(
        "ledgers.batch.leave_out",
        batch,
        by=by,
        post=post,
        name=batch.name,
        count=count,
        word="不导入" if out else "恢复导入",
    )
    return count


@transaction.atomic
def drop(*, batch: Batch, by: User) -> None:
    """放弃: nothing was written, the batch stays to be seen; its rows go."""
    post = _open(batch, by)
    batch.state = Batch.Status.DROPPED
    batch.rows.all().delete()
    batch.save(update_fields=["state"])
    record("ledgers.batch.drop", batch, by=by, post=post, name=batch.name)


@transaction.atomic
def revive(*, batch: Batch) -> None:
    """A batch whose worker died goes back to where it was: nothing was written (IM-03)."""
    lock(batch)
    back: dict[str, Batch.Status] = {
        Batch.Status.READING: Batch.Status.WAITING,
        Batch.Status.WRITING: Batch.Status.READY,
    }
    if batch.state in back and (timezone.now() - batch.heartbeat_at).total_seconds() > STALE:
        batch.state, batch.heartbeat_at = back[batch.state], timezone.now()
        batch.error = "上次处理到一半中断了，什么都没有写入。请再试一次。"
        batch.save(update_fields=["state", "heartbeat_at", "error"])


STALE = 240
