"""The page of one measure: its steps, what it answers besides its own issue."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from issues.actions import links, milestones
from issues.forms.links import LinkForm, UnlinkForm
from issues.forms.milestones import ReachForm
from issues.models import Issue
from issues.pages.measures.page import measure_page
from rectify.lib.page import show
from rectify.workflow.doors import act_in_passing


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
    return show(request, measure_page(one.issue, one, request.user))


@require_POST
def reach(request, public_id, measure_id):
    """One step was reached."""
    one = found(request, public_id, measure_id)
    form = ReachForm(request.POST, user=request.user, obj=one)
    message = f"节点“{form.cleaned_data['step'].text}”已报到达。" if form.is_valid() else ""
    act_in_passing(request, milestones.reach, form, said=message, key=request.POST.get("key", ""))
    return redirect("issues:measure", public_id=public_id, measure_id=measure_id)


@require_POST
def link(request, public_id, measure_id):
    """The measure answers one more issue."""
    one = found(request, public_id, measure_id)
    form = LinkForm(request.POST, user=request.user, obj=one)
    number = form.cleaned_data["issue"].number if form.is_valid() else ""
    message = f"这条措施也整改 {number}，那一件的页上看得到它的进展和佐证。"
    act_in_passing(request, links.link, form, said=message, measure=one)
    return redirect("issues:measure", public_id=public_id, measure_id=measure_id)


@require_POST
def unlink(request, public_id, measure_id):
    """The measure answers an issue no longer."""
    one = found(request, public_id, measure_id)
    form = UnlinkForm(request.POST, user=request.user, obj=one)
    act_in_passing(request, links.unlink, form, said="联动已解除。")
    return redirect("issues:measure", public_id=public_id, measure_id=measure_id)
