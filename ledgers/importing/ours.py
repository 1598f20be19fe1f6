"""The lists, books and week workbooks that we write, as they would be written now to one reader: what comes back is held
against this. Starts at what the reader may see, so the key of a row opens nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from issues.actions import exports
from issues.models import Issue, Round, Week
from issues.weeks import board
from issues.weeks import books as week_books
from ledgers import books
from ledgers.books import BookLine
from ledgers.columns import Kind
from ledgers.figures.figure import Scope
from ledgers.kinds import KINDS
from ledgers.layouts import headings, keyed, kind_of, named
from ledgers.models import LedgerLayout
from ledgers.statement import Statement
from rectify.lib import provenance
from rectify.lib.dates import today
from rectify.lib.provenance import Keyed
from rectify.lib.sheets import Sheet


@dataclass
class PresentBook:
    """A book as it would be written now: the rows by key, and the issue of each where it is about one."""

    headings: list[str]
    rows: dict[str, Keyed]
    issues: dict[str, Issue] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()  # keys of rows whose words who brings the file does not know


def present(book: str, user: Any, round_: Round, keys: Sequence[str]) -> PresentBook | None:
    """The rows of a book with these keys that `user` may see in the round. None for a book we do not write."""
    if book == exports.BOOK:
        return _listed(user, round_, keys)
    if book in KINDS:
        return _book(KINDS[book], user, round_, keys)
    if layout := named(book, round_):
        return _laid_out(layout, user, round_, keys)
    sheet = _sheet(book, user, round_)
    if sheet is None:
        return None
    return PresentBook(sheet.headings, {row.key: row for row in sheet.rows})


def _listed(user: Any, round_: Round, keys: Sequence[str]) -> PresentBook:
    issues = Issue.objects.counted_for(user).filter(round=round_, pk__in=keys)  # a withheld row went out by its number
    headings = Sheet("", exports.COLUMNS, ()).headings
    read = issues.visible_to(user).select_related("lead_unit", "category")
    by_key = {str(issue.pk): issue for issue in read}
    return PresentBook(headings, {row.key: row for row in exports.rows(issues, answers=True)}, by_key)


def _laid_out(layout: LedgerLayout, user: Any, round_: Round, keys: Sequence[str]) -> PresentBook:
    """The ledger in an office's own layout, whose headings are the layout's."""
    kind = kind_of(layout)
    lines = _lines(kind, user, round_, keys)
    rows = {row.key: row for row in keyed(layout, kind, lines)}
    return PresentBook(headings(layout), rows, *_about(kind, lines))


def _book(kind: Kind, user: Any, round_: Round, keys: Sequence[str]) -> PresentBook:
    lines = _lines(kind, user, round_, keys)
    rows = {row.key: row for row in books.keyed(kind, lines)}
    return PresentBook(books.blank(kind, round_).headings, rows, *_about(kind, lines))


def _lines(kind: Kind, user: Any, round_: Round, keys: Sequence[str]) -> list[BookLine]:
    return books.lines(kind, books.rows_of(kind, user, round_).filter(pk__in=keys))


def _about(kind: Kind, lines: Sequence[BookLine]) -> tuple[dict[str, Issue], frozenset[str]]:
    """The issues of the rows by key; the keys of those that are withheld from who brings the file: none of their cells changes
    anything."""
    about = {str(line.row.pk): kind.issue(line.row) for line in lines}
    withheld = frozenset(str(line.row.pk) for line in lines if getattr(line.row, "withheld", False))
    issues = {key: issue for key, issue in about.items() if isinstance(issue, Issue) and key not in withheld}
    return issues, withheld


def _sheet(book: str, user: Any, round_: Round) -> Sheet | None:
    """A week's list or the statement, written anew."""
    name, _, rest = book.partition(".")
    if name == "statement":
        sheets = Statement(Scope(user, round_, today())).sheets()
        return next((one for one in sheets if one.provenance and one.provenance.book == book), None)
    public_id, _, which = rest.partition(".")
    week = Week.objects.visible_to(user).filter(round=round_, public_id=public_id).first() if name == "week" else None
    if week is None:
        return None
    shown = board.WeekBoard(week, user, office=True)
    if which == "dispatch":
        return week_books.dispatch_sheet(week, shown.lines(), mark="")
    weeks = shown.weeks()
    return week_books.standing_sheet(week, weeks, shown.rows(weeks), mark="")


def layouts(round_: Round) -> Iterable[tuple[provenance.Provenance, list[str]]]:
    """The books with fixed columns, with their headings: by these one is known that has lost its hidden sheet."""
    yield provenance.Provenance(exports.BOOK, round_.public_id), Sheet("", exports.COLUMNS, ()).headings
    for kind in KINDS.values():
        sheet = books.blank(kind, round_)
        if sheet.provenance:
            yield sheet.provenance, sheet.headings


def of_numbers(book: str, user: Any, round_: Round, numbers: Iterable[str]) -> list[str]:
    """The keys of the rows of a book that are about the issues with these numbers."""
    rows: QuerySet
    if book == exports.BOOK:
        rows = Issue.objects.visible_to(user).filter(round=round_, number__in=set(numbers))
    else:
        kind = KINDS[book]
        rows = books.rows_of(kind, user, round_).filter(**{f"{kind.field('number')}__in": set(numbers)})
    return [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
