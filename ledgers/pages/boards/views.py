"""看板: the leader's page; and 口径, where every figure says what it counts."""

from django.http import HttpResponse

from issues.workload import Workload
from ledgers.figures.board import Board
from ledgers.figures.figure import Scope
from ledgers.figures.sorts import SortedIssues
from ledgers.pages.boards import page as pages
from rectify.accounts.request import Request
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import picked


def mine(request: Request) -> Scope:
    """The one source of all numbers: this reader's issues of the chosen round, today."""
    return Scope(request.user, request.rounds.current, today())


def everything(request: Request) -> Workload:
    """What waits for the reader, in whichever round: a board is of one round, what is to be decided is not."""
    return Workload(request.user, today(), rounds=request.rounds.all)


def board(request: Request) -> HttpResponse:
    if request.rounds.current is None:
        return show(request, pages.NoRoundPage())
    order = picked(request, "order", {"overdue"}, label="排序")
    return show(request, pages.board(Board(mine(request)), everything(request), by_overdue=order == "overdue"))


def sorts(request: Request) -> HttpResponse:
    if request.rounds.current is None:
        return show(request, pages.NoRoundPage())
    return show(request, pages.SortsPage(SortedIssues(mine(request)), request.rounds.current))


def definitions(request: Request) -> HttpResponse:
    return show(request, pages.definitions())
