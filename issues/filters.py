"""The filters of the issue list: the same for page, book link and API, so that an address opens the same rows everywhere."""

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from issues import slices
from issues.leads import chosen, leads
from issues.models import Category, Issue, Side, Status
from rectify.accounts.models import Unit
from rectify.lib.dates import today


class Day(forms.DateInput):
    input_type = "date"


def is_slice(code: str) -> None:
    """Raise ValidationError for a slice that is not there."""
    try:
        slices.condition(code, today())
    except LookupError as error:
        raise ValidationError(f"没有“{code}”这个视图") from error


class Tick(filters.BooleanFilter):
    """A box: ticked narrows, not ticked says nothing."""

    field_class = forms.BooleanField

    def filter(self, queryset: QuerySet, value: bool) -> QuerySet:
        return super().filter(queryset, value) if value else queryset


class IssueFilter(filters.FilterSet):
    """`slice` is a named slice (issues/slices.py); the others are columns. Everything combines by AND."""

    q = filters.CharFilter(label="编号、问题、原文", method="search", max_length=100)
    unit = filters.ChoiceFilter(label="单位", choices=(), method="of_unit", empty_label="单位：全部")
    state = filters.ChoiceFilter(label="环节", field_name="status", choices=Status, empty_label="环节：全部")
    category = filters.ChoiceFilter(label="类别", field_name="category__code", choices=(), empty_label="类别：全部")
    side = filters.ChoiceFilter(
        label="球在谁手里", choices=[c for c in Side.choices if c[0] != Side.NOBODY], method="by_slice",
        empty_label="球在：双方",
    )  # fmt: skip
    overdue = Tick(label="逾期", method="by_slice")
    focus = Tick(label="重点", field_name="is_focus")
    due_from = filters.DateFilter(label="期限自", field_name="due", lookup_expr="gte", widget=Day)
    due_to = filters.DateFilter(label="期限至", field_name="due", lookup_expr="lte", widget=Day)
    lead = filters.ChoiceFilter(label="牵头单位", choices=(), method="of_unit", widget=forms.HiddenInput)
    slice = filters.CharFilter(
        label="视图", method="by_slice", widget=forms.HiddenInput, max_length=60, validators=[is_slice]
    )

    class Meta:
        model = Issue
        fields = []

    def __init__(self, *args, units: QuerySet[Unit] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.leads = leads(
            self.queryset,
            Unit.objects.none() if units is None else units,
            *(self.data.get(name, "") for name in ("unit", "lead")),
        )
        for name in ("unit", "lead"):
            self.filters[name].extra["choices"] = [(lead.value, str(lead)) for lead in self.leads]
        current = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind="catalogue")
        codes = dict(current.values_list("code", "name"))
        self.filters["category"].extra["choices"] = [(code, f"{code} {name}") for code, name in codes.items()]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A number, or words of the title or of the original."""
        return queryset.filter(Q(number__icontains=value) | Q(title__icontains=value) | Q(original__icontains=value))

    def of_unit(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Led by this very unit, or by one of its system."""
        lead = chosen(value, self.leads)
        return queryset.filter(lead.condition()) if lead else queryset.none()

    def by_slice(self, queryset: QuerySet, name: str, value: str | bool) -> QuerySet:
        if not value:
            return queryset
        code = {"overdue": "overdue", "side": f"side:{value}"}.get(name, value)
        return queryset.filter(slices.condition(code, today()))

    def understood(self) -> QuerySet:
        """The rows as asked; none where a condition was not understood: a wrong address must not show everything."""
        return self.qs if self.is_valid() else self.queryset.none()
