"""初审 and 审定: the office reads file by file, then decides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues import policies
from issues.models import Issue, Status
from ledgers.actions import verdicts
from ledgers.conditions import live_closure, live_evidence
from ledgers.forms.verdicts import VerdictForm
from ledgers.moves.deciding import APPROVE, DECLINE, Decide
from ledgers.moves.reviewing import PASS_REVIEW, RETURN_REVIEW
from ledgers.pages.closures.queue import onward
from ledgers.pages.reviews import page as pages
from ledgers.pages.reviews.rows import VerdictCell, cell
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import offer_back
from rectify.lib.receipts import took
from rectify.workflow.doors import by_page, named


def mine(request):
    """The issues the reader may see; a closure is reached through its issue."""
    return Issue.objects.visible_to(request.user).select_related(
        "round__office", "round__profile", "lead_unit", "feedback", "category"
    )


def review(request, public_id):
    """Every criterion with its evidence and the reviewer's word on each file; then one way out of two."""
    issue = of_office(request, public_id)
    closure, (move, form) = live_closure(issue), named(request, issue, RETURN_REVIEW, PASS_REVIEW)
    if form.is_valid() and by_page(request, move, issue, form):
        reviews_on = policies.office(request.user, issue)
        return redirect(onward(issue, Status.FIRST_REVIEW, request.user) if reviews_on else issue)
    if closure is None or issue.status != Status.FIRST_REVIEW:
        return redirect(issue)
    return show(request, pages.review(issue, closure, request.user, form))


@require_POST
def verdict(request, public_id, evidence_id):
    """One word on one file. With script only its cell and the bar come back; without, the page."""
    issue = of_office(request, public_id)
    file = get_object_or_404(live_evidence(issue).select_related("uploaded_by"), public_id=evidence_id)
    form, word = VerdictForm(request.POST, user=request.user, obj=file), None
    typed = form.given if form.is_valid() else {name: form.data.get(name, "") for name in ("word", "note")}
    try:
        form.demand()
        word = verdicts.give(issue=issue, evidence=file, **typed, by=request.user)
    except Refused as refused:
        fault = "；".join(refused.reasons)
        if not request.htmx:
            messages.error(request, f"《{file.name}》：{fault}")
            offer_back(request, typed["note"])
    else:
        fault = ""
        took(request)
    return answered(request, issue, cell(issue, file, word, **typed, fault=fault))


def answered(request, issue: Issue, cell: VerdictCell):
    closure = live_closure(issue)
    if closure is None or not request.htmx:
        return redirect("ledgers:review", issue.public_id)
    return show(request, pages.verdict(issue, closure, request.user, cell))


def decide(request, public_id):
    """审定 or 不予销号, on a page of its own: what it will do, what it rests on."""
    issue = of_office(request, public_id)
    move, form = named(request, issue, APPROVE, DECLINE)
    if form.is_valid() and by_page(request, move, issue, form):
        return redirect(onward(issue, Status.AWAITING_DECISION, request.user))
    closure = live_closure(issue)
    if closure is None or issue.status != Status.AWAITING_DECISION or not isinstance(form, Decide):
        return redirect(issue)
    if not policies.office_head(request.user, issue):
        raise Http404
    return show(request, pages.decision(issue, closure, request.user, form))


def of_office(request, public_id: str) -> Issue:
    """The issue, for the office that runs its round and for who reviews in its stead; for others there is no page."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue) and not policies.first_reviewer(request.user, issue):
        raise Http404
    return issue
