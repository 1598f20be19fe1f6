"""回头看: what is due when, what is planned, what waits to be followed up; and what the look backs found, unit by unit."""

from django.http import Http404

from issues.models import Issue
from ledgers.figures.figure import Scope
from ledgers.figures.held import Held
from ledgers.pages.look_backs.page import LookBackCalendar, LookBackResultsPage, LookBacksPage
from rectify.lib.dates import today
from rectify.lib.page import show


def mine(request):
    """The issues of the chosen round that the reader may see."""
    return Issue.objects.visible_to(request.user).filter(round=request.rounds.current)


def look_backs(request):
    """The calendar of the office that runs the round; a unit must not know which visit is coming."""
    round_ = request.rounds.current
    if round_ is None or round_.office_id not in request.user.offices():
        raise Http404
    return show(request, LookBacksPage(page=LookBackCalendar(request, mine(request)), round=round_))


def results(request):
    """How many closings held, per unit and per class; each number opens its list."""
    round_ = request.rounds.current
    held = Held(Scope(request.user, round_, today())) if round_ else None
    return show(request, LookBackResultsPage(held=held, round=round_))
