"""审核销号: the queues, and what the unit does at closure: apply, sign; and the paper of it all."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues.models import Issue, Status
from ledgers.conditions import live_closure
from ledgers.models import Closure
from ledgers.moves.requesting import APPLY, DECLINE_SIGNATURE, ENDORSE
from ledgers.pages.closures import page as pages
from ledgers.pages.closures.sheet import NEEDED
from rectify.lib.page import show
from rectify.workflow.doors import by_page, is_over, named
from rectify.workflow.moves import Move


def mine(request):
    """The issues the reader may see; a closure is reached through its issue."""
    return Issue.objects.visible_to(request.user).select_related(
        "round__office", "round__profile", "lead_unit", "feedback"
    )


def closures(request):
    """Who waits for whom, the longest first; for the head, the meeting's issues to be decided together."""
    return show(request, pages.closures(request))


def apply(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    move, form = named(request, issue, APPLY)
    if form.is_valid() and by_page(request, move, issue, form) or is_over(request, move, issue):
        return redirect(issue)
    _demand_right(request, move, issue)
    return show(request, pages.apply(issue, request.user, form))


def sign(request, public_id):
    """The principal reads the request as it was handed in, and signs it or does not."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    move, form = named(request, issue, ENDORSE, DECLINE_SIGNATURE)
    if form.is_valid() and by_page(request, move, issue, form):
        return redirect(issue)
    closure = live_closure(issue)
    if closure is None or issue.status != Status.AWAITING_SIGNATURE:
        return redirect(issue)
    _demand_right(request, ENDORSE, issue)
    return show(request, pages.sign(issue, closure, request.user, form))


def closure(request, public_id):
    """销号审批表: one request from application to decision, on paper."""
    closures = Closure.objects.visible_to(request.user).select_related(*NEEDED)
    return show(request, pages.closure(get_object_or_404(closures, public_id=public_id)))


def _demand_right(request, move: Move, issue: Issue) -> None:
    """A page for a move that is not the reader's does not exist for the reader."""
    if not move.may(request.user, issue):
        raise Http404
