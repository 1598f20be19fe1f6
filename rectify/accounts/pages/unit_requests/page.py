"""The page of the units that offices asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from rectify.accounts.forms.units import RequestsForm
from rectify.accounts.models import Unit, UnitRequest
from rectify.accounts.pages.units.page import crumb
from rectify.lib.components import Crumb
from rectify.lib.page import Page

DECIDED = 30


@dataclass(frozen=True)
class RequestLine:
    """A request, and what has the same name already, perhaps of another office or out of use."""

    row: UnitRequest
    there: Unit | None


@dataclass(frozen=True)
class UnitRequestsPage(Page):
    """The waiting ones to tick (`ticked`: by public id), and what was decided of late."""

    template: ClassVar[str] = "accounts/unit_requests/unit_requests.html"
    form: RequestsForm
    rows: Sequence[RequestLine]
    ticked: Collection[str]
    decided: QuerySet[UnitRequest]
    crumb: Crumb


def requests(
    request: HttpRequest, form: RequestsForm, waiting: Sequence[UnitRequest], mine: QuerySet[UnitRequest]
) -> UnitRequestsPage:
    """`mine` are all that the reader may see, `waiting` those of them that wait."""
    named = Unit.objects.visible_to(request.user).filter(name__in=[row.name for row in waiting])
    there = {unit.name: unit for unit in named}
    ids = request.POST.getlist("ids") if request.method == "POST" else [row.public_id for row in waiting]
    return UnitRequestsPage(
        form=form,
        rows=[RequestLine(row, there.get(row.name)) for row in waiting],
        ticked=set(ids),
        decided=mine.exclude(state=UnitRequest.State.WAITING).order_by("-decided_at")[:DECIDED],
        crumb=crumb("等您新增的"),
    )
