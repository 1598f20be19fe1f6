"""Between which days stock is taken (盘点)."""

from datetime import date, timedelta

import django_filters as filters
from django.db.models import QuerySet

from ledgers.models import Entry
from ledgers.stocktaking import CUTS
from rectify.lib.dates import month_start, today
from rectify.lib.filtering import DayFilter, FilterBar, Filtering


class StockFilter(Filtering):
    """The evenings of which two days are compared, and by what the balances are cut."""

    since = DayFilter(label="上次盘点", field_name="on", lookup_expr="gt")
    until = DayFilter(label="这次盘点", field_name="on", lookup_expr="lte")
    by = filters.ChoiceFilter(
        label="按什么分",
        choices=[(code, f"按{cut.label}") for code, cut in CUTS.items()],
        method="leave",
        empty_label=None,
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def leave(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By what is cut narrows nothing."""
        return queryset

    @property
    def days(self) -> tuple[date, date]:
        """The two days, the earlier first; the end of last month and today where nothing else is asked for."""
        days = self.form.cleaned_data if self.form.is_valid() else {}
        since = days.get("since") or month_start(today()) - timedelta(days=1)
        until = days.get("until") or today()
        return min(since, until), max(since, until)

    @property
    def told(self) -> FilterBar:
        """The controls with the days that the page is about, asked for or not."""
        if self.wrong:
            return self.controls
        since, until = self.days
        written = {"since": since.isoformat(), "until": until.isoformat()}
        return type(self)({**{name: self.data[name] for name in self.data}, **written}, self.queryset).controls

    @property
    def cut(self) -> str:
        """The code of the cut."""
        return (self.form.cleaned_data.get("by") if self.form.is_valid() else "") or next(iter(CUTS))
