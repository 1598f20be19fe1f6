"""回头看: what is due when, what is planned, what waits to be followed up; and what the look backs found, unit by unit."""

from django.http import Http404

from issues.models import Issue
from issues.workload import Workload
from ledgers.pages.look_backs.page import LookBackCalendar, LookBacksPage, look_back_results_page
from rectify.lib.dates import today
from rectify.lib.page import show


def mine(request):
    """The issues that count for the reader."""
    return Issue.objects.counted_for(request.user)


def look_backs(request):
    """The calendar of all rounds that the reader's office runs, or of one; a unit must not know which visit is coming."""
    run = [each for each in request.rounds.all if each.office_id in request.user.offices()]
    asked = request.rounds.asked
    if not run or (asked and asked not in run):
        raise Http404
    workload = Workload(request.user, today(), rounds=run, asked=asked)
    calendar = LookBackCalendar(request, mine(request).filter(round__in=run), workload)
    return show(request, LookBacksPage(page=calendar, workload=workload))


def results(request):
    """How many closings held, per round, per unit and per class; each number opens its list."""
    return show(request, look_back_results_page(request.rounds.workload))
