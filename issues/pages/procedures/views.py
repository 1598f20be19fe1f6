"""办理规程: what a round adds to the short path, version by version; kept by the heads of offices."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from issues.actions.procedures import revise
from issues.forms.procedure import ProcedureForm, ProcedureSteps
from issues.models import Procedure
from issues.pages.procedures.page import procedure_form_page, procedure_page, procedures_page
from rectify.accounts.models import Unit
from rectify.lib.ids import new_id
from rectify.lib.page import show
from rectify.lib.pages import version_seen
from rectify.workflow.doors import act_by_page


def mine(request):
    """The procedures; only those who work in an office may look at them."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    return Procedure.objects.prefetch_related("steps__bodies")


def listing(request):
    """Every procedure in its current version."""
    return show(request, procedures_page(mine(request), request.user))


def procedure(request, public_id):
    """One version, and how many issues go by which version."""
    shown = get_object_or_404(mine(request), public_id=public_id)
    versions = list(mine(request).filter(code=shown.code).order_by("-version"))
    return show(request, procedure_page(shown, versions, request.user))


def edit(request, public_id=None):
    """The next version of a procedure, or a new one."""
    known = mine(request).filter(is_current=True)
    old = get_object_or_404(known, public_id=public_id) if public_id else None
    data, act = request.POST if request.method == "POST" else None, request.POST.get("act", "save")
    now = {"name": old.name, "note": old.note} if old else {}
    form, steps = (
        ProcedureForm(data, user=request.user, obj=old, initial=now),
        ProcedureSteps(old, data, user=request.user),
    )
    if data is not None and act != "save":
        form, steps = ProcedureForm(user=request.user, initial=data.dict()), steps.arranged(act)
    elif data is not None and form.is_valid() & steps.is_valid() and kept(request, old, form, steps):
        return redirect("issues:procedures")
    return show(request, procedure_form_page(old, form, steps, request.user))


def kept(request, old: Procedure | None, form: ProcedureForm, steps: ProcedureSteps) -> bool:
    """Write it; what was seen is said so that nobody overwrites another's version."""
    seen = version_seen(request, "seen") if old else None
    done = act_by_page(request, revise, form, seen=seen, code=old.code if old else new_id(), steps=steps.rows)
    if done:
        messages.success(
            request, f"“{form.given['name']}”已存为新的一版。今后下发的问题按新版，已下发的仍按原来那一版办完。"
        )
    return done
