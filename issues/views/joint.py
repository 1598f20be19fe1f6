"""联审 as the office runs it and as its readers find it: who has answered, the opinions side by side, one merged reply."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from issues.models import Issue, JointReview
from issues.views import joint_page
from rectify.lib.pages import acted, offer_back, version_seen
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of


def mine(request):
    """The issues the reader may see; a review is reached through its issue."""
    return Issue.objects.visible_to(request.user)


def joint(request, public_id):
    """The newest review of an issue that the reader may open: the one under way, where there is one."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    open_to_me = joint_page.history(issue, request.user)
    if not open_to_me:
        raise Http404
    return redirect(open_to_me[0]["url"])


def review(request, public_id):
    """One review: the office merges and answers; its reviewers read all once all have spoken; the unit reads the reply."""
    reviews = JointReview.objects.filter(issue__in=mine(request)).select_related(*joint_page.WHOLE)
    found = get_object_or_404(reviews, public_id=public_id)
    who = joint_page.reader_of(found, request.user)
    if who is None:
        raise Http404
    form = joint_page.reply_form(found, request)
    if request.method == "POST" and form is not None and form.is_valid() and answered(request, found, form):
        return redirect(found.issue)
    return render(request, "issues/joint.html", joint_page.context(request, found, who, form))


def answered(request, found: JointReview, form) -> bool:
    """通过 or 退回, with the merged reply; a return carries it as its reason too, so that the unit reads it everywhere."""
    name = joint_page.wanted(found, request.POST.get("move", ""))
    if name is None:
        raise Http404
    move, issue, data = moves_of("issues.issue")[name], found.issue, form.data_for_move()
    given = {"version": version_seen(request), "key": request.POST.get("key", ""), "data": data}
    note = data["reply"] if move.way == "back" else ""
    done = acted(request, make, said=move.after(issue), form=form, move=move, obj=issue, note=note, **given)
    if not done:
        issue.refresh_from_db(fields=["status", "version"])
        if issue.status not in move.sources:
            offer_back(request, data["reply"])
    return done
