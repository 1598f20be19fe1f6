"""The meetings of an office: the list, a new one; of one its agenda and record, and the word on each item, an act of its own."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.models import Issue, Status
from ledgers import policies
from ledgers.actions import meetings as actions
from ledgers.forms.meeting import AgendaForm, DecisionsForm, MeetingForm, headed
from ledgers.models import Meeting
from ledgers.pages.meetings import agenda
from ledgers.pages.meetings import page as pages
from ledgers.policies import office_head
from rectify.accounts.models import Unit
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import acted, form_key
from rectify.lib.receipts import took
from rectify.lib.ticks import tell_left, ticked
from rectify.workflow.doors import act_by_page


def mine(request):
    """The meetings of the reader's office."""
    return Meeting.objects.visible_to(request.user).select_related("office", "round", "closed_by")


def led(request, public_id: str) -> Meeting:
    """The meeting, for a head of its office; for anybody else its pages of acting do not exist."""
    meeting = get_object_or_404(mine(request), public_id=public_id)
    if not policies.heads_office(request.user, meeting.office):
        raise Http404
    return meeting


def listing(request):
    """Those to come and those that were, the newest first, each with what it decided."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    return show(request, pages.meetings(request, mine(request)))


def new(request):
    if not headed(request.user).exists():
        raise Http404
    form = MeetingForm(request.POST or None, user=request.user, initial={"round": request.rounds.current})
    if form.is_valid() and (meeting := called(request, form, form.given)):
        return redirect("ledgers:meeting", meeting.public_id)
    return show(request, pages.MeetingFormPage(form=form, key=form_key()))


def add(request):
    """The issues ticked in 待审定: onto which agenda."""
    ids = ticked(request, most=agenda.MOST)
    seen = Issue.objects.visible_to(request.user).filter(public_id__in=ids)
    seen = seen.select_related("round__office", "lead_unit").order_by("status_since", "pk")
    issues = [issue for issue in seen if office_head(request.user, issue)]
    tell_left(request, ids, len(issues))
    if not issues:
        return redirect(f"{request.path.replace('meetings/add/', 'closures/')}?queue={Status.AWAITING_DECISION.value}")
    form = AgendaForm(request.POST or None, user=request.user, obj=issues[0].round.office)
    if form.is_valid() and (meeting := chosen(request, form, issues[0].round.office)):
        agenda.put(request, meeting, issues)
        return redirect("ledgers:meeting", meeting.public_id)
    return show(request, pages.MeetingAddPage(form=form, issues=issues, key=form_key()))


def chosen(request, form: AgendaForm, office: Unit) -> Meeting | None:
    """The meeting chosen, or a new one."""
    words = form.given
    return words["meeting"] or called(
        request, form, {"office": office, "title": words["title"], "held_on": words["held_on"]}
    )


def called(request, form, words: dict) -> Meeting | None:
    """A new meeting; a refusal stands on the form. The form sent twice finds the meeting it made."""
    try:
        made = actions.call(by=request.user, key=request.POST.get("key", ""), **words)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None
    took(request)
    return made or mine(request).filter(title=words["title"], held_on=words["held_on"]).first()


def detail(request, public_id):
    """The agenda before the meeting, the record after it."""
    meeting = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.meeting(meeting, request.user))


def printed(request, public_id):
    """会议材料 before the meeting, 会议记录 after it: the same list."""
    meeting = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.meeting_print(meeting))


def edit(request, public_id):
    meeting = led(request, public_id)
    form = MeetingForm(request.POST or None, user=request.user, obj=meeting)
    if act_by_page(request, actions.correct, form, meeting=meeting, said="会议情况已保存。"):
        return redirect("ledgers:meeting", public_id)
    return show(request, pages.MeetingFormPage(form=form, meeting=meeting))


@require_POST
def put(request, public_id):
    """Put ticked issues that wait for 审定 on the agenda."""
    meeting = led(request, public_id)
    ids = ticked(request, most=agenda.MOST)
    waiting = Issue.objects.visible_to(request.user).filter(public_id__in=ids, status=Status.AWAITING_DECISION)
    issues = list(waiting.select_related("round").order_by("status_since", "pk"))
    tell_left(request, ids, len(issues))
    agenda.put(request, meeting, issues)
    return redirect("ledgers:meeting", public_id)


@require_POST
def arrange(request, public_id, item_id):
    """Up, down or off the agenda."""
    meeting = led(request, public_id)
    item = get_object_or_404(meeting.items.select_related("meeting__office", "issue"), public_id=item_id)
    act = request.POST.get("act")
    if act == "off":
        acted(request, actions.take_off, item=item, said=f"{item.issue.number} 已移出议程，仍在待审定。")
    elif act in ("up", "down"):
        acted(request, actions.shift, item=item, up=act == "up")
    return redirect("ledgers:meeting", public_id)


def decide(request, public_id):
    """A word for each item that waits for one; nothing is written before the count is typed."""
    meeting = led(request, public_id)
    sent = request.POST if request.method == "POST" else None
    rows = [agenda.line(request, item, sent) for item in agenda.to_decide(meeting, sent)]
    if meeting.closed_at or not rows:
        return redirect("ledgers:meeting", public_id)
    form = DecisionsForm(sent, user=request.user, obj=meeting, count=len(rows), initial=agenda.begun(meeting))
    whole = form.is_valid() and all(row.form.is_valid() for row in rows if row.form)
    if whole and act_by_page(request, actions.correct, form, meeting=meeting):
        results = [agenda.decide(request, row, form.looked) for row in rows]
        left = meeting.items.filter(decided_at=None).count()
        return show(request, pages.MeetingDonePage(meeting=meeting, results=results, left=left))
    return show(request, pages.MeetingDecidePage(meeting=meeting, form=form, rows=rows))


@require_POST
def close(request, public_id):
    """归档: the record stays as it is from now on."""
    meeting = led(request, public_id)
    acted(
        request,
        actions.close,
        meeting=meeting,
        said="会议记录已归档，不再改动。“暂缓审议”的仍在待审定，可以列入下一次会议。",
    )
    return redirect("ledgers:meeting", public_id)
