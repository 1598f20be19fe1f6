"""对账: the equation of every account the reader may see, and every difference with its cause in words."""

import tempfile

from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ledgers.actions import books as actions
from ledgers.figures.figure import Scope
from ledgers.forms.stock import StockFilter
from ledgers.models import Entry
from ledgers.pages.boards.page import NoRoundPage
from ledgers.pages.reconciliation.page import ReconciliationPage, stock_page
from ledgers.pages.reconciliation.rounds import balances
from ledgers.statement import Statement
from ledgers.stocktaking import Stocktaking
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import acted, picked
from rectify.lib.sheets import XLSX


def mine(request):
    """The one source: this reader's accounts of the chosen round."""
    return Statement(Scope(request.user, request.rounds.current, today()))


def accounts(request):
    if request.rounds.current is None:
        return show(request, NoRoundPage())
    statement = mine(request)
    unit = picked(request, "unit", statement.by_unit, label="单位")
    chosen = statement.by_unit.get(unit) or next(iter(statement.rows), None)
    scope = statement.scope
    rounds = balances(scope.user, request.rounds.all, scope.round, scope.on)
    return show(request, ReconciliationPage(statement, chosen, scope.round, rounds))


def asked_of(request):
    """The scope of the reader, and between which days stock is to be taken."""
    scope = Scope(request.user, request.rounds.current, today())
    entries = Entry.objects.visible_to(request.user).filter(round=scope.round)
    return scope, StockFilter(request.GET, entries)


def stock(request):
    """盘点 between the evenings of two days."""
    if request.rounds.current is None:
        return show(request, NoRoundPage())
    return show(request, stock_page(*asked_of(request)))


def stock_workbook(request):
    """The same as a file; days that were not understood are told on the page."""
    scope, asked = asked_of(request)
    if asked.wrong:
        return redirect(asked.address(reverse("ledgers:stock")))
    since, until = asked.days
    taking = Stocktaking(scope, since, until, by=asked.cut)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    if not acted(request, actions.export_stock, stock=taking, target=file):
        return redirect("ledgers:stock")
    file.seek(0)
    name = f"{scope.round.name}盘点{taking.since:%Y%m%d}-{taking.until:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def workbook(request):
    statement, file = mine(request), tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    if not acted(request, actions.export_statement, statement=statement, target=file):
        return redirect("ledgers:reconcile")
    file.seek(0)
    name = f"{statement.scope.round.name}对账{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
