"""审定 at a meeting: several issues, one minutes number, a word for each; every one is its own act and its own answer."""

from django.http import HttpRequest
from django.shortcuts import redirect, render

from issues.models import Issue, Status
from ledgers.conditions import live_closure
from ledgers.effects.closing import look_back_day
from ledgers.forms.closure import DECLINE, LATER, MeetingForm, RowForm
from ledgers.policies import office_head
from ledgers.states import CLOSURE
from rectify.accounts.models import User
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.pages import form_key
from rectify.workflow.move import judge, make

MOST = 100


def mine(request):
    """The issues the reader may see."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "round__profile", "lead_unit")


def decide_many(request):
    """Ticked issues with a word each; nothing is written before the count is typed."""
    asked = request.POST.getlist("ids") or request.GET.getlist("ids")
    found = mine(request).filter(public_id__in=asked[:MOST]).order_by("status_since", "pk")
    issues = [issue for issue in found if office_head(request.user, issue)]
    if not issues:
        return redirect(request.path.replace("meeting/", "") + f"?queue={Status.AWAITING_DECISION.value}")
    sent = request.POST if request.POST.get("step") == "decide" else None
    form, rows = MeetingForm(sent, count=len(issues)), [line(request, issue, sent) for issue in issues]
    if form.is_valid() and all(row["form"].is_valid() for row in rows if row["form"]):
        results = [result(request, row, form) for row in rows]
        return render(request, "ledgers/closure_meeting_done.html", {"results": results})
    return render(request, "ledgers/closure_meeting.html", {"form": form, "rows": rows, "count": len(issues)})


def line(request: HttpRequest, issue: Issue, sent) -> dict:
    """One issue of the meeting with its form; without one, the reasons why this reader may not decide it."""
    missing, closure = judge(CLOSURE["approve"], issue, request.user).missing, live_closure(issue)
    if sent and f"{issue.public_id}-key" in sent:
        missing = []  # it had its form: the move itself answers who was faster, or that this form has been acted on
    first = {"word": issue.declared, "version": issue.version, "key": form_key()}
    form = None if missing else RowForm(sent, prefix=issue.public_id, initial=first)
    return {
        "issue": issue,
        "closure": closure,
        "form": form,
        "missing": missing,
        "look_back": look_back_day(issue, today()),
    }


def result(request: HttpRequest, row: dict, meeting: MeetingForm) -> dict:
    """Decide one; a refusal is that row's answer and stops no other."""
    issue, form = row["issue"], row["form"]
    if form is None:
        return told(issue, "refused", "没有办", [verdict.reason for verdict in row["missing"]])
    given = form.cleaned_data
    if given["word"] == LATER:
        return told(issue, "pending", "这次不定", [])
    try:
        decide_one(issue, given, meeting.data_for_move(), request.user)
    except Refused as refused:
        return told(issue, "refused", "没有办", refused.reasons)
    if given["word"] == DECLINE:
        return told(issue, "returned", "不予销号", [given["note"]])
    return told(issue, "closed", f"已销号，认定{issue.get_grade_display()}", [])


def decide_one(issue: Issue, given: dict, meeting: dict, by: User) -> None:
    """The move that a row's word stands for."""
    move = CLOSURE["decline" if given["word"] == DECLINE else "approve"]
    data = meeting | {"grade": given["word"]}
    make(move, issue, by=by, data=data, note=given["note"], version=given["version"], key=given["key"])


def told(issue: Issue, kind: str, word: str, reasons: list[str]) -> dict:
    return {"issue": issue, "kind": kind, "word": word, "reasons": reasons}
