"""存放文件: what every office and unit has stored, held against its quota; the system administrator's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rectify.accounts.access import only
from rectify.accounts.models import Unit
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.lib.components import Crumb
from rectify.lib.page import Page, show
from rectify.options import storage as quotas
from rectify.options.storage import COUNTED, OFFICE, UNIT, Usage


@dataclass(frozen=True)
class StoragePage(Page):
    """Offices, then units that have stored something, in protocol order; `counted` is how."""

    template: ClassVar[str] = "options/storage.html"
    offices: Sequence[Usage]
    units: Sequence[Usage]
    counted: str
    crumb: Crumb


@only(AccountKind.SYSTEM_ADMIN)
@require_safe
def storage(request: Request) -> HttpResponse:
    usages = quotas.usages(Unit.objects.visible_to(request.user))
    page = StoragePage(
        offices=[usage for usage in usages if usage.key == OFFICE],
        units=[usage for usage in usages if usage.key == UNIT and usage.used],
        counted=COUNTED,
        crumb=[("规则", reverse("options:list")), ("存放文件", "")],
    )
    return show(request, page)
