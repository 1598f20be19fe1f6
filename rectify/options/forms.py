"""A form for one option, drawn from its kind."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rectify.options.registry import Option
from rectify.options.stored import clean

WIDGETS = {
    "number": forms.NumberInput,
    "textarea": lambda: forms.Textarea(attrs={"rows": 10}),
    "time": lambda: forms.TimeInput(attrs={"type": "time"}),
}


class OptionForm(forms.Form):
    """The value as a person types it; judged by the option's own kind."""

    def __init__(self, *args, option: Option, value: Any, **kwargs):
        kind = option.kind
        shown = kind.keep(value) if kind.widget in ("select", "checkbox") else kind.show(value)
        super().__init__(*args, initial={"value": shown}, **kwargs)
        self.option = option
        self.fields["value"] = self._field(kind, option)

    def _field(self, kind, option: Option) -> forms.Field:
        common = {"label": option.title, "help_text": option.help, "required": False}
        if kind.widget == "select":
            return forms.ChoiceField(choices=kind.choices(), **common)
        if kind.widget == "checkbox":
            return forms.BooleanField(**common)
        return forms.CharField(widget=WIDGETS.get(kind.widget, forms.TextInput)(), strip=False, **common)

    def clean_value(self):
        try:
            clean(self.option.key, self.cleaned_data["value"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return self.cleaned_data["value"]
