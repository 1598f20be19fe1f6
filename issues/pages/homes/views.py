"""The first page: 工作台 for the office, 本单位 for a unit, elsewhere for leaders and administrators."""

from collections.abc import Callable

from django.shortcuts import redirect

from issues.pages.homes.office import office_home_page
from issues.pages.homes.page import NothingPage
from issues.pages.homes.unit import unit_home_page
from issues.setup import begun
from rectify.accounts.access import first_page
from rectify.accounts.roles import OFFICE_ROLES, WorksFor
from rectify.lib.addresses import address
from rectify.lib.page import show

HERE = "issues:home"
HOMES: dict[WorksFor, Callable] = {WorksFor.OFFICE: office_home_page, WorksFor.UNIT: unit_home_page}


def home(request):
    user, round_ = request.user, request.rounds.current
    if user.is_administrator and not begun.get():
        return redirect("issues:setup")
    if page := address(first_page(user)) if user.is_administrator else away(user):
        return redirect(page)
    if round_ is None:
        return (
            redirect("issues:setup")
            if user.holds(*OFFICE_ROLES)
            else show(request, NothingPage(has_post=bool(user.posts)))
        )
    works_for = user.roles[0].works_for if user.roles else None
    if works_for not in HOMES:
        return show(request, NothingPage(has_post=bool(user.posts)))
    workload = request.rounds.workload
    return show(request, HOMES[works_for](workload, round_, workload.views(here)))


def here(round_: str) -> str:
    """The first page with what waits in a round; in all where none is named."""
    return f"{address(HERE)}?round={round_}" if round_ else address(HERE)


def away(user) -> str:
    """The first page of who has neither desk: a leader's board, a reviewer's what waits for an opinion."""
    page = user.roles[0].home if user.roles else HERE
    return "" if page == HERE else address(page)
