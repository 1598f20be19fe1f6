"""What the administrators' lists may be cut down by."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from rectify.accounts.models import Holding, Sector, Unit, User
from rectify.accounts.roles import AccountKind, choices
from rectify.lib.dates import today
from rectify.lib.filtering import Filtering, Tick


class UserFilter(Filtering):
    q = filters.CharFilter(label="账号、姓名、单位", max_length=50, method="named")
    kind = filters.ChoiceFilter(label="类别", choices=(), empty_label="类别：全部")
    state = filters.ChoiceFilter(
        label="状态",
        choices=[("on", "在用"), ("off", "已停用"), ("new", "尚未改初始密码")],
        method="in_state",
        empty_label="状态：全部",
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str], queryset: QuerySet[User], **more: Any) -> None:
        super().__init__(data, queryset, **more)
        self.filters["kind"].extra["choices"] = self.there("kind", AccountKind.choices)

    def named(self, found: QuerySet, name: str, value: str) -> QuerySet:
        """Of the account, its owner, or a unit at which a post is held now."""
        there = Holding.objects.current().filter(user=OuterRef("pk"), unit__name__icontains=value)
        return found.filter(Q(username__icontains=value) | Q(name__icontains=value) | Q(Exists(there)))

    def in_state(self, found: QuerySet, name: str, value: str) -> QuerySet:
        states = {
            "on": Q(is_active=True),
            "off": Q(is_active=False),
            "new": Q(is_active=True, must_change_password=True),
        }
        return found.filter(states[value])


class UnitFilter(Filtering):
    """Units out of use are left out unless they are asked for."""

    q = filters.CharFilter(label="名称、简称、拼音、别名、曾用名", max_length=50, method="named")
    sector = filters.ChoiceFilter(label="板块", field_name="sector__code", choices=(), empty_label="板块：全部")
    off = Tick(label="含已停用", method="with_stopped")

    class Meta:
        model = Unit
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str], queryset: QuerySet[Unit], **more: Any) -> None:
        super().__init__(data, queryset, **more)
        there = Sector.objects.filter(pk__in=queryset.order_by().values("sector"))
        self.filters["sector"].extra["choices"] = partial(list, there.values_list("code", "name"))

    def named(self, found: QuerySet, name: str, value: str) -> QuerySet:
        named = Q(name__icontains=value) | Q(short_name__icontains=value) | Q(pinyin__icontains=value)
        others = Q(aliases__name__icontains=value) | Q(former_names__name__icontains=value)
        return found.filter(named | Q(pk__in=Unit.objects.filter(others).values("pk")))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        units = super().filter_queryset(queryset)
        return units if self.form.cleaned_data["off"] else units.active()

    def with_stopped(self, found: QuerySet, name: str, value: bool) -> QuerySet:
        return found


class GrantFilter(Filtering):
    """Grants in force, unless others are asked for."""

    q = filters.CharFilter(label="姓名、账号、单位", max_length=50, method="named")
    role = filters.ChoiceFilter(label="角色", choices=(), empty_label="角色：全部")
    state = filters.ChoiceFilter(
        label="状态",
        choices=[("ended", "已收回或到期"), ("later", "尚未开始"), ("all", "全部")],
        method="in_state",
        empty_label="状态：现在有效",
    )

    class Meta:
        model = Holding
        fields: list[str] = []

    def __init__(
        self,
        data: Mapping[str, str],
        queryset: QuerySet[Holding],
        *,
        beside: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        super().__init__(data, queryset, beside=beside)
        self.filters["role"].extra["choices"] = self.there("role", choices())

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        holdings = super().filter_queryset(queryset)
        return holdings if self.form.cleaned_data["state"] else holdings.current(today())

    def named(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found.filter(
            Q(user__name__icontains=value) | Q(user__username__icontains=value) | Q(unit__name__icontains=value)
        )

    def in_state(self, found: QuerySet, name: str, value: str) -> QuerySet:
        day: date = today()
        return {"ended": found.filter(ends__lt=day), "later": found.filter(starts__gt=day), "all": found}[value]
