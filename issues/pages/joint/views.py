"""联审 as the office runs it and as its readers find it: who has answered, the opinions side by side, one merged reply."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues.models import Issue, JointReview
from issues.pages.joint.page import WHOLE, history, joint_page, reader_of, reply_form, wanted
from rectify.lib.page import show
from rectify.workflow.doors import by_page
from rectify.workflow.inputs import Input


def mine(request):
    """The issues the reader may see; a review is reached through its issue."""
    return Issue.objects.visible_to(request.user)


def joint(request, public_id):
    """The newest review of an issue that the reader may open: the one under way, where there is one."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    open_to_me = history(issue, request.user)
    if not open_to_me:
        raise Http404
    return redirect(open_to_me[0].url)


def review(request, public_id):
    """One review: the office merges and answers; its reviewers read all once all have spoken; the unit reads the reply."""
    reviews = JointReview.objects.filter(issue__in=mine(request)).select_related(*WHOLE)
    review = get_object_or_404(reviews, public_id=public_id)
    who = reader_of(review, request.user)
    if who is None:
        raise Http404
    form = reply_form(review, request)
    if request.method == "POST" and form is not None and form.is_valid() and answered(request, review, form):
        return redirect(review.issue)
    return show(request, joint_page(review, request.user, who, form))


def answered(request, review: JointReview, form: Input) -> bool:
    """通过 or 退回, with the merged reply."""
    if wanted(review, request.POST.get("move", "")) is None:
        raise Http404
    return by_page(request, form.move, review.issue, form, words=form.cleaned_data["reply"])
