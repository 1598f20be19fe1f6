from django.shortcuts import get_object_or_404, render

from issues.models import Issue
from issues.pages.issue import page as detail_page
from issues.pages.issue import sheet
from rectify.lib.pages import keyset


def mine(request):
    """The issues the reader may see: every page about issues starts here."""
    whole = ("lead_unit", "category", "item", "feedback")
    return Issue.objects.visible_to(request.user).select_related(*whole).defer("feedback__text", "item__text")


def detail(request, public_id):
    issue = request.rounds.lend(get_object_or_404(mine(request), public_id=public_id))
    return render(request, "issues/detail.html", detail_page.context(issue, request))


def trail(request, public_id):
    """Everything that happened to the issue and to what hangs on it; by `?of=readings` who read which file."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    readings = request.GET.get("of") == "readings"
    events = sheet.events(issue, request.user, readings=readings)
    page = keyset(events, fields=("-number",), request=request, size=100)
    context = {"issue": issue, "page": page, "entries": sheet.told(page.rows), "readings": readings}
    return render(request, "issues/trail.html", context)
