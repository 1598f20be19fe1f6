"""One meeting: its agenda and record, the paper for it, and the word on each item, every one an act of its own."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from issues.models import Issue, Status
from ledgers import policies
from ledgers.actions import meetings as actions
from ledgers.forms.meeting import DecisionsForm, MeetingForm
from ledgers.models import Meeting
from ledgers.views import meeting_rows
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page


def mine(request):
    """The meetings of the reader's office."""
    return Meeting.objects.visible_to(request.user).select_related("office", "round", "closed_by")


def headed(request, public_id: str) -> Meeting:
    """The meeting, for a head of its office; for anybody else its pages of acting do not exist."""
    meeting = get_object_or_404(mine(request), public_id=public_id)
    if not policies.heads_office(request.user, meeting.office):
        raise Http404
    return meeting


def detail(request, public_id):
    """The agenda before the meeting, the record after it."""
    meeting = get_object_or_404(mine(request), public_id=public_id)
    may = bool(policies.heads_office(request.user, meeting.office)) and not meeting.closed_at
    context = {"meeting": meeting, "items": meeting_rows.items(meeting), "may": may}
    context["told"] = meeting_rows.told(context["items"])
    context["open"] = any(item.decided_at is None for item in context["items"])
    if may:
        context["waiting"] = meeting_rows.waiting(request.user, meeting)
    return render(request, "ledgers/meeting.html", context)


def printed(request, public_id):
    """会议材料 before the meeting, 会议记录 after it: the same list."""
    meeting = get_object_or_404(mine(request), public_id=public_id)
    items = meeting_rows.items(meeting, with_words=True)
    context = {"meeting": meeting, "items": items, "told": meeting_rows.told(items)}
    return render(request, "ledgers/meeting_print.html", context)


def edit(request, public_id):
    meeting = headed(request, public_id)
    form = MeetingForm(request.POST or None, user=request.user, obj=meeting)
    if act_by_page(request, actions.correct, form, meeting=meeting, said="会议情况已保存。"):
        return redirect("ledgers:meeting", public_id)
    return render(request, "ledgers/meeting_form.html", {"form": form, "meeting": meeting})


@require_POST
def put(request, public_id):
    """Put ticked issues that wait for 审定 on the agenda."""
    meeting = headed(request, public_id)
    issues = Issue.objects.visible_to(request.user).filter(
        public_id__in=request.POST.getlist("ids")[: meeting_rows.MOST], status=Status.AWAITING_DECISION
    )
    meeting_rows.put(request, meeting, issues.select_related("round").order_by("status_since", "pk"))
    return redirect("ledgers:meeting", public_id)


@require_POST
def arrange(request, public_id, item_id):
    """Up, down or off the agenda."""
    meeting = headed(request, public_id)
    item = get_object_or_404(meeting.items.select_related("meeting__office", "issue"), public_id=item_id)
    act = request.POST.get("act")
    if act == "off":
        acted(request, actions.take_off, item=item, said=f"{item.issue.number} 已移出议程，仍在待审定。")
    elif act in ("up", "down"):
        acted(request, actions.shift, item=item, up=act == "up")
    return redirect("ledgers:meeting", public_id)


def decide(request, public_id):
    """A word for each item that waits for one; nothing is written before the count is typed."""
    meeting = headed(request, public_id)
    sent = request.POST if request.method == "POST" else None
    rows = [meeting_rows.line(request, item, sent) for item in meeting_rows.to_decide(meeting, sent)]
    if meeting.closed_at or not rows:
        return redirect("ledgers:meeting", public_id)
    form = DecisionsForm(sent, user=request.user, obj=meeting, count=len(rows), initial=meeting_rows.begun(meeting))
    whole = form.is_valid() and all(row["form"].is_valid() for row in rows if row["form"])
    if whole and act_by_page(request, actions.correct, form, meeting=meeting):
        results = [meeting_rows.result(request, row, form.looked) for row in rows]
        left = meeting.items.filter(decided_at=None).count()
        return render(request, "ledgers/meeting_done.html", {"meeting": meeting, "results": results, "left": left})
    return render(request, "ledgers/meeting_decide.html", {"meeting": meeting, "form": form, "rows": rows})


@require_POST
def close(request, public_id):
    """归档: the record stays as it is from now on."""
    meeting = headed(request, public_id)
    acted(
        request,
        actions.close,
        meeting=meeting,
        said="会议记录已归档，不再改动。“暂缓审议”的仍在待审定，可以列入下一次会议。",
    )
    return redirect("ledgers:meeting", public_id)
