"""日志: the whole trail, for the auditor alone. Others see the trail of an object on its own page."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.audit.actions import ask_proof, check_chain
from rectify.audit.filters import EventFilter
from rectify.audit.forms import ProofForm
from rectify.audit.models import Event
from rectify.audit.pages import page as pages
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page

AUDITOR = only(AccountKind.AUDITOR)


def mine(request: Request) -> QuerySet[Event]:
    return Event.objects.visible_to(request.user).select_related("by")


@AUDITOR
def events(request: Request) -> HttpResponse:
    return show(request, pages.events(request, EventFilter(request.GET, mine(request))))


@AUDITOR
def event(request: Request, number: int) -> HttpResponse:
    """One event with its facts and its place in the chain."""
    return show(request, pages.event(get_object_or_404(mine(request), number=number)))


@AUDITOR
@require_POST
def verify(request: Request) -> HttpResponse:
    return show(request, pages.proof(check_chain(by=request.user)))


@AUDITOR
def proof(request: Request) -> HttpResponse:
    """What the last proof of everything sealed found."""
    return show(request, pages.proving(request, ProofForm(user=request.user)))


@AUDITOR
@require_POST
def begin_proof(request: Request) -> HttpResponse:
    form = ProofForm(request.POST, user=request.user)
    if act_by_page(request, ask_proof, form, said="已开始，一分钟内由后台接着办。"):
        return redirect("audit:proof")
    return show(request, pages.proving(request, form))
