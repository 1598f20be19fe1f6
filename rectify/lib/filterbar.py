"""The controls of a filter bar, written by hand: every list draws a dozen of them, and a widget's own templates (one for the
control, one for each choice, one for the attributes of each) cost more than the rows of the list."""

from typing import Any, cast

from django.forms import BoundField, CheckboxInput, Select
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED = mark_safe(" selected")


class FoundBy(str):
    """The label of a choice, with further `words` by which it is found while somebody types (static/src/js/find.js)."""

    words: str

    def __new__(cls, label: str, words: str) -> "FoundBy":
        found_by = super().__new__(cls, label)
        found_by.words = words
        return found_by


Attributes = dict[str, str | bool]


def control(field: BoundField, attrs: Attributes) -> SafeString:
    """The control of a bound field as its widget would draw it; a kind of widget not known here draws itself."""
    kind = field.field.widget
    if type(kind) is Select:
        return _select(field, _attributes(field, {}, attrs))
    if isinstance(kind, Input) and not isinstance(kind, CheckboxInput):
        value = kind.format_value(field.value())
        return format_html("<input{}>", _attributes(field, {"type": kind.input_type, "value": value}, attrs))
    if isinstance(kind, CheckboxInput):
        ticked: Attributes = {"checked": kind.check_test(field.value())}
        return format_html("<input{}>", _attributes(field, {"type": "checkbox"}, attrs | ticked))
    return field.as_widget(attrs=attrs)


def _attributes(field: BoundField, first: dict, more: Attributes) -> SafeString:
    own = field.build_widget_attrs(field.field.widget.attrs | more)
    return flatatt({"name": field.html_name} | first | own | {"id": field.auto_id})


def _select(field: BoundField, attributes: SafeString) -> SafeString:
    value = field.value()
    chosen = "" if value is None else str(value)
    choices = (
        (key, SELECTED if str(key) == chosen else "", _words(label), label)
        for key, label in cast(Any, field.field).choices
    )
    return format_html(
        "<select{}>{}</select>", attributes, format_html_join("", '<option value="{}"{}{}>{}</option>', choices)
    )


def _words(label: Any) -> SafeString:
    return format_html(' data-words="{}"', label.words) if isinstance(label, FoundBy) else SafeString()
