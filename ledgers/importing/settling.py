"""What was judged is kept with the batch, so that a page of ten thousand rows reads no more than the fifty it shows."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Field

from ledgers.importing.account import account
from ledgers.importing.changes import excerpt
from ledgers.importing.judging import Judged, figures, judge, questions
from ledgers.models import Batch, BatchRow
from rectify.lib.columns import set_columns
from rectify.lib.digests import digest_of

SIZE, UPDATE = 500, BatchRow.Change.UPDATE
KEPT = ["complaints", "key", "state", "change", "about", "issue"]


def settle(batch: Batch, user: Any) -> list[Judged]:
    """Judge all rows again and keep what is new: outcome by row, questions and figures with the batch."""
    rows = list(batch.rows.order_by("order"))
    judged = judge(batch, rows, user)
    changed = [one.row for one in judged if _take(one)]
    keep_rows(changed, KEPT)
    batch.layout["questions"] = questions(judged, batch)
    batch.layout["figures"] = figures(judged)
    batch.layout["account"] = account(batch.layout, judged)
    batch.layout["overwrites"] = digest_of([[one.row.order, one.told] for one in judged if one.change == UPDATE])
    batch.save(update_fields=["layout"])
    return judged


def keep_rows(rows: Iterable[BatchRow], fields: list[str]) -> None:
    """Write `fields` of rows that are there already. As insert-or-update, which is many times faster than bulk_update's CASE;
    what is not to be written is not sent."""
    sent = ["batch_id", "order", *(cast(Field, BatchRow._meta.get_field(name)).attname for name in fields)]
    copies = [BatchRow(number=0, **{name: getattr(row, name) for name in sent}) for row in rows]
    unique = ["batch", "order"]
    BatchRow.objects.bulk_create(
        copies, batch_size=SIZE, update_conflicts=True, unique_fields=unique, update_fields=fields
    )


def _take(one: Judged) -> bool:
    """Put what was judged onto the row; whether anything is new."""
    row, draft = one.row, one.draft
    excerpts = [[name, *excerpt(old, new)] for name, old, new in one.told]
    about = row.about | {"changes": one.changes, "told": excerpts, "unit": draft.unit, "goes_on": bool(one.goes_on)}
    about["fields"] = {"title": draft.fields.get("title", ""), "due": _iso(draft.fields.get("due"))}
    new = {
        "complaints": [remark.as_dict() for remark in draft.remarks],
        "key": one.key,
        "state": draft.state,
        "change": one.change,
        "about": about,
        "issue_id": one.issue.pk if one.issue else None,
    }
    if all(getattr(row, name) == value for name, value in new.items()):
        return False
    set_columns(row, new)
    return True


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def fingerprint(batch: Batch) -> str:
    """What a person saw before confirming: the file, the answers, the columns, the figures, what is written over.

    Confirming is bound to it (IM-11)."""
    columns = [[c["letter"], c["field"]] for sheet in batch.layout.get("sheets", ()) for c in sheet["columns"]]
    seen = {"file": batch.digest, "answers": batch.answers, "columns": columns, "figures": batch.layout.get("figures")}
    seen["overwrites"] = batch.layout.get("overwrites")
    return digest_of(seen)[:24]
