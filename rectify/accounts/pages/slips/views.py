"""密码条: each of two kinds of administrator prints one half of a first password."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.access import only
from rectify.accounts.actions.slips import print_slips
from rectify.accounts.forms.staff import SlipsForm, newcomers
from rectify.accounts.pages.slips import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import ADMINISTRATORS
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.workflow.doors import tell

PRINTERS = only(*ADMINISTRATORS)


def mine(request: Request):
    """Who waits for a first password."""
    return newcomers(SlipsForm(user=request.user))


@PRINTERS
@require_safe
def slips(request: Request) -> HttpResponse:
    return show(request, pages.slips(mine(request), request.user))


@PRINTERS
@require_POST
@never_cache
def print_them(request: Request) -> HttpResponse:
    """The answer itself shows the slips: what stands on them is nowhere kept."""
    form = SlipsForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            made = print_slips(**form.given, by=request.user, key=request.POST.get("key", ""))
            return show(request, pages.printed(made, request.user))
        except Refused as refused:
            messages.error(request, refused.reasons[0])
    tell(request, form)
    return redirect("accounts:slips")
