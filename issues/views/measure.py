"""The page of one measure: its steps, what it answers besides its own issue."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from issues.actions import links, milestones
from issues.models import Issue, MeasureLink
from issues.views import measure_page
from rectify.lib.dates import read_date, today
from rectify.lib.numbers import whole
from rectify.lib.pages import acted


def mine(request):
    """The issues the reader may see; a measure is fetched through its issue."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")


def found(request, public_id, measure_id):
    """The measure, with its issue, or 404."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    measure = get_object_or_404(issue.measures.all(), public_id=measure_id)
    measure.issue = issue
    return measure


@require_GET
def measure(request, public_id, measure_id):
    one = found(request, public_id, measure_id)
    return render(request, "issues/measure.html", measure_page.context(one.issue, one, request.user))


@require_POST
def reach(request, public_id, measure_id):
    """One step was reached."""
    one = found(request, public_id, measure_id)
    step = get_object_or_404(one.milestones.select_related("measure__issue"), public_id=request.POST.get("step", ""))
    on = read_date(request.POST.get("on", "")) or today()
    said = f"节点“{step.text}”已报到达。"
    sent = {"note": request.POST.get("note", ""), "key": request.POST.get("key", "")}
    acted(request, milestones.reach, said=said, milestone=step, on=on, **sent)
    return redirect("issues:measure", public_id=public_id, measure_id=measure_id)


@require_POST
def link(request, public_id, measure_id):
    """The measure answers one more issue."""
    one = found(request, public_id, measure_id)
    other = mine(request).filter(public_id=request.POST.get("issue", "")).first()
    if other is None:
        raise Http404
    said = f"这条措施也整改 {other.number}，那一件的页上看得到它的进展和佐证。"
    acted(request, links.link, said=said, measure=one, issue=other, note=request.POST.get("note", ""))
    return redirect("issues:measure", public_id=public_id, measure_id=measure_id)


@require_POST
def unlink(request, public_id, measure_id):
    """The measure answers an issue no longer."""
    one = found(request, public_id, measure_id)
    standing = MeasureLink.objects.visible_to(request.user).standing().filter(measure=one)
    row = get_object_or_404(standing, pk=whole(request.POST.get("link", "")))
    acted(request, links.unlink, said="联动已解除。", link=row, note=request.POST.get("note", ""))
    return redirect("issues:measure", public_id=public_id, measure_id=measure_id)
