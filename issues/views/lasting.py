"""长期坚持 of one issue: what was agreed, what was asked, and its stage reviews, on one page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from issues import policies
from issues.actions import lasting as actions
from issues.conditions import issue_is_under_way
from issues.effects.lasting import rhythm_of
from issues.forms.lasting import LastingForm, ReadForm, ReviewForm
from issues.forms.moves import MoveForm
from issues.models import COUNTED, Issue, Lasting, Rhythm, Status
from issues.views.moves import made
from rectify.lib.dates import today
from rectify.lib.pages import acted, form_key
from rectify.workflow.move import offered
from rectify.workflow.moves import moves_of


def mine(request):
    """The issues the reader may see; what hangs on one is fetched through it."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "round__profile", "lead_unit")


def lasting(request, public_id):
    """Everything about it; POST asks for 长期坚持."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    form = LastingForm(request.POST or None)
    said = "申请已报，等督查负责人决定。期限照旧有效。"
    given = {"issue": issue, "key": request.POST.get("key", ""), "said": said}
    if form.is_valid() and acted(request, actions.apply, form=form, **given, **form.cleaned_data):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, asking=form)


@require_POST
def decide(request, public_id):
    """The head's word on the application, or the liaison's withdrawal."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    waiting = get_object_or_404(issue.lastings.order_by("-number")[:1])
    chosen = moves_of(waiting).get(request.POST.get("move", ""))
    if chosen is None or not chosen.by_hand:
        raise Http404
    form = MoveForm(request.POST, move=chosen, obj=waiting, user=request.user)
    if form.is_valid() and made(request, chosen, waiting, form):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, deciding=form)


@require_POST
def stage_review(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    form = ReviewForm(request.POST, issue=issue)
    said = "阶段检视已报，等督查办阅。"
    given = {"issue": issue, "key": request.POST.get("key", ""), "said": said}
    if form.is_valid() and acted(request, actions.review, form=form, **given, **form.cleaned_data):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, reviewing=form)


@require_POST
def stage_read(request, public_id, review_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    review = get_object_or_404(issue.stage_reviews.select_related("issue__round__office"), public_id=review_id)
    form = ReadForm(request.POST)
    given = {"review": review, "key": request.POST.get("key", ""), "said": "已阅，认定已告知单位。"}
    if form.is_valid() and acted(request, actions.read, form=form, **given, **form.cleaned_data):
        return redirect("issues:lasting", public_id)
    return shown(request, issue, reading=form)


def shown(request, issue: Issue, *, asking=None, deciding=None, reviewing=None, reading=None):
    """The page with the forms that this reader has, each with what was typed."""
    user, reviews = (
        request.user,
        list(issue.stage_reviews.select_related("by", "read_by", "evidence").order_by("-number")),
    )
    asked = list(issue.lastings.select_related("applied_by", "decided_by").order_by("-number"))
    waiting = next((row for row in asked if row.status == Lasting.Status.WAITING), None)
    unread = next((row for row in reviews if not row.read_at), None)
    may_ask = waiting is None and policies.unit_liaison(user, issue) and issue_is_under_way(Lasting(issue=issue), user)
    may_review = issue.long_term and unread is None and policies.unit(user, issue) and issue.status in REVIEWABLE
    may_read = unread is not None and policies.office_clerk(user, issue)
    blank = LastingForm(initial={"stage_goal": issue.stage_goal, "rhythm": rhythm_of(issue)})
    forms = [asking, deciding, reviewing, reading]
    context = {
        "issue": issue, "asked": asked, "waiting": waiting, "reviews": reviews, "unread": unread, "key": form_key(),
        "rhythm": Rhythm(rhythm_of(issue)).label if issue.long_term else "",
        "late": issue.long_term and issue.next_review and issue.next_review < today(),
        "asking": (asking if asking and asking.is_bound else blank) if may_ask else None,
        "moves": {judged.move.name: judged for judged in offered(waiting, user)} if waiting else {},
        "deciding": deciding,
        "reviewing": (reviewing or ReviewForm(issue=issue)) if may_review else None,
        "ahead": actions.next_day(issue, today()) if may_review else None,
        "reading": (reading or ReadForm(initial={"accepted": unread.declared})) if may_read else None,
        "form": next((form for form in forms if form is not None and form.is_bound), None),
    }  # fmt: skip
    return render(request, "issues/lasting.html", context)


REVIEWABLE = COUNTED - {Status.DISPATCHED, Status.CONTESTED}
