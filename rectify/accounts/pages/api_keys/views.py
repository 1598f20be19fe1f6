"""接口密钥: asked for by the system administrator, granted by the security administrator, a half from each; and 接口说明."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.access import only
from rectify.accounts.actions import api_keys as actions
from rectify.accounts.forms.api_keys import AskKeyForm, RefuseKeyForm
from rectify.accounts.machines import beginning
from rectify.accounts.models import ApiKey
from rectify.accounts.pages.api_keys import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

ASKER, GRANTER = only(AccountKind.SYSTEM_ADMIN), only(AccountKind.SECURITY_ADMIN)
BOTH = only(AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
ASKED = "已申请。等安全管理员同意；同意以后您来领前一半，后一半由他交给对方。"


def mine(request: Request) -> QuerySet[ApiKey]:
    return ApiKey.objects.visible_to(request.user).select_related("unit", "asked_by", "decided_by")


@BOTH
@require_safe
def api_keys(request: Request) -> HttpResponse:
    return show(request, pages.api_keys(mine(request).annotate(untold=Sum("uses__calls"))[:200], request.user))


@ASKER
def ask(request: Request) -> HttpResponse:
    form = AskKeyForm(request.POST or None, user=request.user)
    if act_by_page(request, actions.ask, form, said=ASKED):
        return redirect("accounts:api_keys")
    return show(request, pages.ask(form))


@BOTH
@require_safe
def api_key(request: Request, public_id: str) -> HttpResponse:
    key = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.api_key(key, request.user))


@GRANTER
@require_POST
@never_cache
def grant(request: Request, public_id: str) -> HttpResponse:
    return once(request, public_id, actions.grant, first=False)


@ASKER
@require_POST
@never_cache
def collect(request: Request, public_id: str) -> HttpResponse:
    return once(request, public_id, actions.collect, first=True)


def once(request: Request, public_id: str, action: Callable[..., str], *, first: bool) -> HttpResponse:
    """The answer itself shows the half: it is nowhere kept, so there is no page to come back to."""
    key = get_object_or_404(mine(request), public_id=public_id)
    try:
        half = action(key=key, by=request.user, form_key=request.POST.get("key", ""))
    except Refused as refused:
        messages.error(request, refused.reasons[0])
        return redirect("accounts:api_key", public_id)
    return show(request, pages.HalfKeyPage(key, beginning(key, half) if first else half, first))


@GRANTER
@require_POST
def decline(request: Request, public_id: str) -> HttpResponse:
    key = get_object_or_404(mine(request), public_id=public_id)
    form = RefuseKeyForm(request.POST, user=request.user, obj=key)
    if act_by_page(request, actions.decline, form, said="没有同意，理由已告知系统管理员。", key=key):
        return redirect("accounts:api_keys")
    return show(request, pages.api_key(key, request.user, form))


@BOTH
@require_POST
def end(request: Request, public_id: str) -> HttpResponse:
    key = get_object_or_404(mine(request), public_id=public_id)
    acted(request, actions.end, said=f"已停用{key.name}的密钥，它下一次调用就被拒。", key=key)
    return redirect("accounts:api_key", public_id)


@require_safe
def guide(request: Request) -> HttpResponse:
    """接口说明: for everybody who is here, since it says nothing of what there is."""
    return show(request, pages.guide())
