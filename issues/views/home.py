"""The first page: 工作台 for the office, 本单位 for a unit, elsewhere for leaders and administrators."""

from django.shortcuts import redirect, render

from issues.models import Issue
from issues.views.elsewhere import elsewhere
from issues.views.home_office import OfficeDesk
from issues.views.home_unit import UnitDesk
from issues.views.places import address
from rectify.accounts.access import first_page
from rectify.accounts.roles import OFFICE_ROLES, UNIT_ROLES, Role
from rectify.lib.dates import today


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
    if user.holds(*OFFICE_ROLES):
        desk = OfficeDesk(user, round_, mine(request), today())
        return render(request, "issues/home_office.html", {"desk": desk, "elsewhere": others})
    if user.holds(*UNIT_ROLES):
        desk = UnitDesk(user, round_, mine(request), today())
        return render(request, "issues/home_unit.html", {"desk": desk, "elsewhere": others})
    return render(request, "issues/home_none.html", {})


def away(user) -> str:
    """A leader's first page is the board, a reviewer's what waits for an opinion."""
    if user.holds(*OFFICE_ROLES, *UNIT_ROLES):
        return ""
    if user.holds(Role.LEADER):
        return address("ledgers:board")
    return address("issues:opinions") if user.holds(Role.REVIEWER) else ""
