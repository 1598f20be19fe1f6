"""An office's own layout of its ledger: handed in, its columns told, put in use, put out of use; the ledger taken in it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, BinaryIO

from django.db import transaction

from ledgers import layouts, policies
from ledgers.books import BookView
from ledgers.layouts import TakenLayout
from ledgers.models import LedgerLayout
from ledgers.versions import next_version, put_away, take_up
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.secrecy import unmarked
from rectify.options.storage import demand_room
from rectify.workflow.move import demand_all


def upload(*, office: Unit, name: str, content: bytes, by: User) -> LedgerLayout:
    """Keep what is a layout in a file as the next version. Nothing is written in it before it is put in use. Raises Refused where
    there is no ledger in the file."""
    demand_all([policies.keeps_layouts(by, office)])
    return _keep(taken=layouts.taken(name, content), office=office, name=name, by=by)


@transaction.atomic
def _keep(*, taken: TakenLayout, office: Unit, name: str, by: User) -> LedgerLayout:
    lock(office)
    post = demand_all([policies.keeps_layouts(by, office)])
    demand_room(adding=len(taken.content), office=office)
    versions = LedgerLayout.objects.filter(office=office)
    layout = LedgerLayout.objects.create(
        office=office,
        number=next_version(versions),
        name=name,
        content=taken.content,
        digest=sha256(taken.content).hexdigest(),
        sheet=taken.sheet[:100],
        head=taken.head,
        width=taken.width,
        columns=taken.columns,
        words=taken.words,
        lost=taken.lost,
        uploaded_by=by,
    )
    record("ledgers.ledgerlayout.upload", layout, by=by, post=post, digest=layout.digest, **_told(layout))
    return layout


@transaction.atomic
def arrange(*, layout: LedgerLayout, fields: Mapping[str, str], by: User) -> None:
    """Say what each column holds: `fields` by the letter of the column. Raises Conflict for the layout in use, by which ledgers
    are out already."""
    lock(layout.office)
    post = demand_all([policies.keeps_layouts(by, layout.office)])
    lock(layout)
    if layout.used_at:
        raise Conflict(f"{layout}正在用，先停用再改对应")
    layout.columns = [[letter, heading, fields.get(letter, "")] for letter, heading, _ in layout.columns]
    layout.save(update_fields=["columns"])
    meanings = [f"{heading}：{layouts.CHOICES[name]}" for _, heading, name in layout.columns if name]
    record(
        "ledgers.ledgerlayout.arrange", layout, by=by, post=post, columns=unmarked("、".join(meanings)), **_told(layout)
    )


@transaction.atomic
def use(*, layout: LedgerLayout, by: User) -> None:
    """From now on the ledger can be taken in this layout. Raises Refused where no column says which problem a row is, and
    Conflict where it is in use already."""
    lock(layout.office)
    post = demand_all([policies.heads_layouts(by, layout.office)])
    lock(layout)
    if not {"number", "issue", "manifestation"} & {name for _, _, name in layout.columns}:
        raise Refused("没有一列是编号或具体问题，看不出一行是哪一件。请先定好各列对应什么，保存以后再启用")
    take_up(layout, LedgerLayout.objects.filter(office=layout.office), by=by)
    record("ledgers.ledgerlayout.use", layout, by=by, post=post, **_told(layout))


@transaction.atomic
def retire(*, layout: LedgerLayout, by: User) -> None:
    """Back to the shipped workbook alone. Raises Conflict where this version is no longer in use."""
    lock(layout.office)
    post = demand_all([policies.heads_layouts(by, layout.office)])
    lock(layout)
    put_away(layout)
    record("ledgers.ledgerlayout.retire", layout, by=by, post=post, **_told(layout))


@transaction.atomic
def export(*, layout: LedgerLayout, asked: BookView, target: BinaryIO, by: User) -> int:
    """Write the ledger to `target` in the layout and record who took how many rows, as `ledgers.actions.books.export` does."""
    post = demand_all([policies.reads_round(by, asked.round), asked.filter.verdict])
    count = layouts.write(layout, by, asked, target)
    record(
        "ledgers.book.export",
        asked.round,
        by=by,
        post=post,
        note=asked.reason.strip(),
        book=f"问题台账（本单位版式第 {layout.number} 版）",
        rows=count,
        conditions=unmarked(asked.filter.words),
    )
    return count


def _told(layout: LedgerLayout) -> dict[str, Any]:
    return {"version": layout.number, "name": layout.name}
