"""现场核查、回头看: planning who goes, the form that is filled in on the spot, the record and what follows from it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.models import Issue
from ledgers import policies
from ledgers.actions import visits as actions
from ledgers.forms.visits import PlanForm
from ledgers.models import Closure, Draw, Visit
from ledgers.pages.visits import page as pages
from ledgers.visitors import may_go
from rectify.lib.page import show
from rectify.lib.pages import acted, form_key
from rectify.lib.ticks import tell_left, ticked
from rectify.workflow.doors import act_by_page

MOST = 200
Kind = Visit.Kind


def mine(request):
    """The visits the reader may know of: one that is ahead only by the office and by who goes."""
    return Visit.objects.visible_to(request.user).select_related(
        "issue__round__office",
        "issue__round__profile",
        "issue__lead_unit",
        "issue__category",
        "closure",
        "draw",
        "planned_by",
        "recorded_by",
    )


def plan(request):
    """One visit or many: the same people on the same day, each issue its own act and its own answer."""
    closures, kind = asked(request)
    draw = drawn(request)
    if not closures:
        messages.warning(request, "没有可安排的：请先勾选；已经重开或还没有申请的不在其中。")
        return redirect("ledgers:look_backs")
    people = may_go(closures, kind)
    sent = request.POST if request.POST.get("step") == "plan" else None
    form = PlanForm(sent, user=request.user, people=people, initial={"kind": kind, "key": form_key()})
    if form.is_valid() and (answer := planned(request, closures, form, draw)):
        return answer
    return show(request, pages.visit_plan(form, closures, Kind(kind), draw))


def planned(request, closures: list[Closure], form: PlanForm, draw: Draw | None):
    """Each with its answer; one alone leads to its visit, or to None where the form has more to say."""
    words = form.given
    if len(closures) == 1:
        message = "已安排。单位看不到安排。"
        if not act_by_page(request, actions.plan, form, closure=closures[0], draw=draw, said=message):
            return None
        return redirect("ledgers:visit", closures[0].visits.filter(kind=words["kind"]).latest("pk").public_id)
    key = words.pop("key")
    results = actions.plan_each(closures=closures, by=request.user, draw=draw, key_of=key, **words)
    done = sum(visit is not None for _, visit, _ in results)
    return show(request, pages.VisitPlannedPage(results=results, done=done, left=len(results) - done, draw=draw))


def asked(request) -> tuple[list[Closure], str]:
    """The closures that the ticked issues stand on, for an office that may plan; and which kind of visit."""
    source = request.POST if request.method == "POST" else request.GET
    kind = source.get("kind") if source.get("kind") in Kind.values else Kind.LOOK_BACK
    ids, ours = ticked(request, most=MOST), Issue.objects.visible_to(request.user)
    issues = ours.filter(public_id__in=ids, round__office__in=request.user.offices())
    rows = Closure.objects.filter(issue__in=issues, outcome=actions.OUTCOME[Kind(kind)])
    closures = list(rows.select_related(*pages.NEEDED).order_by("issue__number"))
    tell_left(request, ids, len(closures))
    return closures, kind


def drawn(request) -> Draw | None:
    """The draw that the visits come from, where one is named."""
    name = request.POST.get("draw") or request.GET.get("draw") or ""
    return Draw.objects.visible_to(request.user).filter(public_id=name, drawn_at__isnull=False).first()


def visit(request, public_id):
    """Ahead: the facts, and the form for who goes. Recorded: the record, and what follows."""
    one = get_object_or_404(mine(request), public_id=public_id)
    form = pages.record_form(request.user, one, request.POST)
    if form is not None:
        if act_by_page(request, actions.record_visit, form, visit=one, said=pages.recorded(one)):
            return redirect("ledgers:visit", public_id)
        one.refresh_from_db()
    return show(request, pages.visit(request, one, form))


def printed(request, public_id):
    """The form on paper: blank while the visit is ahead, filled when it has been."""
    one = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.visit_print(one))


@require_POST
def call_off(request, public_id):
    one = get_object_or_404(mine(request), public_id=public_id)
    if acted(request, actions.call_off, visit=one, said=f"已取消安排的{one.get_kind_display()}。"):
        return redirect(one.issue)
    return redirect("ledgers:visit", public_id)


def look_back(request, public_id):
    """Where an issue's look back stands: the visit under way, the last one made, or a new one to be planned."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user), public_id=public_id)
    made = mine(request).filter(issue=issue, kind=Kind.LOOK_BACK, closure__outcome=Closure.Outcome.APPROVED)
    latest = made.filter(recorded_at=None).first() or made.order_by("on", "pk").last()
    if latest is None and not policies.office(request.user, issue):
        raise Http404
    if latest is None or not latest.recorded_at or pages.settles(latest):
        return redirect("ledgers:visit", latest.public_id) if latest else redirect(pages.plan_url([issue]))
    return redirect(pages.plan_url([issue]))
