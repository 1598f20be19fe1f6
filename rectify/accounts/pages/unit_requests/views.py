"""等您新增的单位: what offices asked for, made, taken for a unit there is, or declined by the system administrator."""

from django.http import HttpResponse
from django.shortcuts import redirect

from rectify.accounts.access import only
from rectify.accounts.actions import unit_requests as actions
from rectify.accounts.forms.units import RequestsForm
from rectify.accounts.models import UnitRequest
from rectify.accounts.models.unit_request import UnitRequestQuerySet
from rectify.accounts.pages.unit_requests import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.lib.page import show
from rectify.lib.pages import acted

KEEPER = only(AccountKind.SYSTEM_ADMIN)


def mine(request: Request) -> UnitRequestQuerySet:
    return UnitRequest.objects.visible_to(request.user).select_related("office", "asked_by", "decided_by", "unit")


@KEEPER
def requests(request: Request) -> HttpResponse:
    """The waiting ones to tick, and what was decided of late."""
    rows = list(mine(request).waiting())
    offices = {row.office for row in rows}
    initial = {"parent": offices.pop().parent.public_id} if len(offices) == 1 and rows[0].office.parent_id else {}
    form = RequestsForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and decide(request, form):
        return redirect("accounts:unit_requests")
    return show(request, pages.requests(request, form, rows, mine(request)))


def decide(request: Request, form: RequestsForm) -> bool:
    """One of the three acts on what is ticked."""
    data = form.given
    rows, act = list(data["ids"]), request.POST.get("act")
    if act == "make":
        place = {"parent": data["parent"], "sector": data["sector"]}
        message = f"已新增 {len(rows)} 家，申请的人已得到通知。"
        return acted(request, actions.make, form=form, requests=rows, said=message, **place)
    if act == "same" and data["unit"]:
        message = f"{len(rows)} 个名字已记作{data['unit'].name}的别名。"
        return acted(request, actions.call_it, form=form, requests=rows, unit=data["unit"], said=message)
    if act == "decline":
        message = f"{len(rows)} 家没有新增，理由已告知申请的人。"
        return acted(request, actions.decline, form=form, requests=rows, reason=data["reason"], said=message)
    form.add_error("unit", "请选这些名字是哪家已有单位")
    return False
