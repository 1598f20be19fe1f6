"""成效: declared by the unit, accepted by the office."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from issues.actions import outcomes as actions
from issues.forms import outcomes as forms
from issues.models import Issue
from issues.pages.outcomes.page import accepts, declares, faults, outcomes_page
from rectify.lib.page import show
from rectify.lib.pages import acted


def mine(request):
    """The issues the reader may see; their numbers are fetched through them."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")


def outcomes(request, public_id):
    """Declared by the unit, accepted by the office; read by all who see the issue."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    rows, act = forms.outcomes(issue), request.POST.get("act", "")
    may = {"declare": declares(request.user, issue), "accept": accepts(request.user, issue)}
    sent = {name: request.POST if act == name else None for name in may}
    declare = forms.declare_forms(issue, rows, sent["declare"], request.user) if may["declare"] else []
    accept = forms.accept_forms(rows, sent["accept"], request.user) if may["accept"] else []
    if may.get(act) and written(request, issue, act, declare if act == "declare" else accept):
        return redirect(back(request, issue))
    return show(request, outcomes_page(issue, rows, declare, accept))


def written(request, issue: Issue, act: str, column) -> bool:
    """Whether the column that was sent was kept; nothing is, while one of its rows has a fault."""
    if faults(column):
        return False
    action, message = WRITES[act]
    rows = [form.row for form in column if form.row]
    return acted(request, action, said=message, issue=issue, rows=rows, key=request.POST.get("key", ""))


WRITES: dict[str, tuple[Callable[..., Any], str]] = {
    "declare": (actions.declare, "已存单位申报的成效。认定数由督查办另填。"),
    "accept": (actions.accept, "已存监督认定的成效。"),
}


def back(request, issue: Issue) -> str:
    """To the closure's review when it was accepted there, else to the numbers themselves."""
    if request.POST.get("next") == "review":
        return reverse("ledgers:review", args=[issue.public_id])
    return reverse("issues:outcomes", args=[issue.public_id])
