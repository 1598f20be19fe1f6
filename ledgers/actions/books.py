"""What a reader does with a book: takes a copy away, keeps a filter under a name."""

from typing import BinaryIO
from urllib.parse import urlencode

from django.db import transaction

from issues.models import Round
from ledgers import books, policies
from ledgers.books import BookView
from ledgers.columns import Kind
from ledgers.models import SavedView
from ledgers.statement import Statement
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.secrecy import unmarked
from rectify.workflow.move import demand_all

MOST_VIEWS = 12


@transaction.atomic
def export(*, kind: Kind, asked: BookView, target: BinaryIO, by: User) -> int:
    """Write the workbook to `target` and record who took how many rows of what. Gives the number of rows.

    Raises Refused when the reader has no such round (issue 2, section E), and where a condition was not understood.
    """
    post = demand_all([policies.reads_round(by, asked.round), asked.filter.verdict])
    count = books.write(kind, by, asked, target)
    record(
        "ledgers.book.export",
        asked.round,
        by=by,
        post=post,
        book=kind.title,
        rows=count,
        conditions=unmarked(asked.filter.words),
    )
    return count


@transaction.atomic
def export_statement(*, statement: Statement, target: BinaryIO, by: User) -> int:
    """Write the accounts and differences to `target` and record it. Raises Refused where there is no such round."""
    post = demand_all([policies.reads_round(by, statement.scope.round)])
    count = statement.write(target)
    record("ledgers.book.export", statement.scope.round, by=by, post=post, book="对账", rows=count, conditions="全部")
    return count


@transaction.atomic
def save_view(*, kind: Kind, asked: BookView, round_: Round, name: str, by: User) -> SavedView:
    """Keep the conditions under a name; the same name again replaces them. One's own only.

    Raises Refused without a condition, with one that was not understood, or when there are twelve views of this book already.
    """
    post = demand_all([policies.reads_round(by, round_), asked.filter.verdict])
    conditions = {key: value for key, value in asked.filter.asked.items() if key != "round"}
    if not conditions:
        raise Refused("现在没有任何条件，先筛选再保存视图")
    mine = SavedView.objects.visible_to(by).filter(book=kind.slug)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_VIEWS:
        raise Refused(f"每本台账最多存 {MOST_VIEWS} 个视图，请先删去不用的")
    view, _ = SavedView.objects.update_or_create(
        user=by, book=kind.slug, name=name, defaults={"query": urlencode(conditions)}
    )
    record("ledgers.view.save", by, by=by, post=post, book=kind.title, name=name)
    return view


@transaction.atomic
def drop_view(*, view: SavedView, kind: Kind, by: User) -> None:
    """Forget one of one's own views."""
    post = demand_all([policies.own_view(by, view)])
    name = view.name
    view.delete()
    record("ledgers.view.drop", by, by=by, post=post, book=kind.title, name=name)
