"""A list cut down by its address: one engine for page, file, print and API. What is not understood is never everything."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from rectify.lib import fields
from rectify.lib.components import Chip
from rectify.lib.text import shortened
from rectify.lib.verdict import YES, Verdict, no

PLACES = frozenset({"after", "before"})  # where in the list one is
TICKED = {"on": True, "1": True, "true": True, "": False, "0": False, "false": False}
NO_SUCH = "没有这个条件"


@dataclass(frozen=True)
class Condition:
    """One parameter of the address in words."""

    name: str
    text: str
    is_wrong: bool = False


@dataclass(frozen=True)
class FilterBar:
    """The controls of a list's conditions, as `components/_filters.html` draws them; `keep` goes along unseen, `more` is the
    address that draws further ones."""

    visible_fields: list[forms.BoundField]
    keep: list[tuple[str, str]]
    hidden_fields: list[forms.BoundField] = field(default_factory=list)
    more: str = ""


class Filtering(filters.FilterSet):
    """The declared filters combine by AND. `beside` names the parameters that are no conditions, each with its values."""

    def __init__(
        self, data: Mapping[str, str], queryset: QuerySet, *, beside: Mapping[str, Collection[str]] | None = None
    ) -> None:
        super().__init__(data, queryset)
        self.beside = beside or {}

    @cached_property
    def wrong(self) -> dict[str, list[str]]:
        """What was not understood, with what is said about it: by the name of the parameter, also of one nobody knows."""
        messages_by_name = {name: [str(message) for message in messages] for name, messages in self.form.errors.items()}
        for name in self.data:
            if name in self.beside:
                if self.data[name] and self.data[name] not in self.beside[name]:
                    messages_by_name[name] = [f"“{shortened(self.data[name], 40)}”不在可选的范围内，请重新选"]
            elif name not in self.filters and name not in PLACES:
                messages_by_name[name] = [NO_SUCH]
        return messages_by_name

    @cached_property
    def asked(self) -> dict[str, str]:
        """The parameters that say something, as they came."""
        return {name: value for name, value in self.data.items() if value.strip() and name not in PLACES}

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """`rows` as asked; none where anything was not understood."""
        return rows.none() if self.wrong else self.filter_queryset(rows)

    def understood(self) -> QuerySet:
        """The rows of the list as asked."""
        return self.narrowed(self.queryset.all())

    @cached_property
    def conditions(self) -> list[Condition]:
        """Every condition in words, those not understood too."""
        known = [name for name in self.filters if name in self.asked and name not in self.wrong]
        understood = [Condition(name, text) for name in known if (text := self.said(name))]
        return understood + [Condition(name, self._not_understood(name), is_wrong=True) for name in self.wrong]

    @property
    def words(self) -> str:
        """The conditions in one line, for a note and the trail."""
        return "；".join(condition.text for condition in self.conditions) or "全部"

    @property
    def verdict(self) -> Verdict:
        """Nothing is taken away or kept under a condition that was not understood."""
        sentence = "；".join(condition.text for condition in self.conditions if condition.is_wrong)
        return no(f"{sentence}。请先去掉这个条件") if sentence else YES

    def said(self, name: str) -> str:
        """An understood condition in words; empty for one that narrows nothing."""
        control, value = self.form.fields[name], self.form.cleaned_data[name]
        if isinstance(value, bool):
            return str(control.label) if value else ""
        return f"{control.label}：{dict(getattr(control, 'choices', ())).get(value, value)}"

    def _not_understood(self, name: str) -> str:
        label = {"round": "轮次", "sort": "排序", "cols": "列", "density": "行距"}.get(name, name)
        known = self.form.fields[name].label if name in self.form.fields else shortened(label, 20)
        return f"看不懂的条件　{known}：{shortened(self.data.get(name, ''), 40)}"

    def chips(self, path: str = "") -> list[Chip]:
        """Each condition with the address of the list without it."""
        return [
            Chip(condition.text, f"{path}{self.without(condition.name)}", condition.is_wrong)
            for condition in self.conditions
        ]

    def address(self, path: str) -> str:
        """The list as it was asked."""
        return f"{path}?{urlencode(self.asked)}" if self.asked else path

    def without(self, *names: str, **instead: str) -> str:
        """The query without some parameters, or with others; from the first page."""
        rest = QueryDict(mutable=True)
        rest.update(self.data if isinstance(self.data, MultiValueDict) else dict(self.data))
        for name in (*names, *PLACES, *instead):
            rest.pop(name, None)
        rest.update(instead)
        return f"?{rest.urlencode()}"

    def there(self, name: str, choices: Iterable[tuple[str, Any]]) -> Callable[[], list[tuple[str, Any]]]:
        """Of the `choices` of a column those that some row has, and the one asked for; read when the list is drawn."""
        column = self.filters[name].field_name

        def found() -> list[tuple[str, Any]]:
            values = {*self.queryset.order_by().values_list(column, flat=True).distinct(), self.data.get(name)}
            return [(value, label) for value, label in choices if value in values]

        return found

    def bar(self, *names: str) -> FilterBar:
        """The controls called `names`; what else was asked goes along."""
        keep = [(name, value) for name, value in self.asked.items() if name not in names and name not in self.wrong]
        return FilterBar([self.form[name] for name in names], keep)

    @property
    def controls(self) -> FilterBar:
        """The controls of every condition."""
        return self.bar(*self.filters)


class DayFilter(filters.DateFilter):
    """A day, judged as forms judge it."""

    field_class = fields.DayField


class _Box(forms.CheckboxInput):
    """Hands on what is neither ticked nor not."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = data.get(name, "")
        return TICKED.get(value.lower(), value)


class _Ticked(forms.BooleanField):
    widget = _Box

    def to_python(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise ValidationError(f"“{shortened(str(value), 40)}”不在可选的范围内，请重新选")


class TabFilter(filters.ChoiceFilter):
    """Which view of a list is looked at, where the page itself holds the rows of each."""

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset


class Tick(filters.BooleanFilter):
    """A box: ticked narrows, not ticked says nothing."""

    field_class = _Ticked

    def filter(self, queryset: QuerySet, value: bool) -> QuerySet:
        return super().filter(queryset, value) if value else queryset
