"""岗位空缺: for the two administrators who can help. Which units, which role, who had it; nothing of the work itself."""

from django.db.models import QuerySet
from django.http import HttpResponse

from rectify.accounts.access import only
from rectify.accounts.models import Unit
from rectify.accounts.pages.vacancies import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.accounts.vacancies import vacant
from rectify.lib.page import show


def mine(request: Request) -> QuerySet[Unit]:
    return Unit.objects.visible_to(request.user).filter(pk__in=vacant().values("pk"))


@only(AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
def vacancies(request: Request) -> HttpResponse:
    return show(request, pages.vacancies(request, mine(request)))
