"""屡查屡犯: what reads like an issue, the office's word on it, and how often it happens."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from issues import likeness, policies, recurrence
from issues.actions import recurrence as actions
from issues.forms.recurrence import PairForm, RecurrenceUnlinkForm
from issues.models import Issue, Round
from issues.pages.recurrence.page import AlikePage, AlikePart, OpenLikePart, RecurringPage
from issues.pages.recurrence.recurring import recurring as recurring_of
from rectify.accounts.models import Unit
from rectify.lib.page import show
from rectify.workflow.doors import act_in_passing
from rectify.workflow.inputs import ActInput


def mine(request):
    """The issues the reader may see."""
    return Issue.objects.visible_to(request.user).select_related(
        "round__office", "round__term", "lead_unit", "recurrence_of"
    )


def of_office(request, public_id: str) -> Issue:
    """The issue, for the office that runs its round; for anybody else the page does not exist."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue):
        raise Http404
    return issue


@require_GET
def alike(request, public_id):
    """Earlier findings that read alike; as a page, or as the part that the issue's page fetches."""
    issue = of_office(request, public_id)
    likes = recurrence.earlier_like(issue, request.user)
    if request.htmx:
        return show(request, AlikePart(issue, likes, likeness.MEASURE))
    apart, chain = recurrence.told_apart(issue), recurrence.chain(issue, request.user)
    return show(request, AlikePage(issue, likes, likeness.MEASURE, list(apart), chain))


@require_POST
def say(request, public_id):
    """One word on a pair: the same again, two matters, or either of them taken back."""
    issue = of_office(request, public_id)
    act = request.POST.get("act", "")
    if act not in SAID:
        raise Http404
    action, taken, message = SAID[act]
    form = taken(request.POST, user=request.user, obj=issue)
    number = form.cleaned_data["other"].number if form.is_valid() and "other" in form.fields else ""
    act_in_passing(request, action, form, said=message.format(number), issue=issue)
    return redirect("issues:alike", public_id)


SAID: dict[str, tuple[Callable[..., Any], type[ActInput], str]] = {
    "link": (actions.link, PairForm, "已记为屡查屡犯，连到 {}。"),
    "unlink": (actions.unlink, RecurrenceUnlinkForm, "已解除屡查屡犯。"),
    "apart": (actions.tell_apart, PairForm, "已记下与 {} 不是同一问题，以后不再提示。"),
    "again": (actions.think_again, PairForm, "已收回，{} 会重新提示。"),
}


@require_POST
def entering(request):
    """While an issue is typed: what is open already and reads alike. A hint, never a stop."""
    if not Round.objects.run_by(request.user).exists():
        raise Http404
    likes = open_like(request, request.POST.get("lead_unit", ""), request.POST)
    return show(request, OpenLikePart(likes))


def open_like(request, unit_id: str, words) -> list[recurrence.Like]:
    """What is open already and reads like `words` (title, original), as they were typed."""
    title, original = words.get("title", "")[:200], words.get("original", "")[: likeness.LONGEST]
    unit = Unit.objects.visible_to(request.user).filter(public_id=unit_id).first()
    return recurrence.open_like(request.user, unit, title, original) if unit and (title or original) else []


@require_GET
def recurring(request):
    """屡查屡犯 per unit and per class, each number a list."""
    return show(request, RecurringPage(recurring_of(request.user, request.rounds.current)))
