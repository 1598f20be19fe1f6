"""Fields of the API as the form of the page has them: its lengths, choices and sentences have one source."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from rest_framework import serializers


class Words(serializers.CharField):
    """A text, judged by the field of a form. `required` may be less strict than the form's, where a rule decides it."""

    def __init__(self, asked: forms.CharField, **more: Any) -> None:
        self.asked, needed = asked, more.setdefault("required", asked.required)
        more |= {"allow_blank": not needed, "max_length": asked.max_length, "error_messages": _sentences(asked)}
        super().__init__(**more)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        return _judged(self.asked, text) if text else ""


class Choice(serializers.ChoiceField):
    """One of the choices of a form's field, or where it is not required nothing."""

    def __init__(self, asked: forms.ChoiceField, **more: Any) -> None:
        self.asked, needed = asked, more.setdefault("required", asked.required)
        more |= {"allow_blank": not needed, "error_messages": _sentences(asked)}
        choices = cast(Iterable[tuple[str, str]], asked.choices)
        super().__init__(choices=[choice for choice in choices if choice[0]], **more)

    def to_internal_value(self, data: Any) -> str:
        if data == "":
            return "" if self.allow_blank else self.fail("required")
        return _judged(self.asked, data) if isinstance(data, str) else self.fail("invalid_choice", input=data)


class Day(serializers.DateField):
    """A day; nothing, as a form sends it, is none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**({"required": False, "allow_null": True} | more))

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(None if data == "" else data)


def asked(form: type[forms.Form], name: str, **more: Any) -> serializers.Field:
    """The field `name` of a form for the API; `more` as REST framework takes it."""
    field = form.base_fields[name]
    if isinstance(field, forms.ChoiceField):
        return Choice(field, **more)
    return Words(cast(forms.CharField, field), **more)


def _sentences(field: forms.Field) -> dict[str, Any]:
    return dict.fromkeys(("required", "blank"), field.error_messages["required"])


def _judged(field: forms.Field, value: str) -> str:
    try:
        return field.clean(value)
    except ValidationError as error:
        raise serializers.ValidationError(error.messages) from error
