"""岗位空缺: for the two administrators who can help. Which units, which role, who had it; nothing of the work itself."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rectify.accounts.access import only
from rectify.accounts.models import Holding, Unit
from rectify.accounts.roles import AccountKind
from rectify.accounts.vacancies import former_holders, missing_roles, vacant
from rectify.lib.dates import today
from rectify.lib.pages import count_up_to, keyset


def mine(request: HttpRequest) -> QuerySet[Unit]:
    return Unit.objects.visible_to(request.user).filter(pk__in=vacant().values("pk"))


@only(AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
def vacancies(request: HttpRequest) -> HttpResponse:
    page = keyset(mine(request), fields=("order", "pk"), request=request)
    missing, last = missing_roles(page.rows), former_holders(page.rows)
    rows = [
        {
            "unit": unit,
            "lacks": [{"role": role.label, "was": was(last.get((unit.pk, role)))} for role in missing[unit.pk]],
        }
        for unit in page.rows
    ]
    grants = request.user.kind == AccountKind.SECURITY_ADMIN
    context = {"rows": rows, "page": page, "total": count_up_to(mine(request))[1], "grants": grants}
    return render(request, "accounts/vacancies.html", context)


def was(holding: Holding | None) -> dict[str, str]:
    """Who held the role last, and why that person cannot act now."""
    if holding is None:
        return {"person": "", "why": "没有授过"}
    if not holding.user.is_active:
        return {"person": holding.user.name, "why": "账号已停用"}
    if holding.ends and holding.ends < today():
        return {"person": holding.user.name, "why": f"授权到 {holding.ends} 为止"}
    return {"person": holding.user.name, "why": f"授权自 {holding.starts} 起，还没有到"}
