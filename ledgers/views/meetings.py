"""The meetings of an office: the list, a new one, and what is ticked in 待审定 put on an agenda."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from issues.models import Issue, Status
from ledgers.actions import meetings as actions
from ledgers.forms.meeting import AgendaForm, MeetingForm, headed
from ledgers.models import Meeting
from ledgers.policies import office_head
from ledgers.views import meeting_rows
from rectify.accounts.models import Unit
from rectify.lib.errors import Refused
from rectify.lib.pages import form_key, keyset


def mine(request):
    """The meetings of the reader's office."""
    return Meeting.objects.visible_to(request.user)


def listing(request):
    """Those to come and those that were, the newest first, each with what it decided."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    page = keyset(mine(request).prefetch_related("items"), fields=("-held_on", "-pk"), request=request, size=30)
    rows = [{"meeting": meeting, "told": meeting_rows.told(list(meeting.items.all()))} for meeting in page.rows]
    context = {"page": page, "rows": rows, "head": headed(request.user).exists(), "told": f"显示 {len(rows)} 次会议"}
    return render(request, "ledgers/meetings.html", context)


def new(request):
    if not headed(request.user).exists():
        raise Http404
    form = MeetingForm(request.POST or None, user=request.user, initial={"round": request.rounds.current})
    if form.is_valid() and (meeting := called(request, form, form.given)):
        return redirect("ledgers:meeting", meeting.public_id)
    return render(request, "ledgers/meeting_form.html", {"form": form, "key": form_key()})


def add(request):
    """The issues ticked in 待审定: onto which agenda."""
    asked = request.POST.getlist("ids") or request.GET.getlist("ids")
    found = Issue.objects.visible_to(request.user).filter(public_id__in=asked[: meeting_rows.MOST])
    found = found.select_related("round__office", "lead_unit").order_by("status_since", "pk")
    issues = [issue for issue in found if office_head(request.user, issue)]
    if not issues:
        return redirect(f"{request.path.replace('meetings/add/', 'closures/')}?queue={Status.AWAITING_DECISION.value}")
    form = AgendaForm(request.POST or None, user=request.user, obj=issues[0].round.office)
    if form.is_valid() and (meeting := chosen(request, form, issues[0].round.office)):
        meeting_rows.put(request, meeting, issues)
        return redirect("ledgers:meeting", meeting.public_id)
    return render(request, "ledgers/meeting_add.html", {"form": form, "issues": issues, "key": form_key()})


def chosen(request, form: AgendaForm, office: Unit) -> Meeting | None:
    """The meeting chosen, or a new one."""
    given = form.given
    return given["meeting"] or called(
        request, form, {"office": office, "title": given["title"], "held_on": given["held_on"]}
    )


def called(request, form, said: dict) -> Meeting | None:
    """A new meeting; a refusal stands on the form. The form sent twice finds the meeting it made."""
    try:
        made = actions.call(by=request.user, key=request.POST.get("key", ""), **said)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None
    return made or mine(request).filter(title=said["title"], held_on=said["held_on"]).first()
