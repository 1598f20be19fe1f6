"""代办（AB角）: one's own, under 我的资料; all of them, for the security administrator."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.actions import standins as actions
from rectify.accounts.forms.standins import StandInForm
from rectify.accounts.models import StandIn
from rectify.accounts.pages.standins import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.lib.page import show
from rectify.lib.pages import acted, count_up_to, form_key, keyset
from rectify.workflow.doors import act_by_page

SAID = "已登记。到了起始日，代办人下一次打开页面就能办您在同一单位的事；每一步都记“代您办理”。"


def mine(request: Request) -> QuerySet[StandIn]:
    return StandIn.objects.visible_to(request.user).select_related("absent", "deputy", "ended_by")


def own(request: Request) -> HttpResponse:
    """Who stands in for me and for whom I do; naming a deputy. An administrator has no duties that could be lent."""
    form = None
    if not request.user.is_administrator:
        form = StandInForm(request.POST or None, user=request.user)
        if act_by_page(request, actions.name_deputy, form, said=SAID, key=request.POST.get("key", "")):
            return redirect("accounts:standins")
    rows = [pages.line(standin) for standin in mine(request)[:50]]
    return show(request, pages.StandInsPage(form=form, rows=rows, key=form_key()))


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    standin = get_object_or_404(mine(request), pk=pk)
    message = f"{standin.deputy.name}代{standin.absent.name}办理已经结束，下一次打开页面就看不到了。"
    acted(request, actions.end_now, said=message, standin=standin)
    return redirect("accounts:standins_all" if request.user.is_administrator else "accounts:standins")


@only(AccountKind.SECURITY_ADMIN)
def everybody(request: Request) -> HttpResponse:
    """All stand-ins, newest first."""
    page = keyset(mine(request), fields=("-pk",), request=request)
    rows = [pages.line(standin) for standin in page.rows]
    return show(request, pages.AllStandInsPage(rows=rows, page=page, total=count_up_to(mine(request))[1]))
