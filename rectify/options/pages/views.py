"""规则: options with their values, for all offices or for one; the system administrator's page."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.models import Unit
from rectify.accounts.roles import AccountKind
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.options import actions
from rectify.options.actions import ask_option
from rectify.options.forms import OptionForm
from rectify.options.pages import page as pages
from rectify.options.registry import Option, declared
from rectify.options.stored import option

ASKED = "已提出，等安全管理员确认；确认以前什么也没有变。"
KEEPER = only(AccountKind.SYSTEM_ADMIN)


def mine(request: HttpRequest) -> QuerySet[Unit]:
    """The offices whose options are kept here."""
    return Unit.objects.visible_to(request.user).active().filter(is_office=True)


def chosen(request: HttpRequest) -> Unit | None:
    """The office named in the address; None means all."""
    asked = request.GET.get("office")
    return get_object_or_404(mine(request), public_id=asked) if asked else None


def known(key: str) -> Option:
    try:
        return declared(key)
    except KeyError:
        raise Http404 from None


@KEEPER
def options(request: HttpRequest) -> HttpResponse:
    return show(request, pages.options(chosen(request), mine(request)))


@KEEPER
def edit(request: HttpRequest, key: str) -> HttpResponse:
    known_option, office = known(key), chosen(request)
    if office and not known_option.per_office:
        raise Http404
    form = OptionForm(request.POST or None, user=request.user, option=known_option, value=option(key, office))
    asked = {"key": key, "raw": request.POST.get("value", ""), "office": office}
    message = ASKED if known_option.guarded else f"已改“{known_option.title}”，半分钟内处处生效。"
    action: Callable[..., Any] = ask_option if known_option.guarded else actions.put
    if request.method == "POST" and form.is_valid() and acted(request, action, said=message, form=form, **asked):
        return redirect("accounts:changes" if known_option.guarded else pages.address(office))
    return show(request, pages.option(form, known_option, office))


@KEEPER
@require_POST
def reset(request: HttpRequest, key: str) -> HttpResponse:
    known_option, office = known(key), chosen(request)
    if known_option.guarded:
        acted(request, ask_option, said=ASKED, key=key, raw=None, office=office)
    else:
        acted(request, actions.reset, said=f"“{known_option.title}”已恢复原值。", key=key, office=office)
    return redirect(pages.address(office))
