"""岗位空缺: which units, which role, who had it; nothing of the work itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet

from rectify.accounts.models import Holding, Unit
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.accounts.vacancies import former_holders, missing_roles
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, count_up_to, keyset


@dataclass(frozen=True)
class FormerHolder:
    """Who held a role last, and why that person cannot act now."""

    person: str
    why: str


@dataclass(frozen=True)
class VacantPost:
    """A role that nobody holds."""

    role: str
    was: FormerHolder


@dataclass(frozen=True)
class VacantUnit:
    """A unit and the roles it lacks."""

    unit: Unit
    lacks: Sequence[VacantPost]


@dataclass(frozen=True)
class VacanciesPage(Page):
    """`grants`: the reader grants posts."""

    template: ClassVar[str] = "accounts/vacancies/vacancies.html"
    rows: Sequence[VacantUnit]
    page: PageOfRows
    total: str
    grants: bool


def vacancies(request: Request, units: QuerySet[Unit]) -> VacanciesPage:
    """One page of `units`, each with what it lacks."""
    page = keyset(units, fields=("order", "pk"), request=request)
    missing, last = missing_roles(page.rows), former_holders(page.rows)
    return VacanciesPage(
        rows=[
            VacantUnit(unit, [VacantPost(role.label, _was(last.get((unit.pk, role)))) for role in missing[unit.pk]])
            for unit in page.rows
        ],
        page=page,
        total=count_up_to(units)[1],
        grants=request.user.kind == AccountKind.SECURITY_ADMIN,
    )


def _was(holding: Holding | None) -> FormerHolder:
    if holding is None:
        return FormerHolder("", "没有授过")
    if not holding.user.is_active:
        return FormerHolder(holding.user.name, "账号已停用")
    if holding.ends and holding.ends < today():
        return FormerHolder(holding.user.name, f"授权到 {holding.ends} 为止")
    return FormerHolder(holding.user.name, f"授权自 {holding.starts} 起，还没有到")
