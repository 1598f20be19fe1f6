from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from issues import policies
from issues.actions import issues as actions
from issues.forms.edit import DraftForm, WordingForm
from issues.models import Feedback, Issue, Status
from issues.views import sheet
from rectify.accounts.models import Unit
from rectify.lib.pages import acted, form_key, version_seen


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
    form, row = draft_form(request, issue), get_object_or_404(mine(request), public_id=public_id)
    if form.is_valid() and acted(
        request, actions.edit, said="草稿已改。", form=form, issue=row,
        version=version_seen(request), shares=form.shares, **form.changes
    ):  # fmt: skip
        return redirect(issue)
    return render(request, "issues/edit.html", {"issue": issue, "form": form, "key": form_key()})


def draft_form(request, issue) -> DraftForm:
    units = Unit.objects.visible_to(request.user).active().exclude(is_office=True)
    feedbacks = Feedback.objects.visible_to(request.user).filter(round=issue.round_id).current()
    return DraftForm(request.POST or None, instance=issue, units=units, feedbacks=feedbacks)


def reword(request, public_id):
    """Change the working wording, which the original stands beside for ever."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.office(request.user, issue):
        raise Http404
    form = WordingForm(request.POST or None, initial={"wording": issue.wording or issue.title})
    said = "工作表述已改，原来的写法记在经过里。"
    if form.is_valid() and acted(request, actions.reword, said=said, form=form, issue=issue, **form.cleaned_data):
        return redirect(issue)
    return render(request, "issues/reword.html", {"issue": issue, "form": form, "origin": sheet.origin(issue)})
