"""The first page: 工作台 for the office, 本单位 for a unit, elsewhere for leaders and administrators."""

from collections.abc import Callable

from django.shortcuts import redirect

from issues.models import Issue
from issues.pages.homes.elsewhere import elsewhere
from issues.pages.homes.office import office_home_page
from issues.pages.homes.page import NothingPage
from issues.pages.homes.unit import unit_home_page
from issues.setup import begun
from rectify.accounts.access import first_page
from rectify.accounts.roles import OFFICE_ROLES, WorksFor
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.lib.page import show

HERE = "issues:home"
HOMES: dict[WorksFor, Callable] = {WorksFor.OFFICE: office_home_page, WorksFor.UNIT: unit_home_page}


def mine(request):
    """The issues of the chosen round that the reader may see: every part of the first page starts here."""
    return Issue.objects.visible_to(request.user).filter(round=request.rounds.current)


def home(request):
    user, round_ = request.user, request.rounds.current
    if user.is_administrator and not begun.get():
        return redirect("issues:setup")
    if page := address(first_page(user)) if user.is_administrator else away(user):
        return redirect(page)
    if round_ is None:
        return redirect("issues:setup") if user.holds(*OFFICE_ROLES) else show(request, NothingPage())
    works_for = user.roles[0].works_for if user.roles else None
    if works_for not in HOMES:
        return show(request, NothingPage())
    others = elsewhere(user, request.rounds.all, round_, today())
    return show(request, HOMES[works_for](user, round_, mine(request), others))


def away(user) -> str:
    """The first page of who has neither desk: a leader's board, a reviewer's what waits for an opinion."""
    page = user.roles[0].home if user.roles else HERE
    return "" if page == HERE else address(page)
