"""联审成员: what waits for their bodies, and the page on which a body says what it thinks."""

from typing import cast

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.models import Opinion
from issues.moves.opinions import GIVE, SKIP, TAKE_BACK, Give
from issues.pages.opinions.desk import opinions_page, rounds_of
from issues.pages.opinions.page import opinion_page
from issues.pages.opinions.subject import under_review
from rectify.lib.page import show
from rectify.lib.pages import picked
from rectify.workflow.doors import by_page, tell
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.moves import Move

WHOLE = (
    "review__issue__round__office",
    "review__issue__lead_unit",
    "review__issue__feedback",
    "review__issue__item",
    "body",
    "given_by",
)


def mine(request):
    """The opinions that the reader's own bodies were asked for; what other bodies say is never reached from here."""
    return Opinion.objects.visible_to(request.user).of_bodies(request.user).select_related(*WHOLE)


def listing(request):
    """等我审的: the first page of a reviewer."""
    opinions = mine(request)
    rounds = rounds_of(opinions)
    asked = picked(request, "round", rounds, label="轮次")
    return show(request, opinions_page(request.rounds.workload, opinions, asked=asked, rounds=rounds))


def opinion(request, public_id):
    """What is under review beside the form; once given, what was said, to be read and taken back while others are awaited."""
    opinion = get_object_or_404(mine(request), public_id=public_id)
    under, data = under_review(opinion.review, request.user), request.POST or None
    taking = request.POST.get("move") == TAKE_BACK.name
    form = cast(Give, filled(opinion, GIVE, request.user, None if taking else data))
    back = filled(opinion, TAKE_BACK, request.user, data)
    if taking and back.is_valid() and by_page(request, back.move, opinion, back):
        return redirect("issues:opinion", public_id)
    if not taking and form.is_valid() and by_page(request, form.move, opinion, form, words=form.cleaned_data["text"]):
        return redirect("issues:opinions")
    opinion.refresh_from_db()
    return show(request, opinion_page(opinion, form, under, request.user))


@require_POST
def skip(request, public_id):
    """不再等: the head goes on without a body that is late, with a reason."""
    opinion = get_object_or_404(Opinion.objects.within_reach(request.user).select_related(*WHOLE), public_id=public_id)
    form = filled(opinion, SKIP, request.user, request.POST)
    if not (form.is_valid() and by_page(request, form.move, opinion, form)):
        tell(request, form)
    return redirect("issues:joint_review", opinion.review.public_id)


def filled(opinion: Opinion, move: Move, user, data) -> Input:
    """The input of one of its moves."""
    return input_of(move)(data, move=move, obj=opinion, user=user)
