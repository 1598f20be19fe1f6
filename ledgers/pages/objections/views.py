"""异议期: what was objected, the head's answer, how many days are left."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from issues import policies
from issues.models import Issue, Status
from ledgers.actions import objections as actions
from ledgers.conditions import live_closure
from ledgers.forms.objections import AnswerForm, EnterForm
from ledgers.models import Objection
from ledgers.moves.reviewing import SUSTAIN, WINDOW_ENDS
from ledgers.pages.issue import life
from rectify.accounts.models import User
from rectify.lib.pages import form_key
from rectify.workflow.doors import act_by_page
from rectify.workflow.move import judge


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
    return render(request, "ledgers/objections.html", page(request, issue, form))


def page(request, issue: Issue, form: EnterForm, answering: AnswerForm | None = None, at: str = "") -> dict:
    """What templates/ledgers/objections.html takes; `answering` came back for the objection `at`."""
    rows = Objection.objects.visible_to(request.user).filter(closure__issue=issue)
    found = list(rows.select_related("closure", "entered_by", "answered_by").order_by("-pk"))
    stands = issue.status == Status.OBJECTION_WINDOW
    return {
        "issue": issue,
        "form": form if stands else None,
        "rows": [(row, answering if row.public_id == at else answer_form(row, request.user)) for row in found],
        "head": bool(policies.office_head(request.user, issue)),
        "window": life.window(live_closure(issue)) if stands else None,
        "ready": {move.name: judge(move, issue, request.user) for move in (WINDOW_ENDS, SUSTAIN)} if stands else {},
        "key": form_key(),
    }


def answer_form(row: Objection, user: User) -> AnswerForm | None:
    if row.answer != Objection.Answer.OPEN:
        return None
    return AnswerForm(user=user, obj=row, prefix=row.public_id, initial={"key": form_key()})


@require_POST
def answer(request, public_id, objection_id):
    """The head's word on one of them."""
    issue = of_office(request, public_id)
    rows = Objection.objects.visible_to(request.user).filter(closure__issue=issue)
    row = get_object_or_404(rows.select_related("closure__issue"), public_id=objection_id)
    form = AnswerForm(request.POST, user=request.user, obj=row, prefix=row.public_id)
    if act_by_page(request, actions.answer, form, objection=row, said="异议已答复。"):
        return redirect("ledgers:objections", public_id)
    fresh = EnterForm(user=request.user, obj=issue, initial={"key": form_key()})
    return render(request, "ledgers/objections.html", page(request, issue, fresh, form, objection_id))
