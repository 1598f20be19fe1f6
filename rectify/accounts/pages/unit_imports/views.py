"""导入单位: a workbook, what it would do, and 确认. Between the two the file waits; nothing is written before."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.access import only
from rectify.accounts.actions.tree import import_tree
from rectify.accounts.forms.units import FileForm
from rectify.accounts.models import Sector, Unit
from rectify.accounts.pages.units.page import in_tree
from rectify.accounts.roles import AccountKind
from rectify.accounts.tree import judge
from rectify.accounts.treefile import ReadRefused, read
from rectify.lib import filestore
from rectify.lib.blanks import Blank, Field, write_template
from rectify.lib.errors import Refused

KEEPER = only(AccountKind.SYSTEM_ADMIN)
WAITING = "unit_import"
SHOWN = 500
RULES = "空着的格不改；文件里没有的单位不动；同一份文件再传一次不会重复。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mine(request: HttpRequest):
    return Unit.objects.visible_to(request.user).select_related("parent", "sector", "supervising_office")


@KEEPER
def choose(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, files=request.FILES or None, user=request.user)
    if form.is_valid():
        file = form.cleaned_data["file"]
        forget(request)
        stored = filestore.keep(file.chunks(), folder="unit-import")
        request.session[WAITING] = {"path": stored.path, "name": file.name}
        return redirect("accounts:unit_import_check")
    return render(request, "accounts/unit_import.html", {"form": form})


@KEEPER
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Every row with its act and all its complaints."""
    rows = waiting(request)
    if rows is None:
        return redirect("accounts:unit_import")
    lines = judge(rows)
    bad = [line for line in lines if line.complaints]
    acts = {act: sum(line.act == act and not line.complaints for line in lines) for act in ("new", "change", "same")}
    order = {line.number: place for place, line in enumerate(bad)}
    shown = sorted(lines, key=lambda line: (line.number not in order, line.act == "same", line.number))[:SHOWN]
    context = {"lines": shown, "bad": bad, "acts": acts, "total": len(lines), "name": request.session[WAITING]["name"]}
    return render(request, "accounts/unit_import_check.html", context)


@KEEPER
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    rows = waiting(request)
    if rows is None:
        return redirect("accounts:unit_import")
    try:
        done = import_tree(rows=rows, source=request.session[WAITING]["name"][:100], by=request.user)
    except Refused:
        messages.error(request, "没有写入。下面几行要先改好，再传一次文件。")
        return redirect("accounts:unit_import_check")
    forget(request)
    messages.success(request, f"已写入：新增 {done.new} 家，修改 {done.changed} 家，{done.same} 家本来就一样。")
    return redirect("accounts:units")


@KEEPER
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    forget(request)
    return redirect("accounts:units")


def waiting(request: HttpRequest) -> list[dict] | None:
    """The rows of the file that waits; None, with the reason as a message, when there is none or it cannot be read."""
    try:
        return read(filestore.full_path(request.session[WAITING]["path"]))
    except KeyError:
        messages.info(request, "没有待核对的文件，请先选文件。")
    except ReadRefused as refused:
        messages.error(request, str(refused))
        forget(request)
    return None


def forget(request: HttpRequest) -> None:
    if WAITING in request.session:
        filestore.forget(request.session.pop(WAITING)["path"])


@KEEPER
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The tree as it stands, in the layout that the import reads: changed and sent back it updates."""
    out = BytesIO()
    write_template(out, Blank("单位名单", fields(), [RULES], listed(request)))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="单位名单.xlsx", content_type=XLSX)


def fields() -> list[Field]:
    return [
        Field("单位名称", 30, required=True, help="全称，系统按它认单位", example="市住房和城乡建设局"),
        Field("简称", 16, example="市住建局"),
        Field("上级单位", 30, help="上级的全称；不填：新单位放在最上级，已有的不动"),
        Field("排序", 8, kind="number", help="整数，小的在前；不填：新单位按行的先后排"),
        Field("板块", 12, choices=[sector.name for sector in Sector.objects.all()]),
        Field("督查单位", 30, help="由哪个督查办督查，写它的全称"),
        Field("是督查办", 10, choices=["是", "否"]),
        Field("别名", 30, help="几个之间用顿号隔开"),
    ]


def listed(request: HttpRequest) -> list[list]:
    rows = in_tree(list(mine(request).prefetch_related("aliases")))
    return [
        [
            unit.name,
            unit.short_name,
            unit.parent.name if unit.parent else "",
            unit.order,
            unit.sector.name if unit.sector else "",
            unit.supervising_office.name if unit.supervising_office else "",
            "是" if unit.is_office else "否",
            "、".join(alias.name for alias in unit.aliases.all()),
        ]
        for unit, _ in rows
    ]
