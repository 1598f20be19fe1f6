"""办理规程: what a round adds to the short path, version by version; kept by the heads of offices."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from issues import policies
from issues import procedures as rules
from issues.actions.procedures import revise
from issues.forms.procedure import ProcedureForm, Steps
from issues.models import OPEN, Issue, Procedure, Round
from issues.pages.catalogues.views import crumb
from rectify.accounts.models import Unit
from rectify.lib.ids import new_id
from rectify.lib.pages import version_seen
from rectify.workflow.doors import act_by_page


def mine(request):
    """The procedures; only those who work in an office may look at them."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    return Procedure.objects.prefetch_related("steps__bodies")


def listing(request):
    """Every procedure in its current version: what it asks, how many rounds and issues go by it."""
    current = list(mine(request).filter(is_current=True).order_by("name", "code"))
    rounds = dict(Round.objects.run_by(request.user).values_list("procedure__code").annotate(Count("pk")).order_by())
    held = under_way(request.user)
    rows = [{"it": each, "steps": told(each), "rounds": rounds.get(each.code, 0),
             "issues": sum(n for (code, _), n in held.items() if code == each.code)} for each in current]  # fmt: skip
    short = {"rounds": rounds.get(None, 0), "issues": held.get((None, None), 0)}
    page = {"rows": rows, "none": short, "may": policies.keeps_catalogue(request.user), "crumb": crumb((TITLE, ""))}
    return render(request, "issues/procedures.html", page)


TITLE = "办理规程"


def procedure(request, public_id):
    """One version, step by step in words, and how many issues go by which version."""
    shown = get_object_or_404(mine(request), public_id=public_id)
    versions, held = list(mine(request).filter(code=shown.code).order_by("-version")), under_way(request.user)
    page = {
        "it": shown, "steps": told(shown), "may": policies.keeps_catalogue(request.user),
        "versions": [{"it": each, "issues": held.get((each.code, each.version), 0)} for each in versions],
        "rounds": list(Round.objects.run_by(request.user).filter(procedure__code=shown.code).select_related("procedure")),
        "current": next((each for each in versions if each.is_current), None),
        "crumb": crumb((TITLE, reverse("issues:procedures")), (str(shown), "")),
    }  # fmt: skip
    return render(request, "issues/procedure.html", page)


def edit(request, public_id=None):
    """The next version of a procedure, or a new one."""
    known = mine(request).filter(is_current=True)
    old = get_object_or_404(known, public_id=public_id) if public_id else None
    data, act = request.POST if request.method == "POST" else None, request.POST.get("act", "save")
    now = {"name": old.name, "note": old.note} if old else {}
    form, steps = ProcedureForm(data, user=request.user, obj=old, initial=now), Steps(old, data, user=request.user)
    if data is not None and act != "save":
        form, steps = ProcedureForm(user=request.user, initial=data.dict()), steps.arranged(act)
    elif data is not None and form.is_valid() & steps.is_valid() and kept(request, old, form, steps):
        return redirect("issues:procedures")
    return render(request, "issues/procedure_form.html", editor(request, old, form, steps))


def kept(request, old: Procedure | None, form: ProcedureForm, steps: Steps) -> bool:
    """Write it; what was seen is said so that nobody overwrites another's version."""
    seen = version_seen(request, "seen") if old else None
    done = act_by_page(request, revise, form, seen=seen, code=old.code if old else new_id(), steps=steps.rows)
    if done:
        messages.success(
            request, f"“{form.given['name']}”已存为新的一版。今后下发的问题按新版，已下发的仍按原来那一版办完。"
        )
    return done


def editor(request, old: Procedure | None, form: ProcedureForm, steps: Steps) -> dict:
    """What templates/issues/procedure_form.html takes."""
    held = under_way(request.user)
    path = [(TITLE, reverse("issues:procedures"))]
    path += [(str(old), reverse("issues:procedure", args=[old.public_id])), ("修改", "")] if old else [("新增", "")]
    return {
        "old": old, "form": form, "steps": steps, "crumb": crumb(*path), "may": policies.keeps_catalogue(request.user),
        "rounds": list(Round.objects.run_by(request.user).filter(procedure__code=old.code)) if old else [],
        "held": [(version, n) for (code, version), n in sorted(held.items(), key=str) if old and code == old.code],
    }  # fmt: skip


def told(procedure: Procedure) -> list[dict]:
    """The steps in words: what, for whom, how, by which rule."""
    return [
        {"gate": step.get_gate_display(), "whom": rules.whom(step), "said": rules.said(step), "rule": step.rule,
         "lines": step.lines}
        for step in procedure.steps.all()
    ]  # fmt: skip


def under_way(user) -> dict[tuple[str | None, int | None], int]:
    """How many open issues go by each version, by code and version; (None, None) is the short path. One statement."""
    rows = Issue.objects.visible_to(user).filter(Q(status__in=OPEN)).order_by()
    found = rows.values_list("procedure__code", "procedure__version").annotate(Count("pk"))
    return {(code, version): count for code, version, count in found}
