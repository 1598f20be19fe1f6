"""申请延期, and the answer to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from issues import policies
from issues.actions import extensions
from issues.forms.extension import ExtensionForm
from issues.models import Issue
from issues.pages.extensions.page import extend_page, extension_page
from issues.pages.issue.ways import EXTENDABLE
from issues.pages.moves.views import chosen_of
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page, by_page
from rectify.workflow.inputs import input_of


def mine(request):
    """The issues the reader may see; an application is fetched through its issue."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit", "category")


def extend(request, public_id):
    """申请延期, by the unit's principal."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if why := refused(issue, request.user):
        messages.warning(request, f"现在不能申请延期：{why}")
        return redirect(f"{issue.get_absolute_url()}#due")
    form = ExtensionForm(request.POST or None, user=request.user, obj=issue)
    message = "延期申请已报。等督查负责人决定，期间原期限仍然有效。"
    key = request.POST.get("key", "")
    if act_by_page(request, extensions.apply, form, said=message, issue=issue, key=key):
        return redirect(f"{issue.get_absolute_url()}#due")
    return show(request, extend_page(issue, form))


def refused(issue, user) -> str:
    """Why no extension can be asked for here; empty when it can."""
    if issue.status not in EXTENDABLE:
        return f"本件现在是“{issue.get_status_display()}”"
    return policies.unit_principal(user, issue).reason


def extension(request, public_id):
    """The application that waits: read by all who see the issue, decided or withdrawn by those who may."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    waiting = get_object_or_404(
        issue.extensions.select_related("reason", "applied_by", "consented_by").order_by("-id")[:1]
    )
    form = None
    if request.method == "POST":
        chosen = chosen_of(request, waiting)
        form = input_of(chosen)(request.POST, move=chosen, obj=waiting, user=request.user)
        if form.is_valid() and by_page(request, chosen, waiting, form):
            return redirect(f"{issue.get_absolute_url()}#due")
    note = request.POST.get("note", "")
    return show(request, extension_page(issue, waiting, request.user, form=form, note=note))
