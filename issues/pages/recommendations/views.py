"""意见建议: one of them with its acts; all of a feedback given to a unit at once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.actions import recommendations as actions
from issues.forms.recommendations import AssignAll
from issues.models import Feedback, Recommendation, Round
from issues.pages.recommendations.page import recommendation_page
from rectify.lib.page import show
from rectify.lib.receipts import took
from rectify.workflow.doors import by_page, is_over, tell
from rectify.workflow.inputs import input_of
from rectify.workflow.moves import moves_of


def mine(request):
    """The recommendations that the reader may see."""
    return Recommendation.objects.visible_to(request.user).select_related(
        "round__office", "feedback__unit", "lead_unit"
    )


def detail(request, public_id):
    """One recommendation; POST makes the move that its button names."""
    one = get_object_or_404(mine(request), public_id=public_id)
    sent = None
    if request.method == "POST":
        move = moves_of(one).get(request.POST.get("move", ""))
        if move is None or not move.by_hand:
            raise Http404
        sent = input_of(move)(request.POST, move=move, obj=one, user=request.user, auto_id=f"id_{move.name}_%s")
        if sent.is_valid() and by_page(request, move, one, sent) or is_over(request, move, one):
            return redirect(one)
    return show(request, recommendation_page(one, request.user, sent))


@require_POST
def assign_all(request, public_id):
    """All that wait of a feedback, to one unit with one deadline; told one by one where one could not be."""
    papers = Feedback.objects.filter(round__in=Round.objects.run_by(request.user)).select_related("round", "unit")
    paper = get_object_or_404(papers, public_id=public_id)
    form = AssignAll(request.POST, user=request.user, obj=paper)
    if not form.is_valid():
        tell(request, form)
        return redirect("issues:feedback", public_id)
    outcomes = actions.assign_all(feedback=paper, by=request.user, **form.given)
    done = [outcome for outcome in outcomes if outcome.done]
    if done:
        took(request)
        messages.success(request, f"已分办 {len(done)} 条意见建议。下一步：等责任单位报送措施。")
    for outcome in outcomes:
        if not outcome.done:
            messages.error(request, f"{outcome.obj.number}：{'；'.join(outcome.reasons)}")
    return redirect("issues:feedback", public_id)
