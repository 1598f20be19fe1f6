"""单位: the tree, kept by the system administrator."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.actions import unit_changes as changes
from rectify.accounts.actions import units as actions
from rectify.accounts.filters import UnitFilter
from rectify.accounts.forms.units import MoveForm, UnitForm
from rectify.accounts.models import Unit, UnitRequest
from rectify.accounts.pages.units import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import UnitQuerySet
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

KEEPER = only(AccountKind.SYSTEM_ADMIN)
ASKED = "已提出，等安全管理员或有关负责人确认；确认以前什么也没有变。"
SWITCHES = {"stop": (changes.ask_stop, ASKED), "start": (actions.start, "已启用{name}。")}


def mine(request: Request) -> UnitQuerySet:
    return Unit.objects.visible_to(request.user).select_related("parent", "sector", "supervising_office")


@KEEPER
def units(request: Request) -> HttpResponse:
    """The whole tree in protocol order; a search gives a flat list."""
    asked = UnitFilter(request.GET, mine(request).annotate(below=Count("children")).order_by("order", "id"))
    return show(request, pages.units(asked, waiting=UnitRequest.objects.visible_to(request.user).waiting().count()))


@KEEPER
def unit(request: Request, public_id: str) -> HttpResponse:
    """One unit: where it stands, who holds posts there, what was changed."""
    unit = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.unit(unit, children=mine(request).filter(parent=unit)))


@KEEPER
def new(request: Request) -> HttpResponse:
    parent = mine(request).filter(public_id=request.GET.get("parent", "")).first()
    form = UnitForm(request.POST or None, user=request.user, initial={"parent": parent})
    if act_by_page(request, actions.create, form, said="已新增单位。"):
        return redirect("accounts:units")
    return show(request, pages.UnitFormPage(form=form, crumb=pages.crumb("新增单位")))


@KEEPER
def edit(request: Request, public_id: str) -> HttpResponse:
    unit = get_object_or_404(mine(request), public_id=public_id)
    form = UnitForm(request.POST or None, user=request.user, obj=unit)
    second = form.is_valid() and changes.needs_second(unit, form.given)
    action, message = (changes.ask_edit, ASKED) if second else (actions.edit, "已保存。")
    if act_by_page(request, action, form, said=message, unit=unit):
        return redirect("accounts:unit", public_id)
    return show(request, pages.UnitFormPage(form=form, unit=unit, crumb=pages.crumb("修改", unit)))


@KEEPER
def move(request: Request, public_id: str) -> HttpResponse:
    unit = get_object_or_404(mine(request), public_id=public_id)
    form = MoveForm(request.POST or None, user=request.user, obj=unit)
    if act_by_page(request, changes.ask_move, form, said=ASKED, unit=unit):
        return redirect("accounts:unit", public_id)
    return show(request, pages.unit_move(form, unit, below=mine(request).below(unit).count() - 1))


@KEEPER
@require_POST
def switch(request: Request, public_id: str) -> HttpResponse:
    unit = get_object_or_404(mine(request), public_id=public_id)
    if request.POST.get("act") in SWITCHES:
        action, message = SWITCHES[request.POST["act"]]
        acted(request, action, said=message.format(name=unit.name), unit=unit)
    return redirect("accounts:unit", public_id)
