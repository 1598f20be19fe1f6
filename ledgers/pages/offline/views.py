"""不联网: workbooks go out, come back signed, and are entered for their unit."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from issues.actions.exports import secrets
from issues.models import Round
from issues.pages.listing import secrets as secret_exports
from issues.pages.listing.secrets import SecretExportPage
from ledgers.actions import offline as actions
from ledgers.models import OfflineEntry, OfflineSheet
from ledgers.offline import sheets
from ledgers.pages.offline.arrivals import take_in
from ledgers.pages.offline.page import entry_page, offline_page
from rectify.accounts.models import Unit
from rectify.lib.addresses import stands_on
from rectify.lib.errors import Refused
from rectify.lib.filekinds import KINDS
from rectify.lib.handing_out import handed_out
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.receipts import took
from rectify.lib.sheets import XLSX
from rectify.lib.uploads import receives
from rectify.notices import alarms


def mine(request):
    """The signed sheets of the rounds that the reader's office runs."""
    whole = ("sheet__round__office", "sheet__unit", "uploaded_by", "entered_by")
    return OfflineEntry.objects.visible_to(request.user).select_related(*whole)


def round_of(request) -> Round | None:
    """The chosen round, where the reader's office runs it; 404 for who works in no office, before a byte of the body is read."""
    if not request.user.offices():
        raise Http404
    return Round.objects.run_by(request.user).filter(pk=getattr(request.rounds.current, "pk", 0)).first()


@receives(folder=actions.FOLDER, first=round_of)
def listing(request):
    """The units without network; by POST a sheet that came back."""
    round_ = round_of(request)
    of_round = mine(request).filter(sheet__round=round_)
    if request.method != "POST":
        return show(request, offline_page(round_, of_round))
    taken, errors = take_in(request)
    if taken is not None:
        return redirect("ledgers:offline_entry", taken.public_id)
    return show(request, offline_page(round_, of_round, errors))


@stands_on(lambda request, public_id: reverse("ledgers:offline"))
@require_POST
def workbook(request, public_id):
    """A workbook for one unit; where 工作秘密 would be in it, first the question how that goes out."""
    round_, back = round_of(request), reverse("ledgers:offline")
    if round_ is None:
        return redirect(back)
    unit = get_object_or_404(Unit.objects.filter(in_rounds__round=round_).distinct(), public_id=public_id)
    form = secret_exports.asking(request)
    count = secrets(sheets.issues_of(OfflineSheet(unit=unit, round=round_)))
    if count and not secret_exports.settled(request, form):
        return show(request, SecretExportPage(f"{unit}的工作簿", count, form, action=request.path, back=back))
    made, reason = list[OfflineSheet](), secret_exports.reason_of(request, form)

    def give_out(**given: Any) -> None:
        made.append(actions.give_out(unit=unit, round_=round_, reason=reason, **given))

    if not acted(request, give_out):
        return redirect(back)
    return written(made[0], answers=bool(reason))


def written(sheet: OfflineSheet, *, answers: bool) -> FileResponse:
    target = BytesIO()
    sheets.give_out(sheet, target, answers=answers)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{sheet.unit}不联网工作簿.xlsx", content_type=XLSX)


def entry(request, public_id):
    """A signed sheet beside what stands; by POST it is entered as chosen."""
    one = get_object_or_404(mine(request), public_id=public_id)
    if request.method != "POST":
        return show(request, entry_page(one, request.user, here=reverse("ledgers:offline")))
    choices = {name.removeprefix("use-"): value for name, value in request.POST.items() if name.startswith("use-")}
    try:
        done = actions.enter(entry=one, choices=choices, by=request.user)
    except Refused as refused:
        one.refresh_from_db()
        page = entry_page(one, request.user, here=reverse("ledgers:offline"), errors=refused.reasons, choices=choices)
        return show(request, page)
    took(request)
    counts = [sum(row["word"] == word for row in done.outcomes) for word in ("done", "refused")]
    messages.success(request, f"已代录{one.sheet.unit}：办成 {counts[0]} 项，没办成 {counts[1]} 项。逐项结果在下面。")
    return redirect("ledgers:offline_entry", public_id)


@require_POST
def drop(request, public_id):
    one = get_object_or_404(mine(request), public_id=public_id)
    acted(request, actions.drop, entry=one, said="已放弃，什么都没有写入。")
    return redirect("ledgers:offline")


@require_safe
def file(request, public_id, pk):
    """The workbook or what was signed, as it came; each time told in the trail."""
    one = get_object_or_404(mine(request), public_id=public_id)
    row = get_object_or_404(one.files.all(), pk=pk)
    if row.is_blocked or (why := alarms.withheld(row, by=request.user)):
        messages.error(request, row.blocked_words if row.is_blocked else f"《{row}》{why}")
        return redirect("ledgers:offline_entry", public_id)
    if request.method == "GET":
        actions.read_file(file=row, by=request.user)
    return handed_out(row.path, row.name, KINDS[row.kind].media)
