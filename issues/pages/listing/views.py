"""The list of issues, as a page and as a workbook; and one act on its ticked rows."""

import tempfile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from issues.actions import bulk as actions
from issues.actions import exports
from issues.actions import views as keeping
from issues.forms.secrets import WithSecrets
from issues.models import ISSUES, Issue
from issues.pages.listing import secrets
from issues.pages.listing.bulk import REMIND, BulkAct, BulkRow, bulk_done_page, bulk_page, bulk_rows, meant, named
from issues.pages.listing.page import Listing, list_page, look_form, saved_views
from issues.pages.listing.saving import drop_named_view, save_asked_view
from rectify.lib.addresses import stands_on
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import acted, version_seen
from rectify.lib.receipts import took
from rectify.lib.ticks import tell_left, ticked
from rectify.workflow.doors import RowOutcome, act_in_passing, by_bulk
from rectify.workflow.inputs import LONGEST_REASON, ActInput, input_of


def listing(request):
    """The issues of the chosen round (of all: `?round=all`), filtered by the address. A number typed whole leads to its issue."""
    shown = Listing(request)
    if straight_to := shown.straight_to:
        return redirect(straight_to)
    return show(request, list_page(shown))


def export(request):
    """The rows of the list as a workbook; sent with ticks, only those. Where 工作秘密 is among them, it is asked first how."""
    ids, form = ticked(request) if request.method == "POST" else [], secrets.asking(request)
    shown = Listing(request, QueryDict(request.POST.get("back", "")) if request.method == "POST" else None)
    answered = secrets.settled(request, form)
    whole = request.method == "GET" or (not ids and (answered or form.is_bound))
    issues = shown.ordered if whole else shown.ordered.filter(public_id__in=ids)
    if not answered and shown.filter.verdict and (count := exports.secrets(issues)):
        return show(request, secret_page(shown, form, count, ids))
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    about: dict[str, Any] = {"issues": issues, "round_": shown.round, "asked": shown.filter, "ticked": bool(ids)}
    about["reason"] = secrets.reason_of(request, form)
    if not acted(request, exports.export, **about, target=file):
        return redirect(shown.filter.address(reverse("issues:list")))
    file.seek(0)
    name = f"{shown.round or '全部轮次'}问题台账{today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def secret_page(shown: Listing, form: WithSecrets, count: int, ticked: list[str]) -> secrets.SecretExportPage:
    """Asks how `count` rows of 工作秘密 go out; what was asked for stands in it once more."""
    back = shown.filter.address(reverse("issues:list"))
    action, query = reverse("issues:export"), shown.query.urlencode()
    return secrets.SecretExportPage("问题台账", count, form, action, back, query, ticked)


@require_POST
def set_look(request):
    """Columns and density, from now on: the address asks for none any more."""
    shown = Listing(request, QueryDict(request.POST.get("back", "")))
    form = look_form(shown, request.POST)
    act_in_passing(request, keeping.set_look, form, said="已按您选的列和行距显示。", place=ISSUES, title="问题台账")
    return redirect(f"{reverse('issues:list')}{shown.filter.without('cols', 'density')}")


@require_POST
def save_view(request):
    shown = Listing(request, QueryDict(request.POST.get("back", "")))
    save_asked_view(request, place=ISSUES, title="问题台账", asked=shown.with_columns)
    return redirect(shown.filter.address(reverse("issues:list")))


@stands_on(lambda request: reverse("issues:list"))
@require_POST
def drop_view(request):
    drop_named_view(request, saved_views(request.user), title="问题台账")
    return redirect("issues:list")


def tickable(request):
    """The issues the reader may see, with what the rules about an act ask."""
    whole = ("round__office", "round__profile", "round__term", "lead_unit", "feedback")
    return Issue.objects.visible_to(request.user).select_related(*whole).prefetch_related("round__phases")


@require_POST
def bulk(request):
    """The ticked rows with a verdict each; once confirmed, done one by one, with what became of every row."""
    act, issues = named(request.POST.get("act", "")), chosen(request)
    note, fault = request.POST.get("note", "").strip(), ""
    if not issues:
        messages.error(request, f"没有勾选问题，“{act.label}”没有办。请在列表里勾选以后再按")
        return redirect(back(request))
    form = asking(request, act, issues)
    rows = bulk_rows(act, issues, request.user, request.POST if "confirm" in request.POST else None)
    if "confirm" in request.POST:
        fault = complaint(request, act, issues, note)
        if not fault and (form is None or form.is_valid()) and meant_so(request, rows, form):
            outcomes = done_to(request, act, issues, note)
            if any(outcome.done for outcome in outcomes):
                took(request)
            return show(request, bulk_done_page(act, outcomes, back(request)))
    query = request.POST.get("back", "")
    return show(request, bulk_page(act, rows, form, note=note, fault=fault, back=back(request), back_query=query))


def asking(request, act: BulkAct, issues: list[Issue]) -> ActInput | None:
    """What the act asks for, once for all: shown and first judged by the first issue."""
    if act.takes is None:
        return None
    return act.takes(request.POST if "confirm" in request.POST else None, obj=issues[0], user=request.user)


def meant_so(request, rows: list[BulkRow], form: ActInput | None) -> bool:
    """Whether nothing that is to be set is doubtful, or these very words were ticked as meant."""
    return not any(row.doubts for row in rows) or request.POST.get("meant") == meant(form)


def chosen(request) -> list[Issue]:
    ids = ticked(request)
    issues = list(tickable(request).filter(public_id__in=ids).by_deadline())
    tell_left(request, ids, len(issues))
    return issues


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
    if act.name == REMIND:
        return actions.remind_each(issues=issues, by=request.user, note=note)
    seen = {issue.public_id: version_seen(request, f"version-{issue.public_id}") for issue in issues}
    versions = {pid: version for pid, version in seen.items() if version is not None}
    if act.takes is not None:
        return actions.correct_each(act.takes, issues, request.POST, by=request.user, versions=versions)
    assert act.move is not None
    once = {"versions": versions, "key": request.POST.get("key", "")}
    return by_bulk(act.move, issues, {"note": note} if note else {}, by=request.user, **once)
