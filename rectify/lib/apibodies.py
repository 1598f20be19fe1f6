"""Bodies of the API as OpenAPI tells them: made of the fields that judge them, so that a limit is told as it holds."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from drf_spectacular.extensions import OpenApiSerializerExtension

from rectify.lib.fields import MOST_ROWS, Choice, Ref, Refs, Rows

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
# The first kind that a field is of, and how JSON has it (rectify.lib.fields TYPES judges the same).
KINDS: tuple[tuple[type[forms.Field], Schema], ...] = (
    (forms.BooleanField, {"type": "boolean"}),
    (forms.IntegerField, {"type": "integer", "nullable": True}),
    (forms.DateField, {"type": "string", "format": "date", "nullable": True}),
    (forms.MultipleChoiceField, TEXTS),
    (Refs, TEXTS),
    (Ref, TEXT | {"nullable": True}),
    (forms.Field, TEXT),
)


def body_of(fields: Mapping[str, forms.Field]) -> Schema:
    """An object with these fields."""
    schema: Schema = {"type": "object", "properties": {name: property_of(field) for name, field in fields.items()}}
    if required := [name for name, field in fields.items() if field.required]:
        schema["required"] = required
    return schema


def property_of(field: forms.Field) -> Schema:
    """One field with its limits, its choices and what a page says of it."""
    if isinstance(field, Rows):
        described: Schema = {"type": "array", "maxItems": MOST_ROWS, "items": body_of(field.row.base_fields)}
    else:
        described = dict(next(schema for kind, schema in KINDS if isinstance(field, kind)))
    limits = {"maxLength": "max_length", "minimum": "min_value", "maximum": "max_value"}
    described |= {key: most for key, name in limits.items() if (most := getattr(field, name, None)) is not None}
    if isinstance(field, Choice) and isinstance(
        field.choices, list
    ):  # what the office may change is no part of the schema
        described["enum"] = [value for value, _ in field.choices]
    words = [str(text) for text in (field.label, field.help_text) if text]
    return described | ({"description": "。".join(words)} if words else {})


class Body:
    """What a request may hold; `schema` is asked when the description is made."""

    def __init__(self, name: str, schema: Callable[[], Schema]) -> None:
        self.name, self.schema = name, schema


class _Bodies(OpenApiSerializerExtension):
    target_class = Body

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        return self.target.name

    def map_serializer(self, auto_schema: Any, direction: Any) -> Schema:
        return self.target.schema()
