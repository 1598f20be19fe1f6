"""The pages of grants: the list, a new one, one that is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse

from rectify.accounts.actions.holdings import span
from rectify.accounts.filters import GrantFilter
from rectify.accounts.forms.people import EndForm, GrantForm, state_of
from rectify.accounts.models import Holding
from rectify.lib.components import ViewLink
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, count_up_to, keyset

BY_UNIT, BY_PERSON = ("unit__order", "unit_id", "pk"), ("user__username", "pk")


@dataclass(frozen=True)
class GrantsPage(Page):
    """Each row is a holding with code and word of its mark."""

    template: ClassVar[str] = "accounts/grants/grants.html"
    asked: GrantFilter
    rows: Sequence[tuple[Holding, str, str]]
    page: PageOfRows
    views: Sequence[ViewLink]
    total: str


@dataclass(frozen=True)
class GrantPage(Page):
    """A role to be granted."""

    template: ClassVar[str] = "accounts/grants/form.html"
    form: GrantForm


@dataclass(frozen=True)
class GrantEndPage(Page):
    """A grant to be taken back; `does` says what will happen."""

    template: ClassVar[str] = "accounts/grants/end.html"
    form: EndForm
    holding: Holding
    does: Sequence[str]


def grants(request: HttpRequest, asked: GrantFilter) -> GrantsPage:
    """All grants, by unit in protocol order or by person."""
    holdings, by_person = asked.understood(), request.GET.get("by") == "person"
    page = keyset(holdings, fields=BY_PERSON if by_person else BY_UNIT, request=request)
    base = reverse("accounts:grants")
    return GrantsPage(
        asked=asked,
        rows=[(holding, *state_of(holding)) for holding in page.rows],
        page=page,
        views=[ViewLink("按单位", base, not by_person), ViewLink("按人员", f"{base}?by=person", by_person)],
        total=count_up_to(holdings)[1],
    )


def grant_end(form: EndForm, holding: Holding) -> GrantEndPage:
    """What ends and what stays."""
    does = [
        f"{holding.user.name}不再是{holding.unit.full_name}的{holding.get_role_display()}（{span(holding)}）",
        "办过的事、留下的记录都不动；别的角色不受影响",
    ]
    return GrantEndPage(form=form, holding=holding, does=does)
