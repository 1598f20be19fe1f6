"""Files of a visit: taken in by the same door as evidence, given out to whoever may know of the visit."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from issues import policies
from ledgers import tasks
from ledgers.actions import visit_files as actions
from ledgers.forms.visits import AboutVisitFile
from ledgers.models import Visit, VisitFile
from ledgers.pages.visits.page import record_form
from ledgers.pages.visits.page import visit as visit_page
from rectify.accounts.models import User
from rectify.accounts.request import Request, Uploading
from rectify.lib.addresses import stands_on
from rectify.lib.errors import Refused
from rectify.lib.filecheck import TextCheck
from rectify.lib.filekinds import KINDS, PICTURES
from rectify.lib.handing_out import handed_out
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.queueing import after_commit
from rectify.lib.reduced import THUMB, reduced
from rectify.lib.uploads import Receiver, alone, led_on, receives, told
from rectify.notices import alarms
from rectify.options.storage import NoRoom


def mine(request):
    """The files of visits the reader may know of."""
    return VisitFile.objects.visible_to(request.user).select_related("visit__issue__round__office", "uploaded_by")


def visit_of(request: Request, public_id: str) -> Visit:
    """The visit files are handed in to, for who goes; 404 for others, before a byte of the body is read."""
    seen = Visit.objects.visible_to(request.user).filter(visitors=request.user)
    return get_object_or_404(seen.select_related("issue__round__office"), public_id=public_id)


@require_POST
@receives(folder=actions.FOLDER, first=visit_of)
def upload(request, public_id):
    """Each file its own act; the script gets JSON, a plain form sentences above the page, and itself where a file was refused."""
    visit = visit_of(request, public_id)
    form = AboutVisitFile(request.POST, user=request.user, obj=visit)
    taken, faults = take(request, visit, form)
    if alone(request):
        return told(request.arrivals, taken, faults)
    if led_on(request, taken, faults):
        return redirect("ledgers:visit", public_id)
    return show(request, visit_page(request, visit, record_form(request.user, visit), about=form))


def take(request: Uploading, visit: Visit, form: AboutVisitFile) -> tuple[list[str], list[str]]:
    """What was taken, in words, and why the rest was not."""
    arrivals = request.arrivals
    faults = [str(unfit) for unfit in arrivals.refused]
    if faults:
        actions.turn_away(visit=visit, count=len(faults), by=request.user)
    if not arrivals.taken and not faults:
        faults.append("没有收到文件。请选文件；文件名很长的，请改短后再传")
    if not form.is_valid():
        return [], faults + [str(text) for texts in form.errors.values() for text in texts]
    taken, refused = attach_all(arrivals, visit, form.cleaned_data["note"], request.user)
    return taken, faults + refused


def attach_all(arrivals: Receiver, visit: Visit, note: str, by: User) -> tuple[list[str], list[str]]:
    """Each file its own act: what was taken, in words, and the reasons of those that were not."""
    taken, faults = [], []
    for file in arrivals.taken:
        try:
            facts: dict[str, Any] = {"stored": file.stored, "name": file.name, "kind": file.kind, "check": file.check}
            row = actions.attach(visit=visit, by=by, note=note, **facts)
        except Refused as refused:
            faults += refused.reasons
            if not isinstance(refused, NoRoom):  # else it waits with the form until there is room
                arrivals.settle(file)
        else:
            arrivals.keep(file)
            if row.text_check == TextCheck.WAITING:
                after_commit(tasks.check_visit_file, row.pk)
            taken.append(f"《{file.name}》已收到")
    return taken, faults


@require_safe
def file(request, public_id):
    stored = get_object_or_404(mine(request), public_id=public_id)
    if stored.is_blocked:
        messages.error(request, stored.blocked_words)
        return redirect("ledgers:visit", stored.visit.public_id)
    if not (may := policies.takes(request.user, stored)):
        messages.error(request, f"《{stored.name}》没有给出：{may.reason}")
        return redirect("ledgers:visit", stored.visit.public_id)
    if why := alarms.withheld(stored, by=request.user):
        messages.error(request, f"《{stored.name}》{why}")
        return redirect("ledgers:visit", stored.visit.public_id)
    if request.method == "GET":
        actions.read(file=stored, by=request.user)
    return handed_out(stored.path, stored.name, KINDS[stored.kind].media, inline=False)


@require_safe
def thumb(request, public_id):
    """A picture as small as it stands in the list: too small to be read, so nobody is noted for it."""
    stored = get_object_or_404(mine(request), public_id=public_id)
    shown = stored.kind in PICTURES and not stored.is_blocked
    path = reduced(stored.path, digest=stored.digest, most=THUMB) if shown else ""
    if not path:
        return redirect("ledgers:visit", stored.visit.public_id)
    return handed_out(path, stored.name, KINDS["jpg"].media, inline=True)


def page_of_visit(request: Request, public_id: str) -> str:
    return reverse("ledgers:visit", args=[get_object_or_404(mine(request), public_id=public_id).visit.public_id])


@stands_on(page_of_visit)
@require_POST
def withdraw(request, public_id):
    stored = get_object_or_404(mine(request), public_id=public_id)
    acted(request, actions.withdraw, file=stored, said=f"已撤下《{stored.name}》。文件和经过仍然留存")
    return redirect("ledgers:visit", stored.visit.public_id)
