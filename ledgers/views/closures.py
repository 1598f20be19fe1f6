"""审核销号: the queues, and what the unit does at closure: apply, sign; and the paper of it all."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from issues.models import Issue, Status
from issues.views.ways import cures
from ledgers.conditions import live_closure, live_evidence, standard_of
from ledgers.forms.closure import ApplyForm, SignForm
from ledgers.models import Closure
from ledgers.policies import office_head
from ledgers.states import CLOSURE
from ledgers.views import closure_sheet, queue
from ledgers.views.moving import is_over, judged, moved
from rectify.lib.pages import form_key, keyset


def mine(request):
    """The issues the reader may see; a closure is reached through its issue."""
    return Issue.objects.visible_to(request.user).select_related(
        "round__office", "round__profile", "lead_unit", "feedback"
    )


def closures(request):
    """Who waits for whom, the longest first; for the head, the meeting's issues to be decided together."""
    here, issues = queue.chosen(request), Issue.objects.visible_to(request.user)
    if request.rounds.current:
        issues = issues.filter(round=request.rounds.current)
    page = keyset(queue.waiting(issues, here.status), fields=("status_since", "pk"), request=request)
    context = {
        "queue": here, "tabs": queue.tabs(issues, here), "page": page,
        "told": f"显示 {len(page.rows)} 件，等得最久的在前",
        "rows": [queue.row(issue, here, request.user) for issue in page.rows],
        "meeting": here.status == Status.AWAITING_DECISION and any(office_head(request.user, i) for i in page.rows),
    }  # fmt: skip
    return render(request, "ledgers/closures.html", context)


def apply(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    ready = judged(request, issue, "apply")["apply"]
    form = ApplyForm(request.POST or None, lines=standard_of(issue))
    said = f"{issue.number} 已申请销号，等主要负责人审签。审签前可以撤回。"
    if form.is_valid() and moved(request, "apply", issue, form, said=said) or is_over(request, "apply", issue):
        return redirect(issue)
    _demand_right(request, "apply", issue)
    files = live_evidence(issue).select_related("measure").order_by("measure__order", "id")
    context = {"issue": issue, "form": form, "ready": ready, "files": files, "cures": cures(issue), "key": form_key()}
    return render(request, "ledgers/closure_apply.html", context)


def sign(request, public_id):
    """The principal reads the request as it was handed in, and signs it or does not."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    name = "decline_signature" if request.POST.get("move") == "decline_signature" else "endorse"
    form = SignForm(request.POST or None)
    if form.is_valid() and moved(request, name, issue, form, said=SIGNED[name].format(issue.number)):
        return redirect(issue)
    closure, ready = live_closure(issue), judged(request, issue, "endorse", "decline_signature")
    if closure is None or issue.status != Status.AWAITING_SIGNATURE:
        return redirect(issue)
    _demand_right(request, "endorse", issue)
    context = {"issue": issue, "closure": closure, "form": form, "ready": ready["endorse"], "key": form_key()}
    return render(request, "ledgers/closure_sign.html", context | {"asked": closure_sheet.asked(closure)})


SIGNED = {
    "endorse": "{} 已签字背书，送督查办初审。",
    "decline_signature": "{} 没有签字，已退回联络员继续整改。",
}


def closure(request, public_id):
    """销号审批表: one request from application to decision, on paper."""
    found = Closure.objects.visible_to(request.user).select_related(*closure_sheet.NEEDED)
    closure = get_object_or_404(found, public_id=public_id)
    return render(request, "ledgers/closure.html", closure_sheet.context(closure))


def _demand_right(request, name: str, issue: Issue) -> None:
    """A page for a move that is not the reader's does not exist for the reader."""
    if not CLOSURE[name].may(request.user, issue):
        raise Http404
