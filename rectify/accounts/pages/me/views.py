"""我的: what the application knows about the person who looks."""

from django.db.models import QuerySet
from django.http import HttpResponse

from rectify.accounts.models import Holding
from rectify.accounts.pages.me import page as pages
from rectify.accounts.request import Request
from rectify.lib.page import show


def mine(request: Request) -> QuerySet[Holding]:
    return Holding.objects.filter(user=request.user).select_related("unit").order_by("-starts", "-id")


def me(request: Request) -> HttpResponse:
    return show(request, pages.me(request.user, mine(request)))
