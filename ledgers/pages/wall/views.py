"""挂图作战: one sheet or more for the wall, of whatever the list was cut down to."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ledgers.figures.figure import Scope
from ledgers.pages.boards.page import NoRoundPage
from ledgers.pages.wall.page import wall as wall_page
from rectify.accounts.request import Request
from rectify.lib.dates import today
from rectify.lib.page import show


@require_safe
def wall(request: Request) -> HttpResponse:
    if request.rounds.current is None:
        return show(request, NoRoundPage())
    return show(request, wall_page(request, Scope(request.user, request.rounds.current, today())))
