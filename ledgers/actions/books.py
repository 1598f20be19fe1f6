"""What a reader does with a book: takes a copy away."""

from typing import BinaryIO

from django.db import transaction

from ledgers import books, policies
from ledgers.books import BookView
from ledgers.columns import Kind
from ledgers.statement import Statement
from ledgers.stock_sheet import sheet_of
from ledgers.stocktaking import Stocktaking
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.secrecy import unmarked
from rectify.lib.sheets import write_book
from rectify.workflow.move import demand_all


@transaction.atomic
def export(*, kind: Kind, asked: BookView, target: BinaryIO, by: User) -> int:
    """Write the workbook to `target` and record who took how many rows of what, and why the words of 工作秘密 went along
    (`asked.reason`). Gives the number of rows.

    Raises Refused when the reader has no such round (issue 2, section E), and where a condition was not understood.
    """
    post = demand_all([policies.reads_round(by, asked.round), asked.filter.verdict])
    count = books.write(kind, by, asked, target)
    record(
        "ledgers.book.export",
        asked.round,
        by=by,
        post=post,
        note=asked.reason.strip(),
        book=kind.title,
        rows=count,
        conditions=unmarked(asked.filter.words),
    )
    return count


@transaction.atomic
def export_stock(*, stock: Stocktaking, target: BinaryIO, by: User) -> int:
    """Write a 盘点 to `target` and record it. Raises Refused where there is no such round."""
    post = demand_all([policies.reads_round(by, stock.scope.round)])
    count = write_book(target, sheet_of(stock))
    days = f"{stock.since:%Y-%m-%d} 至 {stock.until:%Y-%m-%d}，按{stock.cut.label}"
    record("ledgers.book.export", stock.scope.round, by=by, post=post, book="盘点", rows=count, conditions=days)
    return count


@transaction.atomic
def export_statement(*, statement: Statement, target: BinaryIO, by: User) -> int:
    """Write the accounts and differences to `target` and record it. Raises Refused where there is no such round."""
    post = demand_all([policies.reads_round(by, statement.scope.round)])
    count = statement.write(target)
    record("ledgers.book.export", statement.scope.round, by=by, post=post, book="对账", rows=count, conditions="全部")
    return count
