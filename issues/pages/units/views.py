"""A unit's responsibility; and the units whose posts are empty."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from issues.models import Issue
from issues.pages.units.page import unit_duty_page
from issues.pages.units.unstaffed import unstaffed_page
from rectify.accounts.models import Unit
from rectify.lib.page import show


def mine(request) -> QuerySet[Unit]:
    """The units of business readers; an administrator reads units elsewhere, without the work."""
    if request.user.is_administrator:
        raise Http404
    return Unit.objects.visible_to(request.user).select_related("supervising_office")


def unit(request, public_id):
    place = get_object_or_404(mine(request), public_id=public_id)
    return show(request, unit_duty_page(place, request.rounds.current, request.user))


def unstaffed(request):
    """The units of the chosen round with open issues and no liaison or no principal in use."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    issues = Issue.objects.counted_for(request.user).filter(round=request.rounds.current)
    return show(request, unstaffed_page(request.user, issues, request.rounds.current))
