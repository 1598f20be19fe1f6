"""The conditions on issues: the same for list, books, files, prints and API, so that an address opens the same rows; and those on
recommendations and handovers."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, partial

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import BoundField

from issues import slices, sorts
from issues.leads import Lead, chosen, leads
from issues.models import (
    Category,
    Grade,
    Handover,
    Issue,
    Measure,
    MeasureStatus,
    Recommendation,
    RecommendationStatus,
    Status,
)
from issues.present import Present, present
from issues.searching import finds
from rectify.accounts.models import Unit
from rectify.lib.dates import today
from rectify.lib.filterbar import FoundBy
from rectify.lib.filtering import DayFilter, Filtering, Tick

LONGEST = 100
SORTS_SHOWN = "sorts"  # in the address: the conditions on classes are drawn too


def is_slice(code: str, own: Collection[str] = ()) -> None:
    """Raise ValidationError for a slice that is not there, or that is another person's `own`."""
    try:
        slices.condition(code, today())
        if slices.find(code)[0].own and code not in own:
            raise LookupError(code)
    except LookupError as error:
        raise ValidationError(f"没有“{code}”这个视图") from error


class IssueFilter(Filtering):
    """`slice` is a named slice (issues/slices.py); the others are columns. Every choice list holds what its rows have, and what
    is asked for beside it where the reader may know it: to have no such row is an answer."""

    q = filters.CharFilter(label="编号、单位、问题、原文", method="search", max_length=LONGEST)
    unit = filters.ChoiceFilter(
        label="单位",
        choices=(),
        method="of_unit",
        empty_label="单位：全部",
        widget=forms.Select(attrs={"data-find": True}),
    )
    state = filters.ChoiceFilter(label="环节", field_name="status", choices=(), empty_label="环节：全部")
    category = filters.ChoiceFilter(label="类别", field_name="category__code", choices=(), empty_label="类别：全部")
    grade = filters.ChoiceFilter(label="认定", choices=(), empty_label="认定：全部")
    side = filters.ChoiceFilter(label="当前办理方", choices=(), method="by_slice", empty_label="当前办理方：全部")
    overdue = Tick(label="逾期", method="by_slice")
    focus = Tick(label="重点", field_name="is_focus")
    due_from = DayFilter(label="期限自", field_name="due", lookup_expr="gte")
    due_to = DayFilter(label="期限至", field_name="due", lookup_expr="lte")
    group = filters.ChoiceFilter(label="分类", field_name="groups", choices=(), empty_label="分类：全部")
    track = filters.ChoiceFilter(label="专项", field_name="track__code", choices=(), empty_label="专项：全部")
    sector = filters.ChoiceFilter(
        label="板块", field_name="lead_unit__sector__code", choices=(), empty_label="板块：全部"
    )
    nature = filters.ChoiceFilter(label="性质", choices=(), empty_label="性质：全部")
    cause = filters.ChoiceFilter(label="根源类型", choices=(), empty_label="根源类型：全部")
    horizon = filters.ChoiceFilter(label="措施", choices=(), method="with_measures", empty_label="措施：不限")
    lead = filters.ChoiceFilter(label="牵头单位", choices=(), method="of_unit", widget=forms.HiddenInput)
    slice = filters.CharFilter(label="视图", method="by_slice", widget=forms.HiddenInput, max_length=LONGEST)

    class Meta:
        model = Issue
        fields: list[str] = []

    def __init__(
        self,
        data: Mapping[str, str],
        queryset: QuerySet[Issue],
        *,
        units: QuerySet[Unit] | None = None,
        beside: Mapping[str, Collection[str]] | None = None,
        own: Collection[str] = (),
    ) -> None:
        """`own`: the slices that are the reader's alone."""
        super().__init__(data, queryset, beside={SORTS_SHOWN: ["1"]} | dict(beside or {}))
        self.filters["slice"].extra["validators"] = [partial(is_slice, own=own)]
        self.known_units = Unit.objects.none() if units is None else units
        lists = {
            "unit": lambda: [(lead.value, FoundBy(str(lead), lead.words)) for lead in self.leads],
            "state": lambda: self._choices("state", Status, self.present.states),
            "grade": lambda: self._choices("grade", Grade, self.present.grades),
            "side": lambda: self._choices("side", list(slices.SIDES), self._sides),
            "category": lambda: [(code, f"{code} {name}") for code, name in self._classes.items()],
        }
        lists |= {name: partial(self._sorts, name) for name in sorts.NAMES}
        for name, choices in (lists | {"lead": lists["unit"]}).items():
            self.filters[name].extra["choices"] = choices  # read when a list is drawn or a value judged, not before

    @cached_property
    def leads(self) -> list[Lead]:
        return leads(self.queryset, self.known_units, *(self.data.get(name, "") for name in ("unit", "lead")))

    @cached_property
    def present(self) -> Present:
        return present(self.queryset)

    @property
    def _sides(self) -> set[str]:
        return {side for side, states in slices.SIDES.items() if states & self.present.states}

    def _choices(self, name: str, among: Iterable, there: set[str]) -> list[tuple[str, str]]:
        return [(each.value, each.label) for each in among if each.value in {*there, self.data.get(name)}]

    @cached_property
    def _classes(self) -> dict[str, str]:
        there, code = self.present.classes, self.data.get("category", "")
        if code and code not in there:
            there = there | dict(Category.objects.filter(code=code).values_list("code", "name")[:1])
        return there

    @cached_property
    def sorts(self) -> sorts.Sorts:
        return sorts.sorts(self.queryset)

    def _sorts(self, name: str) -> list[tuple[str, str]]:
        """What the rows have, and what is asked for where there is such a thing."""
        there, asked = self.sorts.of(name), self.data.get(name, "")
        if asked and asked not in dict(there):
            there = there + sorts.named(name, asked)
        return there

    @property
    def sort_controls(self) -> list[BoundField]:
        """The controls of the classes, where they were asked for or one of them narrows."""
        shown = self.data.get(SORTS_SHOWN) == "1" or any(self.data.get(name) for name in sorts.NAMES)
        return [self.form[name] for name in sorts.NAMES] if shown else []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A number in any spelling, words of the title or of the original, names of units (issues/searching.py)."""
        readable = Q(withheld=False) if "withheld" in queryset.query.annotations else Q()
        return queryset.filter(finds(value, readable))

    def of_unit(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Led by this very unit, or by one of its system."""
        lead = chosen(value, self.leads)
        return queryset.filter(lead.condition()) if lead else queryset.none()

    def with_measures(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that have a measure of this kind that stands."""
        live = Measure.objects.exclude(status=MeasureStatus.CANCELLED).filter(horizon=value)
        return queryset.filter(pk__in=live.values("issue"))

    def by_slice(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if not value:
            return queryset
        code = {"overdue": "overdue", "side": f"side:{value}"}.get(name, value)
        return queryset.filter(slices.condition(code, today()))

    def said(self, name: str) -> str:
        value = self.form.cleaned_data[name]
        if name == "slice":
            return slices.title(value)
        return f"含“{value}”" if name == "q" else super().said(name)


class RecommendationFilter(Filtering):
    """The conditions on recommendations: words, unit, state, deadline; its lists hold what the rows have."""

    q = filters.CharFilter(label="编号、意见建议", method="search", max_length=LONGEST)
    unit = filters.ChoiceFilter(label="单位", field_name="lead_unit__public_id", choices=(), empty_label="单位：全部")
    state = filters.ChoiceFilter(label="状态", field_name="status", choices=(), empty_label="状态：全部")
    due_from = DayFilter(label="期限自", field_name="due", lookup_expr="gte")
    due_to = DayFilter(label="期限至", field_name="due", lookup_expr="lte")

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def __init__(
        self,
        data: Mapping[str, str],
        queryset: QuerySet[Recommendation],
        *,
        units: QuerySet[Unit] | None = None,
        beside: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        super().__init__(data, queryset, beside=beside)
        self.known_units = Unit.objects.none() if units is None else units
        self.filters["state"].extra["choices"] = self.there("state", RecommendationStatus.choices)
        self.filters["unit"].extra["choices"] = self._units

    def _units(self) -> list[tuple[str, str]]:
        """The units that answer one, and the one asked for where the reader knows it."""
        here = Q(pk__in=self.queryset.order_by().values("lead_unit"))
        asked = Q(pk__in=self.known_units.filter(public_id=self.data.get("unit", "")).values("pk"))
        return [(unit.public_id, str(unit)) for unit in Unit.objects.filter(here | asked)]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A number, or words of the recommendation."""
        return queryset.filter(Q(number__icontains=value) | Q(text__icontains=value))

    def said(self, name: str) -> str:
        return f"含“{self.form.cleaned_data[name]}”" if name == "q" else super().said(name)


class HandoverFilter(Filtering):
    """Those of one unit that the reader knows; to have none is an answer."""

    unit = filters.ChoiceFilter(label="单位", field_name="unit__public_id", choices=())

    class Meta:
        model = Handover
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str], queryset: QuerySet[Handover], *, units: Iterable[Unit]) -> None:
        super().__init__(data, queryset)
        self.filters["unit"].extra["choices"] = lambda: [(unit.public_id, str(unit)) for unit in units]
