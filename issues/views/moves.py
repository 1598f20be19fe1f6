from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from issues.forms.moves import IRREVERSIBLE, MoveForm, form_for
from issues.models import Issue
from issues.views import said
from issues.views.ways import page_of
from rectify.lib.pages import acted, form_key, offer_back, version_seen
from rectify.workflow.move import judge, make
from rectify.workflow.moves import Move, moves_of


def mine(request):
    """The issues the reader may see; what hangs on one is fetched through it."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "round__profile", "lead_unit")


def move(request, public_id):
    """One move of an issue: GET asks for its words, POST makes it. A move with a page of its own leads there."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    chosen = _chosen(request, issue)
    own = page_of(chosen, issue)
    if own and request.method != "POST":
        return redirect(own)
    form = form_for(chosen, issue, request.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and made(request, chosen, issue, form):
        return redirect(issue)
    if request.method == "POST" and issue.status not in chosen.sources:
        return redirect(issue)
    return _ask(request, chosen, issue, issue, form)


def measure_move(request, public_id, measure_id):
    """One move of a measure; its buttons stand in the table of the issue's page."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    measure = get_object_or_404(issue.measures, public_id=measure_id)
    chosen = _chosen(request, measure)
    form = form_for(chosen, measure, request.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and made(request, chosen, measure, form):
        return redirect(f"{issue.get_absolute_url()}#measures")
    if request.method == "POST" and measure.status not in chosen.sources:
        return redirect(issue)
    return _ask(request, chosen, measure, issue, form)


def made(request, chosen: Move, obj, form: MoveForm) -> bool:
    """Make the move with what was filled in; reasons go onto the form, somebody faster becomes a message.

    After a no `obj` is as the database has it: a rule may have spoken when its fields had been set already.
    """
    seen = version_seen(request)
    given = {"data": form.data_for_move(), "note": form.note_typed, "key": request.POST.get("key", "")}
    through = acted(
        request, make, said=said.after(chosen, obj), form=form, move=chosen, obj=obj, version=seen, **given
    )  # fmt: skip
    if not through:
        obj.refresh_from_db(fields=["status", "version"])
    if not through and obj.status not in chosen.sources:
        offer_back(request, form.note_typed)
    return through


def _chosen(request, obj) -> Move:
    name = request.POST.get("move") or request.GET.get("move") or ""
    if name not in moves_of(obj) or not moves_of(obj)[name].by_hand:
        raise Http404
    return moves_of(obj)[name]


def _ask(request, chosen: Move, obj, issue: Issue, form: MoveForm):
    judged = judge(chosen, obj, request.user)
    if not form.is_bound and not chosen.may(request.user, obj):
        raise Http404
    page = {
        "issue": issue, "obj": obj, "move": chosen, "form": form, "judged": judged, "key": form_key(),
        "irreversible": chosen.name in IRREVERSIBLE, "does": said.will(chosen, obj), "verb": said.verb(chosen, obj),
    }  # fmt: skip
    return render(request, "issues/move.html", page)
