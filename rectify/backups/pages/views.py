from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.request import Request
from rectify.backups import actions
from rectify.backups.pages import page as pages
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.restored import restored


@require_safe
def backups(request: Request) -> HttpResponse:
    if not request.user.is_administrator:
        raise PermissionDenied
    return show(request, pages.backups(request.user))


@require_safe
def waiting(request: Request) -> HttpResponse:
    """Why nobody but the administrators comes in; the way on as soon as it is over."""
    state = restored()
    return show(request, pages.WaitingPage(state)) if state and state.closed else redirect("/")


@require_POST
def confirm(request: Request) -> HttpResponse:
    if not request.user.is_administrator:
        raise PermissionDenied
    try:
        over = actions.confirm(by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已恢复正常运行，通知照常发送。" if over else "已记下，还要另一类管理员确认。")
    return redirect("backups:backups")
