"""The fields of which every input is made. Each takes what a page sends and what JSON says, and gives the same value.

`json` is the type that JSON has to use for it: nothing is coerced there. `none` says whether null means that nothing is given;
of words null is no empty text.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from rectify.lib.numbers import BIGGEST, whole
from rectify.lib.secrecy import EXPLAINED, marked

MOST_ROWS = 200
TYPES: tuple[tuple[type[forms.Field], type, bool], ...] = (
    (forms.BooleanField, bool, False),
    (forms.IntegerField, int, True),
    (forms.DateField, str, True),
    (forms.MultipleChoiceField, list, False),
    (forms.ModelMultipleChoiceField, list, False),
    (forms.ModelChoiceField, str, True),
    (forms.Field, str, False),
)
SENTENCES = {
    str: "这一项要写成文字",
    bool: "这一项只能是 true 或 false",
    int: "这一项要写整数",
    list: "这一项要写成列表",
}


class Words(forms.CharField):
    """Text that may be kept here: a mark of classified material stops it."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if mark := marked(text):
            raise ValidationError(f"{EXPLAINED}：文字里有“{mark}”字样。确实不涉密的，请换个写法")
        return text.strip() if self.strip else text


class Choice(forms.ChoiceField):
    """One of `choices`, which may be a callable: what the office may change is asked each time."""


def of_our_time(day: date) -> None:
    """Raises ValidationError for a day at the ends of the calendar, from which none can be counted on or back."""
    if not 1900 <= day.year <= 2999:
        raise ValidationError("年份不对，请写 1900 年到 2999 年之间的日期")


WRITTEN_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


class DayField(forms.DateField):
    """A day, in any of the ways in which people write one."""

    input_formats = WRITTEN_DAYS
    default_validators = [of_our_time]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Number(forms.IntegerField):
    """A whole number that a column holds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"min_value": 0, "max_value": BIGGEST} | options))


class Flag(forms.BooleanField):
    """Yes or no; what is not ticked is no."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"required": False} | options))


class Named(forms.ModelChoiceField):
    """A row by its public id, or by the name that a catalogue gives it (`by`), among those that `rows(form)` gives: what the
    person may not see is not there. `called` says how a row is called in a list of choices."""

    def __init__(
        self,
        rows: Callable[[Any], QuerySet],
        *,
        by: str = "public_id",
        called: Callable[[Any], str] = str,
        **options: Any,
    ) -> None:
        super().__init__(None, to_field_name=by, **options)
        self.rows, self.called = rows, called

    def label_from_instance(self, obj: Any) -> str:
        return self.called(obj)


class SearchedSelect(forms.Select):
    """A choice of rows that is found by typing (static/src/js/find.js): by its label, and by its sound where a row has one."""

    def __init__(self, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__({"data-find": True} | (attrs or {}), **options)

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        if sound := getattr(getattr(value, "instance", None), "pinyin", ""):
            option["attrs"]["data-words"] = sound
        return option


class Ref(Named):
    """One row; what stands in the list before one is chosen says that it may be left so."""

    def __init__(self, rows: Callable[[Any], QuerySet], **options: Any) -> None:
        super().__init__(rows, **({"empty_label": "请选" if options.get("required", True) else "不选"} | options))

    widget: type[forms.Widget] | forms.Widget = SearchedSelect


class Refs(Named, forms.ModelMultipleChoiceField):
    """Rows, each named as one is."""


class Row(forms.Form):
    """One of the rows of an input; `whole` is the input in which it stands."""

    use_required_attribute = False

    def __init__(self, *args: Any, whole: forms.Form | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole

    def clean(self) -> dict[str, Any]:
        super().clean()
        return self.cleaned_data

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values())


class RowsWidget(forms.Widget):
    """Rows as JSON lists them, or as a page sends them: `measures-count`, `measures-0-text` …"""

    row: type[Row]
    most = MOST_ROWS

    def value_from_datadict(self, data: Mapping, files: Any, name: str) -> list:
        if isinstance(data.get(name), list):
            return data[name]
        count = min(whole(data.get(f"{name}-count") or "") or 0, self.most + 1)
        names = self.row.base_fields
        return [{field: data.get(f"{name}-{n}-{field}", "") for field in names} for n in range(count)]


class Rows(forms.Field):
    """Rows, each judged by the form `row`, at most `most`; what is left blank is left out. Gives their cleaned data."""

    widget = RowsWidget
    form: forms.Form

    def __init__(self, row: type[Row], *, most: int = MOST_ROWS, **options: Any) -> None:
        super().__init__(**options)
        self.row = self.widget.row = row
        self.most = self.widget.most = most

    def clean(self, value: list) -> list[dict]:
        if len(value) > self.most:
            raise ValidationError(f"最多 {self.most} 行")
        rows: list[Row] = [self.row(row, whole=self.form) for row in value]
        errors = [
            ValidationError(text, params={"row": n, "name": name})
            for n, row in enumerate(rows)
            for name, wrong in row.errors.as_data().items()
            for error in wrong
            for text in error.messages
        ]
        if errors:
            raise ValidationError(errors)
        filled = [row.cleaned_data for row in rows if not row.is_blank]
        if self.required and not filled:
            raise ValidationError(self.error_messages["required"])
        return filled


def area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


def mistyped(fields: Mapping[str, forms.Field], body: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with the shape of JSON for `fields`, by name: keys nobody knows and types that are not theirs."""
    return {name: wrong for name, value in body.items() if (wrong := _wrong(fields.get(name), value))}


def _wrong(field: forms.Field | None, value: Any) -> Any:
    if field is None:
        return ["没有这一项"]
    if isinstance(field, Rows):
        return _wrong_rows(field, value)
    kind, none = next((kind, none) for known, kind, none in TYPES if isinstance(field, known))
    texts = value if isinstance(value, list) else []
    fits = value is None and none or type(value) is kind
    return None if fits and all(isinstance(text, str) for text in texts) else [SENTENCES[kind]]


def _wrong_rows(field: Rows, value: Any) -> Any:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return ["这一项要写成列表，一行一个对象"]
    rows = [mistyped(field.row.base_fields, row) for row in value]
    return rows if any(rows) else None
