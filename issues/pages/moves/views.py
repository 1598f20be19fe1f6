"""One move of an issue or of a measure, where it has no page of its own."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues.forms.confirming import Confirming
from issues.models import Issue
from issues.pages.issue.ways import page_of
from issues.pages.moves.page import move_page
from rectify.lib.page import show
from rectify.workflow.doors import by_page
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import judge
from rectify.workflow.moves import Move, moves_of


def mine(request):
    """The issues the reader may see; what hangs on one is fetched through it."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "round__profile", "lead_unit")


def move(request, public_id):
    """One move of an issue: GET asks for its words, POST makes it. A move with a page of its own leads there."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    chosen = chosen_of(request, issue)
    own = page_of(chosen, issue)
    if own and request.method != "POST":
        return redirect(own)
    return _made_or_asked(request, chosen, obj=issue, issue=issue, then=issue.get_absolute_url())


def measure_move(request, public_id, measure_id):
    """One move of a measure; its buttons stand in the table of the issue's page."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    measure = get_object_or_404(issue.measures, public_id=measure_id)
    chosen = chosen_of(request, measure)
    return _made_or_asked(request, chosen, obj=measure, issue=issue, then=f"{issue.get_absolute_url()}#measures")


def chosen_of(request, obj) -> Move:
    """The move that was asked for, of those that people make."""
    name = request.POST.get("move") or request.GET.get("move") or ""
    if name not in moves_of(obj) or not moves_of(obj)[name].by_hand:
        raise Http404
    return moves_of(obj)[name]


def _made_or_asked(request, chosen: Move, *, obj, issue: Issue, then: str):
    data = request.POST if request.method == "POST" else None
    form = input_of(chosen)(data, move=chosen, obj=obj, user=request.user)
    sure = Confirming(data, move=chosen, obj=obj)
    if form.is_valid() & sure.is_valid() and by_page(request, chosen, obj, form):
        return redirect(then)
    if data is not None and obj.status not in chosen.sources:
        return redirect(issue)
    return _ask(request, chosen, obj=obj, issue=issue, form=form, sure=sure)


def _ask(request, chosen: Move, *, obj, issue: Issue, form: Input, sure: Confirming):
    judged = judge(chosen, obj, request.user)
    if not form.is_bound and not chosen.may(request.user, obj):
        raise Http404
    page = move_page(issue, obj, form=form, sure=sure, judged=judged)
    return show(request, page, template=chosen.template)
