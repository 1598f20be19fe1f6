"""制度建设: the rules that came of one issue."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues.actions import regulations as actions
from issues.forms.regulations import CheckForm, RegulationForm
from issues.models import Issue
from issues.pages.regulations.page import regulations_page
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page


def mine(request):
    """The issues the reader may see; their rules are fetched through them."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")


def regulations(request, public_id):
    """Written by the unit, accepted by the office, read by all who see the issue."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    act = request.POST.get("act", "")
    form = RegulationForm(request.POST if act == "add" else None, user=request.user, obj=issue)
    if act == "accept":
        accepted(request, issue)
        return redirect("issues:regulations", public_id=public_id)
    if act and act != "add":
        raise Http404
    sent = {"issue": issue, "key": request.POST.get("key", "")}
    message = "已录入。认定由督查办另办。"
    if act and act_by_page(request, actions.add, form, said=message, **sent):
        return redirect("issues:regulations", public_id=public_id)
    return show(request, regulations_page(issue, form, request.user))


def moved(request, public_id):
    """Where the page was until its word was mended: what was kept of it arrives, and what its form sends is not lost."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    return redirect("issues:regulations", public_id=issue.public_id, permanent=True, preserve_request=True)


def accepted(request, issue: Issue) -> bool:
    """The office's word on the one named in the form."""
    row = get_object_or_404(issue.regulations.all(), public_id=request.POST.get("regulation", ""))
    form = CheckForm(request.POST, user=request.user, obj=row)
    sent = form.given if form.is_valid() else {}
    key = request.POST.get("key", "")
    return acted(request, actions.accept, said="已认定。", regulation=row, key=key, **sent)
