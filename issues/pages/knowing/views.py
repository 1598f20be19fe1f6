"""知悉范围: restricted, released, people named and taken off by the head."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues import policies
from issues.actions import knowing as actions
from issues.forms.knowing import NameForm, ReasonForm, RestrictForm
from issues.models import Issue, Knower
from issues.pages.knowing.page import KnowingEndPage, knowing_page
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page


def issue_of(request, public_id: str) -> Issue:
    """The issue, for a head of its office; for anybody else there is no such page."""
    mine = Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")
    issue = get_object_or_404(mine, public_id=public_id)
    if not policies.office_head(request.user, issue):
        raise Http404
    return issue


def knowing(request, public_id):
    """Who may read it; restricted first, then named one by one."""
    issue = issue_of(request, public_id)
    form = (NameForm if issue.restricted else RestrictForm)(request.POST or None, user=request.user, obj=issue)
    act = actions.name if issue.restricted else actions.restrict
    message = "已列入知悉范围。" if issue.restricted else "已限定知悉范围。请把承办的人逐个列入。"
    if act_by_page(request, act, form, said=message, issue=issue):
        return redirect("issues:knowing", public_id)
    return show(request, knowing_page(issue, form))


def release(request, public_id):
    """The restriction released, with a reason."""
    issue = issue_of(request, public_id)
    form = ReasonForm(request.POST or None, user=request.user, obj=issue)
    if act_by_page(request, actions.release, form, said="已解除限定；范围仍是工作秘密，可另行调整。", issue=issue):
        return redirect(issue)
    return show(request, KnowingEndPage(issue, None, form))


def unname(request, public_id):
    """One person taken off, with a reason."""
    knower = get_object_or_404(
        Knower.objects.visible_to(request.user).select_related("issue__round__office", "issue__lead_unit", "person"),
        public_id=public_id,
    )
    issue = issue_of(request, knower.issue.public_id)
    form = ReasonForm(request.POST or None, user=request.user, obj=issue)
    if act_by_page(request, actions.unname, form, said=f"已把{knower.person.name}撤下。", knower=knower):
        return redirect("issues:knowing", issue.public_id)
    return show(request, KnowingEndPage(issue, knower, form))
