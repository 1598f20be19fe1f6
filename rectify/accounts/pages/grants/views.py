"""授权: who holds which role at which unit, from when to when. The security administrator's work."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rectify.accounts.access import only
from rectify.accounts.actions import holdings as actions
from rectify.accounts.actions.people_changes import ask_grant
from rectify.accounts.filters import GrantFilter
from rectify.accounts.forms.people import EndForm, GrantForm
from rectify.accounts.models import Holding
from rectify.accounts.pages.grants import page as pages
from rectify.accounts.roles import AccountKind
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page

KEEPER = only(AccountKind.SECURITY_ADMIN)


def mine(request: HttpRequest) -> QuerySet[Holding]:
    return Holding.objects.visible_to(request.user).select_related("user", "unit")


@KEEPER
def grants(request: HttpRequest) -> HttpResponse:
    """All grants, by unit in protocol order or by person."""
    asked = GrantFilter(request.GET, mine(request), beside={"by": ["person"]})
    return show(request, pages.grants(request, asked))


@KEEPER
def new(request: HttpRequest) -> HttpResponse:
    initial = {"user": request.GET.get("person"), "unit": request.GET.get("unit")}
    form = GrantForm(request.POST or None, user=request.user, initial=initial)
    message = "已提出，等系统管理员或这家单位的负责人确认；确认以前什么也没有变。"
    if act_by_page(request, ask_grant, form, said=message):
        return redirect("accounts:changes")
    return show(request, pages.GrantPage(form=form))


@KEEPER
def end(request: HttpRequest, pk: int) -> HttpResponse:
    holding = get_object_or_404(mine(request), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, user=request.user, obj=holding)
    message = f"已收回{holding.user.name}的{holding.unit}{holding.get_role_display()}。"
    if act_by_page(request, actions.end, form, said=message, holding=holding):
        return redirect("accounts:user", holding.user.public_id)
    return show(request, pages.grant_end(form, holding))
