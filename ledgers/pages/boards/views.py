"""看板: the leader's page; and 口径, where every figure says what it counts."""

from django.shortcuts import render

from issues import slices
from issues.rates import RATES
from ledgers.figures.board import FIVE, Board
from ledgers.figures.figure import Scope
from ledgers.kinds import shelf
from rectify.accounts.roles import OFFICE_ROLES
from rectify.lib.dates import today


def mine(request):
    """The one source of all numbers: this reader's issues of the chosen round, today."""
    return Scope(request.user, request.rounds.current, today())


def board(request):
    if request.rounds.current is None:
        return render(request, "ledgers/board_empty.html")
    found = Board(mine(request))
    by_overdue = request.GET.get("order") == "overdue"
    lines = sorted(found.matrix.lines, key=lambda line: -line.counts["overdue"]) if by_overdue else found.matrix.lines
    heads = [(words, code == "overdue") for code, words, _ in found.matrix.columns]
    context = {"board": found, "round": found.scope.round, "lines": lines, "heads": heads, "by_overdue": by_overdue}
    return render(request, "ledgers/board.html", context)


def definitions(request):
    names = {code: name for code, name, _ in FIVE}
    known = [(names.get(one.code, slices.display(one)), one.code, one.definition) for one in slices.known()]
    codes = request.user.holds(*OFFICE_ROLES)  # those who ask by the API, or name a slice in an address
    context = {"rates": RATES, "slices": known, "books": shelf(), "codes": codes}
    return render(request, "ledgers/definitions.html", context)
