"""The first page: 工作台 for the office, 本单位 for a unit, elsewhere for leaders and administrators."""

from django.shortcuts import redirect, render

from issues.models import Issue
from issues.views.elsewhere import elsewhere
from issues.views.home_office import OfficeDesk
from issues.views.home_unit import UnitDesk
from issues.views.places import address
from rectify.accounts.access import first_page
from rectify.accounts.roles import OFFICE_ROLES, Side
from rectify.lib.dates import today

HERE = "issues:home"
DESKS = {Side.OFFICE: (OfficeDesk, "issues/home_office.html"), Side.UNIT: (UnitDesk, "issues/home_unit.html")}


def mine(request):
    """The issues of the chosen round that the reader may see: every part of the first page starts here."""
    return Issue.objects.visible_to(request.user).filter(round=request.rounds.current)


def home(request):
    user, round_ = request.user, request.rounds.current
    if page := address(first_page(user)) if user.is_administrator else away(user):
        return redirect(page)
    if round_ is None:
        return render(request, "issues/home_none.html", {"office": user.holds(*OFFICE_ROLES)})
    others = elsewhere(user, request.rounds.all, round_, today())
    side = user.roles[0].side if user.roles else None
    if side not in DESKS:
        return render(request, "issues/home_none.html", {})
    desk, template = DESKS[side]
    return render(request, template, {"desk": desk(user, round_, mine(request), today()), "elsewhere": others})


def away(user) -> str:
    """The first page of who has neither desk: a leader's board, a reviewer's what waits for an opinion."""
    page = user.roles[0].home if user.roles else HERE
    return "" if page == HERE else address(page)
