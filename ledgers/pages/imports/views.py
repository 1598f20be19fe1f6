"""导入台账: choose a file, look at what was read, answer, confirm. Nothing is written before 写入."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from issues.models import Category, Round, Scheme
from ledgers import tasks
from ledgers.actions import import_reading, import_undo, import_writing, imports
from ledgers.forms.imports import ColumnsForm, ImportAnswerForm, TakeForm, UploadForm
from ledgers.importing import template as blank
from ledgers.importing.names import Names
from ledgers.models import Batch
from ledgers.pages.imports import page as import_page
from ledgers.pages.imports.preview import Preview
from rectify.accounts.actions import unit_requests
from rectify.lib.errors import Refused
from rectify.lib.filestore import keep
from rectify.lib.gate import CONFIRM
from rectify.lib.numbers import whole
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.queueing import after_commit
from rectify.lib.sheets import XLSX

AT_ONCE_ROWS = 1000
Status = Batch.Status


def mine(request):
    """The imports of the offices the reader works in."""
    return Batch.objects.visible_to(request.user).select_related("round__office", "created_by", "unit", "written_by")


def mine_or_404(request, public_id) -> Batch:
    return get_object_or_404(mine(request), public_id=public_id)


def start(request):
    """Choose a file; the imports of the round so far."""
    round_ = get_object_or_404(Round.objects.run_by(request.user), pk=getattr(request.rounds.current, "pk", 0))
    initial = {"anchor": imports.default_anchor(round_)}
    form = UploadForm(request.POST or None, files=request.FILES or None, user=request.user, initial=initial)
    if form.is_valid() and (batch := taken(request, round_, form)):
        return redirect("ledgers:import_batch", batch.public_id)
    batches = mine(request).filter(round=round_)[:30]
    return show(request, import_page.start(form, round_, batches))


def taken(request, round_, form) -> Batch | None:
    """Keep the file and read it: a small one now, a big one by a worker."""
    file = form.cleaned_data["file"]
    stored = keep(file.chunks(), folder="imports")
    words = {"round_": round_, "stored": stored, "name": file.name, "unit": form.cleaned_data["unit"]}
    try:
        batch = imports.upload(**words, anchor=form.cleaned_data["anchor"], by=request.user)
    except Refused as refused:
        form.add_error(None, "；".join(refused.reasons))
        return None
    tasks.read_now_or_later(batch)
    return batch


def batch(request, public_id):
    """A batch as it stands: being read, refused, ready to be looked at, being written, written."""
    batch_read = mine_or_404(request, public_id)
    if batch_read.state == Status.READY:
        return show(request, Preview(batch_read, request).page())
    return show(request, import_page.batch(batch_read))


@require_GET
def progress(request, public_id):
    """The part of the page that asks every two seconds."""
    batch = mine_or_404(request, public_id)
    response = show(request, import_page.ProgressPart(progress=import_page.progress(batch)))
    if batch.state not in import_page.BUSY:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def answer(request, public_id):
    batch = mine_or_404(request, public_id)
    asked = batch.layout.get("questions", ())
    keys = {q["key"] for q in asked} | {own for q in asked for own, _, _ in q.get("each", ())}
    anchor = import_page.anchor(batch)
    form = ImportAnswerForm(
        request.POST, user=request.user, obj=batch, names=Names.for_user(request.user), keys=keys, anchor=anchor
    )
    if form.is_valid():
        answers = {form.cleaned_data["key"]: form.answer}
        acted(request, imports.answer, batch=batch, answers=answers, said=import_page.answered(form.answer))
    else:
        import_page.complain(request, form)
    return redirect(import_page.back(request, batch, "q"))


@require_POST
def ask_units(request, public_id):
    """Ask the system administrator for units that the workbook names and nobody knows: an office makes none itself."""
    batch = mine_or_404(request, public_id)
    asked = {
        q["value"] for q in batch.layout.get("questions", ()) if q["key"].startswith("unit:") and not q["answered"]
    }
    names = [name for name in request.POST.getlist("names") if name in asked]
    message = "已向系统管理员申请新增。办好后会通知您，回到这一页点“重新核对”；现在可以先答别的。"
    acted(request, unit_requests.ask, names=names, office=batch.round.office, said=message)
    return redirect(import_page.back(request, batch, "q"))


@require_POST
def check(request, public_id):
    """Look at all rows again, with the units there are now."""
    batch = mine_or_404(request, public_id)
    acted(request, imports.check, batch=batch, said="已按现在的单位库重新核对。")
    return redirect(import_page.back(request, batch, "q"))


@require_POST
def columns(request, public_id):
    """Read a sheet again under other columns."""
    batch = mine_or_404(request, public_id)
    sheet = next((s for s in batch.layout.get("sheets", ()) if s["name"] == request.POST.get("sheet")), None)
    form = ColumnsForm(request.POST, user=request.user, obj=batch, sheet=sheet or {"columns": []})
    if sheet and form.is_valid():
        words = {"sheet": sheet["name"], "mapping": form.mapping(), "anchor": form.cleaned_data["anchor"]}
        acted(request, imports.remap, batch=batch, **words, said="已按新的对列重读。答过的提问仍然算数。")
    else:
        import_page.complain(request, form)
    return redirect(import_page.back(request, batch, "c"))


@require_POST
def take(request, public_id):
    """Take a sheet, row or column that the reader passed over: the file is read again."""
    batch = mine_or_404(request, public_id)
    form = TakeForm(request.POST, user=request.user, obj=batch)
    if not form.is_valid():
        import_page.complain(request, form)
    elif acted(
        request, imports.take, batch=batch, **form.cleaned_data, said="已收下，整个文件重读了一遍；答过的提问仍然算数。"
    ):
        batch.refresh_from_db()
        if batch.state == Status.WAITING:
            tasks.read_now_or_later(batch)
    return redirect(import_page.back(request, batch, "p"))


@require_POST
def rows(request, public_id):
    """Leave the ticked rows out, or take them in again."""
    batch = mine_or_404(request, public_id)
    orders = [order for text in request.POST.getlist("ids") if (order := whole(text)) is not None]
    out = request.POST.get("act") == "leave"
    message = f"{len(orders)} 行{'不导入' if out else '恢复导入'}。"
    acted(
        request, imports.leave_out, batch=batch, orders=orders, out=out, said=message if orders else "没有勾选任何行。"
    )
    return redirect(import_page.back(request, batch, "rw"))


@require_POST
def confirm(request, public_id):
    """写入: few rows at once, many by a worker."""
    batch = mine_or_404(request, public_id)
    if acted(
        request,
        import_writing.confirm,
        batch=batch,
        seen=request.POST.get("seen", ""),
        sure=request.POST.get(CONFIRM) == "1",
    ):
        if batch.total <= AT_ONCE_ROWS:
            acted(request, import_writing.perform, batch=batch)
        else:
            after_commit(tasks.write_batch, batch.pk, request.user.pk)
    return redirect("ledgers:import_batch", batch.public_id)


@require_POST
def go_on(request, public_id):
    """Where no worker comes: do the waiting work here and now."""
    batch = mine_or_404(request, public_id)
    if batch.state == Status.WAITING:
        import_reading.read(batch=batch)
    elif batch.state == Status.WRITING:
        acted(request, import_writing.perform, batch=batch)
    return redirect("ledgers:import_batch", batch.public_id)


@require_POST
def drop(request, public_id):
    batch = mine_or_404(request, public_id)
    if acted(request, imports.drop, batch=batch, said=f"已放弃导入“{batch.name}”，什么都没有写入。"):
        return redirect("ledgers:import")
    return redirect("ledgers:import_batch", batch.public_id)


def undo(request, public_id):
    """Take a written batch back, on a page of its own."""
    batch = get_object_or_404(mine(request), public_id=public_id, state=Status.WRITTEN)
    message = f"已撤回“{batch.name}”，它新增的草稿都已删去，更新过的都已恢复原样。"
    if request.method == "POST" and acted(request, import_undo.undo, batch=batch, said=message):
        return redirect("ledgers:import")
    return show(request, import_page.undo(batch))


@require_GET
def complaints(request, public_id):
    """要改的行 as a workbook, to put the original right by."""
    batch = mine_or_404(request, public_id)
    response = HttpResponse(import_page.complaints(batch), content_type=XLSX)
    response["Content-Disposition"] = import_page.attachment(f"{batch.name.rsplit('.', 1)[0]}-要改的行.xlsx")
    return response


@require_GET
def template(request):
    get_object_or_404(Round.objects.run_by(request.user), pk=getattr(request.rounds.current, "pk", 0))
    present = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind=Scheme.Kind.CATALOGUE)
    out = BytesIO()
    blank.write(out, [category.name for category in present])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="巡察整改问题台账模板.xlsx", content_type=XLSX)
