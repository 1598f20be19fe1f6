"""A draft corrected, and the working wording of an issue."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues import policies
from issues.actions import issues as actions
from issues.actions.levels import set_level
from issues.forms.edit import DraftForm, LevelForm, WordingForm
from issues.models import Issue, Status
from issues.pages.issue.origin import origin
from issues.pages.wording.page import DraftPage, LevelPage, WordingPage
from rectify.lib.page import show
from rectify.lib.pages import version_seen
from rectify.workflow.doors import act_by_page


def mine(request):
    """The issues the reader may see."""
    whole = ("round__office", "lead_unit", "item", "feedback", "category")
    return Issue.objects.visible_to(request.user).select_related(*whole)


def edit(request, public_id):
    """Correct a draft. What was typed stays on the page when a rule or a colleague was in the way."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue):
        raise Http404
    if issue.status != Status.DRAFT:
        return redirect(issue)
    form = DraftForm(request.POST or None, user=request.user, obj=issue)
    if act_by_page(request, actions.edit, form, said="草稿已改。", issue=issue, version=version_seen(request)):
        return redirect(issue)
    return show(request, DraftPage(issue, form))


def reword(request, public_id):
    """Change the working wording, which the original stands beside for ever."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue):
        raise Http404
    initial = {"wording": issue.wording or issue.title}
    form = WordingForm(request.POST or None, user=request.user, obj=issue, initial=initial)
    message = "工作表述已改，原来的写法记在经过里。"
    if act_by_page(request, actions.reword, form, said=message, issue=issue):
        return redirect(issue)
    return show(request, WordingPage(issue, form, origin(issue)))


def level(request, public_id):
    """Change how far the issue goes; the head's alone."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office_head(request.user, issue):
        raise Http404
    form = LevelForm(request.POST or None, user=request.user, obj=issue, initial={"level": issue.confidentiality})
    if act_by_page(request, set_level, form, said="范围已调整，理由记在经过里。", issue=issue):
        return redirect(issue)
    return show(request, LevelPage(issue, form))
