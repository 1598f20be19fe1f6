"""长期坚持 of one issue: what was agreed, what was asked, and its stage reviews, on one page."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.actions import lasting as actions
from issues.forms.lasting import LastingForm, ReadForm, ReviewForm
from issues.models import Issue
from issues.pages.lasting.page import SentForms, lasting_page
from issues.pages.moves.views import chosen_of
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page, by_page
from rectify.workflow.inputs import input_of


def mine(request):
    """The issues the reader may see; what hangs on one is fetched through it."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "round__profile", "lead_unit")


def lasting(request, public_id):
    """Everything about it; POST asks for 长期坚持."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    form = LastingForm(request.POST or None, user=request.user, obj=issue)
    message = "申请已报，等督查负责人决定。期限照旧有效。"
    sent = {"issue": issue, "key": request.POST.get("key", ""), "said": message}
    if act_by_page(request, actions.apply, form, **sent):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, asking=form)


@require_POST
def decide(request, public_id):
    """The head's word on the application, or the liaison's withdrawal."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    waiting = get_object_or_404(issue.lastings.order_by("-number")[:1])
    chosen = chosen_of(request, waiting)
    form = input_of(chosen)(request.POST, move=chosen, obj=waiting, user=request.user)
    if form.is_valid() and by_page(request, chosen, waiting, form):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, deciding=form)


@require_POST
def stage_review(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    form = ReviewForm(request.POST, user=request.user, obj=issue)
    message = "阶段检视已报，等督查办阅。"
    sent = {"issue": issue, "key": request.POST.get("key", ""), "said": message}
    if act_by_page(request, actions.review, form, **sent):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, reviewing=form)


@require_POST
def stage_read(request, public_id, review_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    review = get_object_or_404(issue.stage_reviews.select_related("issue__round__office"), public_id=review_id)
    form = ReadForm(request.POST, user=request.user, obj=review)
    sent = {"review": review, "key": request.POST.get("key", ""), "said": "已阅，认定已告知单位。"}
    if act_by_page(request, actions.read, form, **sent):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, reading=form)


def shown(request, issue: Issue, **sent):
    """The page; `sent` is the form that was sent and said no, by the place where it stands."""
    return show(request, lasting_page(issue, request.user, SentForms(**sent)))
