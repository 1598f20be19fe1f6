"""异议期: what was objected, the head's answer, how many days are left."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues import policies
from issues.models import Issue
from ledgers.actions import objections as actions
from ledgers.forms.objections import EnterForm, ObjectionAnswerForm
from ledgers.models import Objection
from ledgers.pages.objections import page as pages
from rectify.lib.page import show
from rectify.lib.pages import form_key
from rectify.workflow.doors import act_by_page


def mine(request):
    """The issues the reader may see; objections are reached through their issue, by its office alone."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")


def of_office(request, public_id: str) -> Issue:
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue):
        raise Http404
    return issue


def objections(request, public_id):
    """Every objection to the issue's closings, and the form for a new one while the window stands."""
    issue = of_office(request, public_id)
    form = EnterForm(request.POST or None, user=request.user, obj=issue, initial={"key": form_key()})
    if act_by_page(request, actions.enter, form, issue=issue, said="异议已登记，等督查负责人答复。"):
        return redirect("ledgers:objections", public_id)
    return show(request, pages.objections(issue, request.user, form=form))


@require_POST
def answer(request, public_id, objection_id):
    """The head's word on one of them."""
    issue = of_office(request, public_id)
    rows = Objection.objects.visible_to(request.user).filter(closure__issue=issue)
    row = get_object_or_404(rows.select_related("closure__issue"), public_id=objection_id)
    form = ObjectionAnswerForm(request.POST, user=request.user, obj=row, prefix=row.public_id)
    if act_by_page(request, actions.answer, form, objection=row, said="异议已答复。"):
        return redirect("ledgers:objections", public_id)
    fresh = EnterForm(user=request.user, obj=issue, initial={"key": form_key()})
    return show(request, pages.objections(issue, request.user, form=fresh, answering=form, at=objection_id))
