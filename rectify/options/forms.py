"""A form for one option, drawn from its kind."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rectify.lib.fields import Choice, Flag, Words
from rectify.options.registry import Option
from rectify.options.stored import clean
from rectify.workflow.inputs import ActInput

WIDGETS: dict[str, Callable[[], forms.Widget]] = {
    "number": forms.NumberInput,
    "textarea": lambda: forms.Textarea(attrs={"rows": 10}),
    "time": lambda: forms.TimeInput(attrs={"type": "time"}),
}


class OptionForm(ActInput):
    """The value as a person types it; judged by the option's own kind."""

    def __init__(self, *args: Any, option: Option, value: Any, **kwargs: Any) -> None:
        kind = option.kind
        shown = kind.keep(value) if kind.widget in ("select", "checkbox") else kind.show(value)
        super().__init__(*args, initial={"value": shown}, **kwargs)
        self.option = option
        self.fields["value"] = _field(option)

    def clean_value(self):
        try:
            clean(self.option.key, self.cleaned_data["value"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return self.cleaned_data["value"]


def _field(option: Option) -> forms.Field:
    kind, title, hint = option.kind, option.title, option.help
    if kind.widget == "select":
        return Choice(label=title, help_text=hint, required=False, choices=kind.choices())
    if kind.widget == "checkbox":
        return Flag(label=title, help_text=hint)
    widget = WIDGETS.get(kind.widget, forms.TextInput)()
    return Words(label=title, help_text=hint, required=False, widget=widget, strip=False)
