"""One issue, and everything that happened to it."""

from django.shortcuts import get_object_or_404

from issues.models import Issue
from issues.pages.issue.page import issue_page
from issues.pages.issue.trail import TrailPage, events, in_sentences
from rectify.lib.page import show
from rectify.lib.pages import keyset


def mine(request):
    """The issues the reader may see: every page about issues starts here."""
    whole = ("lead_unit__sector", "category", "item", "feedback", "track")
    return Issue.objects.visible_to(request.user).select_related(*whole).defer("feedback__text", "item__text")


def detail(request, public_id):
    issue = request.rounds.lend(get_object_or_404(mine(request), public_id=public_id))
    return show(request, issue_page(issue, request.user, request))


def trail(request, public_id):
    """Everything that happened to the issue and to what hangs on it; by `?of=readings` who read which file."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    readings = request.GET.get("of") == "readings"
    page = keyset(events(issue, request.user, readings=readings), fields=("-number",), request=request, size=100)
    return show(request, TrailPage(issue, page, in_sentences(page.rows), readings))
