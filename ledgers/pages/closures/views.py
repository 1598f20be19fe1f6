"""审核销号: the queues, and what the unit does at closure: apply, sign; and the paper of it all."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from issues.models import Issue, Status
from issues.pages.issue.ways import cures
from ledgers.conditions import live_closure, live_evidence
from ledgers.models import Closure
from ledgers.moves.requesting import APPLY, DECLINE_SIGNATURE, ENDORSE
from ledgers.pages.closures import queue
from ledgers.pages.closures import sheet as closure_sheet
from ledgers.policies import office_head
from rectify.lib.pages import form_key, keyset
from rectify.workflow.doors import by_page, is_over, named
from rectify.workflow.move import judge
from rectify.workflow.moves import Move


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
    asked = queue.QueueFilter(request.GET, issues, beside=request.rounds.named)
    page = keyset(queue.waiting(asked.understood(), here.status), fields=("status_since", "pk"), request=request)
    context = {
        "asked": asked, "queue": here, "tabs": queue.tabs(issues, here), "page": page,
        "told": f"显示 {len(page.rows)} 件，等得最久的在前",
        "rows": [queue.row(issue, here, request.user) for issue in page.rows],
        "meeting": here.status == Status.AWAITING_DECISION and any(office_head(request.user, i) for i in page.rows),
    }  # fmt: skip
    return render(request, "ledgers/closures.html", context)


def apply(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    ready, (move, form) = judge(APPLY, issue, request.user), named(request, issue, APPLY)
    if form.is_valid() and by_page(request, move, issue, form) or is_over(request, move, issue):
        return redirect(issue)
    _demand_right(request, move, issue)
    files = live_evidence(issue).select_related("measure").order_by("measure__order", "id")
    context = {"issue": issue, "form": form, "ready": ready, "files": files, "cures": cures(issue), "key": form_key()}
    return render(request, "ledgers/closure_apply.html", context)


def sign(request, public_id):
    """The principal reads the request as it was handed in, and signs it or does not."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    move, form = named(request, issue, ENDORSE, DECLINE_SIGNATURE)
    if form.is_valid() and by_page(request, move, issue, form):
        return redirect(issue)
    closure, ready = live_closure(issue), judge(ENDORSE, issue, request.user)
    if closure is None or issue.status != Status.AWAITING_SIGNATURE:
        return redirect(issue)
    _demand_right(request, ENDORSE, issue)
    context = {"issue": issue, "closure": closure, "form": form, "ready": ready, "key": form_key()}
    context |= {"asked": closure_sheet.asked(closure), "back": DECLINE_SIGNATURE}
    return render(request, "ledgers/closure_sign.html", context)


def closure(request, public_id):
    """销号审批表: one request from application to decision, on paper."""
    found = Closure.objects.visible_to(request.user).select_related(*closure_sheet.NEEDED)
    closure = get_object_or_404(found, public_id=public_id)
    return render(request, "ledgers/closure.html", closure_sheet.context(closure))


def _demand_right(request, move: Move, issue: Issue) -> None:
    """A page for a move that is not the reader's does not exist for the reader."""
    if not move.may(request.user, issue):
        raise Http404
