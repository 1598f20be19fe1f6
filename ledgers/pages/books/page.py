"""The pages of the books: the shelf, one book, its print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from issues.actions.views import conditions_of
from issues.filters import SORTS_SHOWN, IssueFilter
from issues.models import Round, SavedView
from issues.pages.listing.saved import KeptViews, SavedViewLink, kept_views
from issues.plans.figures import OutcomeTotal
from ledgers import books, subtotals
from ledgers.books import BookView
from ledgers.columns import Column, Kind
from ledgers.kinds import shelf
from ledgers.kinds.problems import PROBLEMS
from ledgers.layouts import in_use
from ledgers.models import LedgerLayout
from ledgers.numbering import SeriesAccount
from ledgers.pages.books import table
from ledgers.pages.books.table import BookRow, HeadGroup
from ledgers.subtotals import BookCut, Subtotal
from rectify.accounts.request import Request
from rectify.lib.components import Chip, ViewLink
from rectify.lib.filtering import FilterBar
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows

MOST_PRINTED = 1000


@dataclass(frozen=True)
class ShelfPage(Page):
    """Every book with the number of its rows. `layout` is the office's own, in which the ledger of the round can be taken;
    `office`: whether the reader works in one."""

    template: ClassVar[str] = "ledgers/books/shelf.html"
    books: Sequence[tuple[Kind, int]]
    round: Round | None
    layout: LedgerLayout | None
    office: bool


@dataclass(frozen=True)
class PartOfBook:
    """A part with its sums in the order of their columns, and the address of the book narrowed to it."""

    total: Subtotal
    sums: Sequence[int]
    url: str


@dataclass(frozen=True)
class BookCutting:
    """By what the book can be cut; where it is, by what, the columns that are summed, the parts."""

    links: Sequence[ViewLink]
    cut: BookCut | None = None
    columns: Sequence[Column] = ()
    parts: Sequence[PartOfBook] = ()


@dataclass(frozen=True)
class BookRemarks:
    """What stands beside the rows: sums where the numbers are not all of one kind, the series of numbers that the rows take, the
    office's own layout in which 问题清单 can be taken too."""

    by_kind: Sequence[OutcomeTotal]
    series: Sequence[SeriesAccount]
    layout: LedgerLayout | None


@dataclass(frozen=True)
class BookPage(Page):
    """One book as asked: `sums` by the key of a column; `query` is the question as it came."""

    template: ClassVar[str] = "ledgers/books/book.html"
    kind: Kind
    asked: BookView
    query: str
    bar: FilterBar
    chips: Sequence[Chip]
    kept: KeptViews
    cutting: BookCutting
    page: PageOfRows
    heads: Sequence[HeadGroup]
    rows: Sequence[BookRow]
    foot: Sequence[Any]
    sums: Mapping[str, int]
    below: BookRemarks


@dataclass(frozen=True)
class BookPrintPage(Page):
    """The same on `paper` (A4, A3); `notes` stand under its title."""

    template: ClassVar[str] = "ledgers/books/print.html"
    kind: Kind
    asked: BookView
    query: str
    paper: str
    notes: Sequence[str]
    cutting: BookCutting
    heads: Sequence[HeadGroup]
    rows: Sequence[BookRow]
    foot: Sequence[Any]
    sums: Mapping[str, int]


def shelf_page(request: Request) -> ShelfPage:
    """What each book holds for this reader in the chosen round."""
    round_ = request.rounds.current
    counts = [
        (kind, books.totals(kind, request.user, books.ask(kind, request.user, {}, round_))["rows_in_book"])
        for kind in shelf()
    ]
    return ShelfPage(books=counts, round=round_, layout=in_use(round_), office=bool(request.user.offices()))


def book(request: Request, kind: Kind, asked: BookView, saved: QuerySet[SavedView]) -> BookPage:
    """One page of the book; `saved` are the views the reader has of it."""
    page, sums = books.page(kind, request, asked), books.totals(kind, request.user, asked)
    return BookPage(
        kind=kind,
        asked=asked,
        query=request.GET.urlencode(),
        bar=_bar(kind, asked),
        chips=asked.filter.chips(reverse("ledgers:book", args=[kind.slug])),
        kept=_kept(request, kind, asked, saved),
        cutting=_cutting(request, kind, asked),
        page=page,
        heads=table.heads(kind, asked),
        rows=table.rows(kind, page.rows),
        foot=books.foot(kind, sums),
        sums=sums,
        below=_below(request, kind, asked),
    )


def _below(request: Request, kind: Kind, asked: BookView) -> BookRemarks:
    sums, series = books.sums_of(kind, request.user, asked), books.series_of(kind, request.user, asked)
    return BookRemarks(sums, series, in_use(asked.round) if kind is PROBLEMS else None)


def _kept(request: Request, kind: Kind, asked: BookView, saved: QuerySet[SavedView]) -> KeptViews:
    """全部 and the saved views."""
    url = reverse("ledgers:book", args=[kind.slug])
    views = kept_views(request.user, asked.filter, saved, url)
    return replace(views, links=[SavedViewLink("全部", url, not conditions_of(asked.filter)), *views.links])


def _bar(kind: Kind, asked: BookView) -> FilterBar:
    """The conditions, those on classes among them where they are asked for; else with the address that draws them too."""
    if not isinstance(asked.filter, IssueFilter):
        return asked.filter.bar("q", *kind.filters)
    shown = [field.name for field in asked.filter.sort_controls]
    bar = asked.filter.bar("q", *kind.filters, *shown)
    return bar if shown else replace(bar, more=asked.filter.without(**{SORTS_SHOWN: "1"}))


def book_print(request: Request, kind: Kind, asked: BookView) -> BookPrintPage:
    """The first rows of the book; what is more is printed from its workbook."""
    sums = books.totals(kind, request.user, asked)
    return BookPrintPage(
        kind=kind,
        asked=asked,
        query=request.GET.urlencode(),
        paper=books.fitted(kind).paper.name,
        notes=books.notes(kind, request.user, asked),
        cutting=_cutting(request, kind, asked),
        heads=table.heads(kind, asked),
        rows=table.rows(kind, books.first(kind, request.user, asked, MOST_PRINTED)),
        foot=books.foot(kind, sums),
        sums=sums,
    )


def _cutting(request: Request, kind: Kind, asked: BookView) -> BookCutting:
    """By what the book can be cut, and its parts where it is."""
    ways, url = subtotals.cuts_of(kind), reverse("ledgers:book", args=[kind.slug])
    links = [ViewLink(f"按{way.label}", asked.filter.without(by=name), name == asked.by) for name, way in ways.items()]
    links = [ViewLink("不分", asked.filter.without("by"), not asked.by), *links] if ways else []
    if not asked.by:
        return BookCutting(links)
    way, columns = ways[asked.by], subtotals.summed(kind)
    parts = [
        PartOfBook(
            part,
            [part.sums[column.key] for column in columns],
            f"{url}{asked.filter.without('by', **{way.asks: part.value})}" if part.value else "",
        )
        for part in books.parts(kind, request.user, asked)
    ]
    return BookCutting(links, way, columns, parts)
