"""对账: the equation of every account, and every difference with its cause in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from issues.models import Round
from ledgers.figures.figure import Scope
from ledgers.forms.stock import StockFilter
from ledgers.pages.reconciliation.rounds import RoundBalance
from ledgers.snapshots import evenings
from ledgers.statement import Statement, StatementRow
from ledgers.stocktaking import Stocktaking
from rectify.lib.components import Chip
from rectify.lib.filtering import FilterBar
from rectify.lib.page import Page


@dataclass(frozen=True)
class ReconciliationPage(Page):
    """The statement of a round as its reader may see it, and of it the account whose sheet lies beside the table; `rounds` are
    all of the reader's, where there are several."""

    template: ClassVar[str] = "ledgers/reconciliation/reconciliation.html"
    statement: Statement
    chosen: StatementRow | None
    round: Round
    rounds: Sequence[RoundBalance]


@dataclass(frozen=True)
class StockPage(Page):
    """盘点: two days side by side; `stock` is None where the days were not understood, which `chips` say."""

    template: ClassVar[str] = "ledgers/reconciliation/stock.html"
    stock: Stocktaking | None
    bar: FilterBar
    chips: Sequence[Chip]
    round: Round
    evenings: Sequence[tuple[date, str, str]]
    file: str


def stock_page(scope: Scope, asked: StockFilter) -> StockPage:
    """As it was asked for; `evenings` are the last that were recorded, each with the stocktaking from there to today."""
    here = reverse("ledgers:stock")
    return StockPage(
        stock=None if asked.wrong else Stocktaking(scope, *asked.days, by=asked.cut),
        bar=asked.told,
        chips=asked.chips(here),
        round=scope.round,
        evenings=[(on, occasion, f"{here}?since={on:%Y-%m-%d}") for on, occasion in evenings(scope.round)],
        file=asked.address(reverse("ledgers:stock_file")),
    )
