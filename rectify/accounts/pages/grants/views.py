"""授权: who holds which role at which unit, from when to when. The security administrator's work."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rectify.accounts.access import only
from rectify.accounts.actions import holdings as actions
from rectify.accounts.filters import GrantFilter
from rectify.accounts.forms.people import EndForm, GrantForm, state_of
from rectify.accounts.models import Holding
from rectify.accounts.roles import AccountKind
from rectify.lib.pages import count_up_to, keyset
from rectify.workflow.doors import act_by_page

KEEPER = only(AccountKind.SECURITY_ADMIN)
BY_UNIT, BY_PERSON = ("unit__order", "unit_id", "pk"), ("user__username", "pk")


def mine(request: HttpRequest) -> QuerySet[Holding]:
    return Holding.objects.visible_to(request.user).select_related("user", "unit")


@KEEPER
def grants(request: HttpRequest) -> HttpResponse:
    """All grants, by unit in protocol order or by person."""
    asked = GrantFilter(request.GET, mine(request), beside={"by": ["person"]})
    found, by_person = asked.understood(), request.GET.get("by") == "person"
    page = keyset(found, fields=BY_PERSON if by_person else BY_UNIT, request=request)
    rows = [(holding, *state_of(holding)) for holding in page.rows]
    base = reverse("accounts:grants")
    views = [
        {"name": "按单位", "url": base, "current": not by_person},
        {"name": "按人员", "url": f"{base}?by=person", "current": by_person},
    ]
    context = {"asked": asked, "rows": rows, "page": page, "views": views, "total": count_up_to(found)[1]}
    return render(request, "accounts/grants.html", context)


@KEEPER
def new(request: HttpRequest) -> HttpResponse:
    initial = {"user": request.GET.get("person"), "unit": request.GET.get("unit")}
    form = GrantForm(request.POST or None, user=request.user, initial=initial)
    said = "已授权，从起始日起，那个人下一次打开页面就能看到。"
    if act_by_page(request, actions.grant, form, said=said):
        return redirect("accounts:user", form.cleaned_data["user"].public_id)
    return render(request, "accounts/grant_form.html", {"form": form})


@KEEPER
def end(request: HttpRequest, pk: int) -> HttpResponse:
    holding = get_object_or_404(mine(request), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, user=request.user, obj=holding)
    said = f"已收回{holding.user.name}的{holding.unit}{holding.get_role_display()}。"
    if act_by_page(request, actions.end, form, said=said, holding=holding):
        return redirect("accounts:user", holding.user.public_id)
    does = [
        f"{holding.user.name}不再是{holding.unit.name}的{holding.get_role_display()}（{actions.span(holding)}）",
        "办过的事、留下的记录都不动；别的角色不受影响",
    ]
    return render(request, "accounts/grant_end.html", {"form": form, "holding": holding, "does": does})
