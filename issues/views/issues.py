import tempfile

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from issues.actions import exports
from issues.models import Issue
from issues.views import detail_page, sheet
from issues.views.listing import Listing
from rectify.lib.dates import today
from rectify.lib.pages import acted, keyset


def mine(request):
    """The issues the reader may see: every page about issues starts here."""
    whole = ("lead_unit", "category", "item", "feedback")
    return Issue.objects.visible_to(request.user).select_related(*whole).defer("feedback__text", "item__text")


def listing(request):
    """The issues of the chosen round, filtered by the address. A number typed whole leads to its issue."""
    shown = Listing(request)
    if straight_to := shown.straight_to:
        return redirect(straight_to)
    return render(request, "issues/list.html", shown.context())


def export(request):
    """The rows of the list as a workbook."""
    shown = Listing(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    asked = {"issues": shown.ordered, "round_": shown.round, "asked": shown.filter, "target": file}
    if not acted(request, exports.export, **asked):
        return redirect(shown.filter.address(reverse("issues:list")))
    file.seek(0)
    name = f"{shown.round}问题台账{today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


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
