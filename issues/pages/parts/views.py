"""拆分一件: the parts of a compound issue are drawn up here, beside the sentences that none of them holds yet."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues import policies
from issues.actions import issues as drafts
from issues.actions import parts as actions
from issues.forms.parts import PartForm
from issues.models import Issue, Status
from issues.pages.parts.page import covered, drawn, parts_page
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page


def mine(request):
    """The issues the reader may see; only the office that runs the round finds the page."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "round__profile", "lead_unit")


def parts(request, public_id):
    """The parts drawn up so far, what of the wording is in none of them, and a form for the next one."""
    issue = of_office(request, public_id)
    if issue.status not in actions.SPLITTABLE:
        return redirect(issue)
    rows, lines = drawn(issue), covered(issue)
    form = PartForm(request.POST or None, user=request.user, obj=issue, lines=lines)
    message = "这一件已拟为草稿。拟齐后由督查负责人一次拆分、下发。"
    sent = {"issue": issue, "key": request.POST.get("key", ""), "said": message}
    if act_by_page(request, actions.draft_part, form, **sent):
        return redirect("issues:parts", public_id)
    return show(request, parts_page(issue, request.user, rows=rows, lines=lines, form=form))


@require_POST
def drop(request, public_id, part_id):
    """Take back a part that is still a draft."""
    issue = of_office(request, public_id)
    part = get_object_or_404(mine(request).filter(split_from=issue, status=Status.DRAFT), public_id=part_id)
    acted(request, drafts.drop, issue=part, said=f"{part.number} 已删去，原文的这几句又空出来了。")
    return redirect("issues:parts", public_id)


def of_office(request, public_id: str) -> Issue:
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue):
        raise Http404
    return issue
