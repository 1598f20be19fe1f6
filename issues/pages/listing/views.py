"""The list of issues, as a page and as a workbook; and one act on its ticked rows."""

import tempfile

from django.http import FileResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from issues.actions import bulk as actions
from issues.actions import exports
from issues.models import Issue
from issues.pages.listing.bulk import BulkAct, bulk_done_page, bulk_page, bulk_rows, named
from issues.pages.listing.page import Listing, list_page
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import acted, version_seen
from rectify.lib.receipts import took
from rectify.workflow.doors import RowOutcome, by_bulk
from rectify.workflow.inputs import LONGEST_REASON, input_of


def listing(request):
    """The issues of the chosen round (of all: `?round=all`), filtered by the address. A number typed whole leads to its issue."""
    shown = Listing(request)
    if straight_to := shown.straight_to:
        return redirect(straight_to)
    return show(request, list_page(shown))


def export(request):
    """The rows of the list as a workbook."""
    shown = Listing(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    asked = shown.filter
    if not acted(request, exports.export, issues=shown.ordered, round_=shown.round, asked=asked, target=file):
        return redirect(shown.filter.address(reverse("issues:list")))
    file.seek(0)
    name = f"{shown.round}问题台账{today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def tickable(request):
    """The issues the reader may see, with what the rules about an act ask."""
    whole = ("round__office", "round__profile", "lead_unit", "feedback")
    return Issue.objects.visible_to(request.user).select_related(*whole)


@require_POST
def bulk(request):
    """The ticked rows with a verdict each; once confirmed, done one by one, with what became of every row."""
    act, issues = named(request.POST.get("act", "")), chosen(request)
    note, fault = request.POST.get("note", "").strip(), ""
    if not issues:
        return redirect(back(request))
    if "confirm" in request.POST:
        fault = complaint(request, act, issues, note)
        if not fault:
            outcomes = done_to(request, act, issues, note)
            if any(outcome.done for outcome in outcomes):
                took(request)
            return show(request, bulk_done_page(act, outcomes, back(request)))
    rows, query = bulk_rows(act, issues, request.user), request.POST.get("back", "")
    return show(request, bulk_page(act, rows, note=note, fault=fault, back=back(request), back_query=query))


def chosen(request) -> list[Issue]:
    return list(tickable(request).filter(public_id__in=request.POST.getlist("ids")[: actions.MOST]).by_deadline())


def back(request) -> str:
    """The very list the rows were ticked in."""
    return f"{reverse('issues:list')}?{QueryDict(request.POST.get('back', '')).urlencode()}"


def complaint(request, act: BulkAct, issues: list[Issue], note: str) -> str:
    """What is wrong with the words that go with the act; empty when they will do."""
    if act.move is None:
        return f"最多 {LONGEST_REASON} 个字，现有 {len(note)} 个字" if len(note) > LONGEST_REASON else ""
    form = input_of(act.move)({"note": note}, move=act.move, obj=issues[0], user=request.user)
    return "" if form.is_valid() else str(next(iter(form.errors.values()))[0])


def done_to(request, act: BulkAct, issues: list[Issue], note: str) -> list[RowOutcome]:
    """One by one, each in the version that was seen; the form's key lets it happen once."""
    if act.move is None:
        return actions.remind_each(issues=issues, by=request.user, note=note)
    seen = {issue.public_id: version_seen(request, f"version-{issue.public_id}") for issue in issues}
    versions = {pid: version for pid, version in seen.items() if version is not None}
    once = {"versions": versions, "key": request.POST.get("key", "")}
    return by_bulk(act.move, issues, {"note": note} if note else {}, by=request.user, **once)
