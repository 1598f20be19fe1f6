"""转段: what rolls over when a round enters its next phase, and the record of the day it did."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from issues import policies, slices
from issues.actions import phases as actions
from issues.forms.phases import PhaseForm
from issues.models import Issue, PhaseChange, Round
from issues.views.rounds import CRUMB
from rectify.lib.dates import today
from rectify.lib.pages import form_key
from rectify.workflow.doors import act_by_page


def mine(request):
    """The rounds that the reader's office runs."""
    return Round.objects.run_by(request.user).select_related("office")


def begin(request, public_id):
    """The act: for a head of the office, with what rolls over beside it."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    if not policies.heads_round(request.user, round_):
        raise Http404
    form = PhaseForm(request.POST or None, user=request.user, obj=round_, kinds=actions.ahead(round_))
    said = "已转段。推进中的问题照旧办理，当天的名单和数字已留存。"
    given = {"round_": round_, "key": request.POST.get("key", ""), "said": said}
    if act_by_page(request, actions.begin_phase, form, **given):
        return redirect("issues:phase", public_id, round_.phase_changes.latest("pk").public_id)
    rows = counted(round_, actions.counts_of(Issue.objects.filter(round=round_), today()))
    context = {"round": round_, "form": form, "rows": rows, "now": actions.present_phase(round_), "key": form_key()}
    return render(request, "issues/phase_begin.html", context | {"crumb": crumb(round_, "转段")})


def change(request, public_id, change_id):
    """The record: the numbers of that day, and the list that rolled over."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    found = get_object_or_404(
        PhaseChange.objects.visible_to(request.user).select_related("by"), round=round_, public_id=change_id
    )
    rows = counted(round_, found.counts, frozen=True)
    context = {"round": round_, "change": found, "rows": rows, "rolled": link(round_, f"rolled_over:{change_id}")}
    closed = found.rolled.filter(slices.condition("closed", today())).count()
    context |= {"count": found.counts.get("open", 0), "closed": closed, "crumb": crumb(round_, str(found))}
    return render(request, "issues/phase.html", context)


def counted(round_: Round, counts: dict[str, int], *, frozen: bool = False) -> list[dict]:
    """Each number with its name and 口径; a link to its list while it is the number of now."""
    return [
        {
            "name": slices.title(code),
            "definition": slices.find(code)[0].definition,
            "rolls": code in actions.ROLLING,
            "count": counts[code],
            "url": "" if frozen else link(round_, code),
        }
        for code in actions.KEPT
        if code in counts
    ]


def link(round_: Round, code: str) -> str:
    return f"{reverse('issues:list')}?slice={code}&round={round_.public_id}"


def crumb(round_: Round, text: str) -> list:
    return [CRUMB, (round_.name, reverse("issues:round", args=[round_.public_id])), (text, "")]
