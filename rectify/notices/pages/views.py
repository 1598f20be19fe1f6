from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.notices import actions
from rectify.notices.models import Mailing, Notice
from rectify.notices.pages import page as pages


def mine(request):
    """One's own notices: every page about notices starts here."""
    return Notice.objects.visible_to(request.user)


def mailings(request):
    """One's own mailings; those of all for the system administrator."""
    return Mailing.objects.visible_to(request.user)


@require_safe
def inbox(request: Request) -> HttpResponse:
    return show(request, pages.inbox(request, mine(request), mailings(request)))


@require_POST
def open_one(request: Request, pk: int) -> HttpResponse:
    """Mark as read and go where it leads; a link of ours only."""
    notice = get_object_or_404(mine(request), pk=pk)
    actions.read(notices=[notice], by=request.user)
    safe = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and safe else "notices:inbox")


@require_POST
def read_all(request: Request) -> HttpResponse:
    actions.read_all(by=request.user)
    return redirect("notices:inbox")


@require_safe
def sending(request: Request) -> HttpResponse:
    """What was sent and what was given up, for the system administrator: numbers and errors, no content."""
    if request.user.kind != AccountKind.SYSTEM_ADMIN:
        raise PermissionDenied
    return show(request, pages.sending(request, mailings(request).select_related("to")))


@require_POST
def send_again(request: Request, pk: int) -> HttpResponse:
    mailing = get_object_or_404(mailings(request), pk=pk)
    acted(request, actions.send_again, mailing=mailing, said="已排入重发，下一分钟再试")
    return redirect("notices:sending" if request.user.kind == AccountKind.SYSTEM_ADMIN else "notices:inbox")
