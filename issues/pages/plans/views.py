"""The plan of an issue: who may write, change or judge it finds another page at the same address."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues import policies
from issues.actions.measures import write_plan
from issues.forms.plan import Measures, PlanDraftForm, Revision
from issues.models import Issue, Status
from issues.moves.planning import REVISE_PLAN, SUBMIT_PLAN
from issues.pages.plans.page import HintsPart, PlanVersionPage, plan_page, plan_review_page
from issues.pages.plans.reading import difference
from issues.pages.plans.versions import plan_lines
from rectify.lib.numbers import whole
from rectify.lib.page import show
from rectify.lib.pages import acted, version_seen
from rectify.workflow.doors import act_by_page, by_page
from rectify.workflow.move import make

GENERAL = ("goal", "root_cause", "cause", "no_prevention")  # what is said of the plan beside its measures


def mine(request):
    """The issues the reader may see."""
    whole = ("round__office", "round__profile", "lead_unit", "feedback", "item")
    return Issue.objects.visible_to(request.user).select_related(*whole)


def plan(request, public_id):
    """The plan: written by the unit, changed by its principal while it is carried out, judged by the office, read by all."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if issue.status == Status.PLANNING and policies.unit(request.user, issue):
        return _write(request, issue)
    if issue.status == Status.RECTIFYING and policies.unit_principal(request.user, issue):
        return _revise(request, issue)
    if issue.status == Status.PLAN_REVIEW and policies.office(request.user, issue):
        return _review(request, issue)
    return redirect(f"{issue.get_absolute_url()}#measures")


def plan_version(request, public_id, version):
    """One version as it was handed in, and what is different in it from the one before, or from the one asked for."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    shown = get_object_or_404(issue.plans.select_related("submitted_by", "decided_by"), version=version)
    against = difference(issue, shown, request.GET.get("against", ""))
    return show(request, PlanVersionPage(issue, shown, plan_lines(issue), against))


def _write(request, issue):
    data, act = request.POST if request.method == "POST" else None, request.POST.get("act", "save")
    measures, whom = Measures(issue, data), {"obj": issue, "user": request.user}
    if data is not None and act not in ("save", "submit"):
        form = PlanDraftForm(initial=data.dict(), measures=measures.arranged(act), **whom)
        return _page(request, issue, form, form.table, version=version_seen(request))
    form = PlanDraftForm(data, measures=measures, initial={name: getattr(issue, name) for name in GENERAL}, **whom)
    if data is not None and not form.is_valid():
        return _page(request, issue, form, measures, version=version_seen(request))
    if not act_by_page(request, write_plan, form, issue=issue):
        return _page(request, issue, form, measures)
    if act == "save":
        messages.success(request, "方案已存为草稿，还没有报送。")
        return redirect("issues:plan", public_id=issue.public_id)
    return _hand_in(request, issue, form)


def _hand_in(request, issue, form):
    """报送 what has just been kept, and nothing else. After a no the page shows the rows as they were kept, with every
    reason."""
    move, key = SUBMIT_PLAN, request.POST.get("key", "")
    once = {"version": issue.version, "key": key and f"{key[:30]}-submit"}
    if acted(request, make, said=move.after(issue), form=form, move=move, obj=issue, **once):
        return redirect(issue)
    return _page(request, issue, form, Measures(issue)) if _stands(issue, move) else redirect(issue)


def _revise(request, issue):
    data, move = request.POST if request.method == "POST" else None, REVISE_PLAN
    measures, act = Measures(issue, data), request.POST.get("act", "submit")
    whom = {"move": move, "obj": issue, "user": request.user, "measures": measures}
    if data is not None and act != "submit":
        form = Revision(initial=data.dict(), **whom)
        return _page(request, issue, form, measures.arranged(act), revise=True, version=version_seen(request))
    form = Revision(data, **whom)
    if form.is_valid() and by_page(request, move, issue, form):
        return redirect(issue)
    return _page(request, issue, form, measures, revise=True) if _stands(issue, move) else redirect(issue)


def _stands(issue, move) -> bool:
    """Whether the issue is where the move begins: somebody may have been faster."""
    issue.refresh_from_db(fields=["status", "version", "plan_version"])
    return issue.status in move.sources


def _page(request, issue, form, measures, **how):
    return show(request, plan_page(issue, request.user, form, measures, **how))


def _review(request, issue):
    page = plan_review_page(issue, request.user)
    if page is None:
        raise Http404
    return show(request, page)


@require_POST
def hints(request, public_id):
    """What is vague in one measure as it stands in the form. Nothing is kept."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    form = Measures.one(issue, request.POST, whole(request.GET.get("at", ""), 99) or 0)
    return show(request, HintsPart(form.hints))
