"""The conditions on papers in 文书登记."""

from collections.abc import Collection, Mapping

import django_filters as filters
from django.db.models import Q, QuerySet

from ledgers.models import IssuedPaper, PaperStatus
from rectify.accounts.models import Unit
from rectify.lib.filtering import DayFilter, Filtering


class PaperFilter(Filtering):
    """Words, unit, state, the day by which an answer is wanted; its lists hold what the rows have."""

    q = filters.CharFilter(label="文号、标题", method="search", max_length=100)
    unit = filters.ChoiceFilter(label="收文单位", field_name="unit__public_id", choices=(), empty_label="单位：全部")
    state = filters.ChoiceFilter(label="状态", field_name="status", choices=(), empty_label="状态：全部")
    due_from = DayFilter(label="答复期限自", field_name="answer_by", lookup_expr="gte")
    due_to = DayFilter(label="答复期限至", field_name="answer_by", lookup_expr="lte")

    class Meta:
        model = IssuedPaper
        fields: list[str] = []

    def __init__(
        self,
        data: Mapping[str, str],
        queryset: QuerySet[IssuedPaper],
        *,
        units: QuerySet[Unit] | None = None,
        beside: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        super().__init__(data, queryset, beside=beside)
        self.known_units = Unit.objects.none() if units is None else units
        self.filters["state"].extra["choices"] = self.there("state", PaperStatus.choices)
        self.filters["unit"].extra["choices"] = self._units

    def _units(self) -> list[tuple[str, str]]:
        """The units that received one, and the one asked for where the reader knows it."""
        here = Q(pk__in=self.queryset.order_by().exclude(unit=None).values("unit"))
        asked = Q(pk__in=self.known_units.filter(public_id=self.data.get("unit", "")).values("pk"))
        return [(unit.public_id, str(unit)) for unit in Unit.objects.filter(here | asked)]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A number, or words of the title."""
        return queryset.filter(Q(serial__icontains=value) | Q(title__icontains=value))

    def said(self, name: str) -> str:
        return f"含“{self.form.cleaned_data[name]}”" if name == "q" else super().said(name)
