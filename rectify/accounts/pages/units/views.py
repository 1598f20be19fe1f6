"""单位: the tree, kept by the system administrator."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.actions import units as actions
from rectify.accounts.filters import UnitFilter
from rectify.accounts.forms.units import MoveForm, UnitForm
from rectify.accounts.models import Unit, UnitRequest
from rectify.accounts.pages.units.page import crumb, in_tree
from rectify.accounts.roles import AccountKind
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

KEEPER = only(AccountKind.SYSTEM_ADMIN)
SWITCHES = {"stop": (actions.stop, "已停用{name}。"), "start": (actions.start, "已启用{name}。")}
TRAIL = 20


def mine(request: HttpRequest) -> QuerySet[Unit]:
    return Unit.objects.visible_to(request.user).select_related("parent", "sector", "supervising_office")


@KEEPER
def units(request: HttpRequest) -> HttpResponse:
    """The whole tree in protocol order; a search gives a flat list."""
    asked = UnitFilter(request.GET, mine(request).annotate(below=Count("children")).order_by("order", "id"))
    found, flat = asked.understood(), bool({*asked.asked, *asked.wrong} - {"off"})
    rows = [(unit, 0) for unit in found] if flat else in_tree(list(found))
    context = {"asked": asked, "rows": rows, "flat": flat, "sectors": {unit.sector_id for unit, _ in rows}}
    waiting = UnitRequest.objects.visible_to(request.user).waiting().count()
    context["waiting"] = f"有 {waiting} 家等您新增。" if waiting else ""
    return render(request, "accounts/units.html", context)


@KEEPER
def unit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One unit: where it stands, who holds posts there, what was changed."""
    unit = get_object_or_404(mine(request), public_id=public_id)
    posts = unit.holdings.current().select_related("user").order_by("role", "id")
    events = Event.objects.about(unit).select_related("by").order_by("-number")[:TRAIL]
    entries = [{"at": e.at, "text": f"{e.by or '系统'}　{sentence(e)}", "note": e.note} for e in events]
    context = {"unit": unit, "posts": posts, "entries": entries, "aliases": unit.aliases.all()}
    return render(request, "accounts/unit.html", context | {"children": mine(request).filter(parent=unit)})


@KEEPER
def new(request: HttpRequest) -> HttpResponse:
    parent = mine(request).filter(public_id=request.GET.get("parent", "")).first()
    form = UnitForm(request.POST or None, user=request.user, initial={"parent": parent})
    if act_by_page(request, actions.create, form, said="已新增单位。"):
        return redirect("accounts:units")
    return render(request, "accounts/unit_form.html", {"form": form, "crumb": crumb("新增单位")})


@KEEPER
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    unit = get_object_or_404(mine(request), public_id=public_id)
    form = UnitForm(request.POST or None, user=request.user, obj=unit)
    if act_by_page(request, actions.edit, form, said="已保存。", unit=unit):
        return redirect("accounts:unit", public_id)
    return render(request, "accounts/unit_form.html", {"form": form, "unit": unit, "crumb": crumb("修改", unit)})


@KEEPER
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    unit = get_object_or_404(mine(request), public_id=public_id)
    form = MoveForm(request.POST or None, user=request.user, obj=unit)
    if act_by_page(request, actions.move, form, said="已移动。", unit=unit):
        return redirect("accounts:unit", public_id)
    below = mine(request).below(unit).count() - 1
    does = [
        f"{unit.name}{f'连同下属 {below} 家' if below else ''}换到新的上级下面",
        "原上级的联络员、主要负责人、分管领导不再看到它的问题，新上级的可以看到；从下一次打开页面起生效",
        "督查单位、板块、排序不变，需要时另行修改",
    ]
    return render(
        request, "accounts/unit_move.html", {"form": form, "unit": unit, "does": does, "crumb": crumb("移动", unit)}
    )


@KEEPER
@require_POST
def switch(request: HttpRequest, public_id: str) -> HttpResponse:
    unit = get_object_or_404(mine(request), public_id=public_id)
    if request.POST.get("act") in SWITCHES:
        action, said = SWITCHES[request.POST["act"]]
        acted(request, action, said=said.format(name=unit.name), unit=unit)
    return redirect("accounts:unit", public_id)
