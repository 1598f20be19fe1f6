"""成效: the numbers of an issue's measures, two columns with two writers."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from issues import policies
from issues.actions import outcomes as actions
from issues.forms import outcomes as forms
from issues.models import Issue
from issues.plans.figures import told
from rectify.lib.pages import acted, form_key


def mine(request):
    """The issues the reader may see; their numbers are fetched through them."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")


def outcomes(request, public_id):
    """Declared by the unit, accepted by the office; read by all who see the issue."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    rows, act = forms.outcomes(issue), request.POST.get("act", "")
    may = writers(request.user, issue)
    data = {name: request.POST if act == name and may[name] else None for name in may}
    declare = forms.declare_forms(issue, rows, data["declare"], request.user) if may["declare"] else []
    accept = forms.accept_forms(rows, data["accept"], request.user) if may["accept"] else []
    if (data["declare"] is not None and declared(request, issue, declare)) or (
        data["accept"] is not None and accepted(request, issue, accept)
    ):
        return redirect(back(request, issue))
    return render(request, "issues/outcomes.html", page(issue, rows, declare, accept))


def writers(user, issue: Issue) -> dict[str, bool]:
    """Whether the reader writes the one column, or the other."""
    return {
        "declare": issue.status in actions.DECLARED_IN and bool(policies.contributor(user, issue)),
        "accept": issue.is_open and bool(issue.plan_version) and bool(policies.office_clerk(user, issue)),
    }


def declared(request, issue: Issue, found) -> bool:
    if faults(found):
        return False
    rows = [form.row for form in found if form.row]
    said = "已存单位申报的成效。认定数由督查办另填。"
    return acted(request, actions.declare, said=said, issue=issue, rows=rows, key=request.POST.get("key", ""))


def accepted(request, issue: Issue, found) -> bool:
    if faults(found):
        return False
    rows, key = [form.row for form in found], request.POST.get("key", "")
    return acted(request, actions.accept, said="已存监督认定的成效。", issue=issue, rows=rows, key=key)


def page(issue: Issue, rows, declare, accept) -> dict:
    by_row = {form.outcome.pk: form for form in accept}
    own = {form.outcome.pk: form for form in declare if form.outcome}
    table = [{"row": told(row), "accept": by_row.get(row.pk), "declare": own.get(row.pk)} for row in rows]
    new = [form for form in declare if form.outcome is None]
    return {"issue": issue, "table": table, "new": new, "accepts": bool(accept), "declares": bool(declare),
            "faults": faults([*declare, *accept]), "form": (declare or accept or [None])[0],
            "url": reverse("issues:outcomes", args=[issue.public_id]), "key": form_key()}  # fmt: skip


def accepting(issue: Issue, user) -> dict:
    """The same table for the page of the first review: the office's column beside the unit's, where there is any."""
    rows = forms.outcomes(issue)
    accept = forms.accept_forms(rows, None, user) if writers(user, issue)["accept"] else []
    return page(issue, rows, [], accept) if rows else {}


def faults(found) -> list[tuple[str, str]]:
    """(address of the field, sentence) of all forms, for the summary above."""
    return [
        (f"#{form[name].id_for_label}", f"{form[name].label}：{text}")
        for form in found
        if form.is_bound
        for name, texts in form.errors.items()
        for text in texts
    ]


def back(request, issue: Issue) -> str:
    """To the closure's review when it was accepted there, else to the numbers themselves."""
    if request.POST.get("next") == "review":
        return reverse("ledgers:review", args=[issue.public_id])
    return reverse("issues:outcomes", args=[issue.public_id])
