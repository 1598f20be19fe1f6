"""A row of a list of the catalogue, asked column by column: which may be written says its table in the page."""

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.forms import DeclarativeFieldsMetaclass

from issues.forms.new import Groups, any_grouping
from rectify.lib.fields import Choice, DayField, Flag, Number, Ref, Words, area
from rectify.workflow.inputs import ActInput


def row_form(model: type[models.Model], names: Iterable[str]) -> type[ActInput]:
    """The input for a row of `model`: one field for each of `names`, no other column."""
    columns = {column.name: column for column in (*model._meta.fields, *model._meta.many_to_many)}
    fields = {name: field_of(columns[name]) for name in names}
    return cast(type[ActInput], DeclarativeFieldsMetaclass(f"{model.__name__}Row", (RowInput,), fields))


class RowInput(ActInput):
    """A row (`obj`), whose present values stand in the form; what would stand twice is told before it is written."""

    def __init__(self, *args: Any, obj: models.Model, **kwargs: Any) -> None:
        now = {name: _standing(obj, name) for name in self.base_fields} if obj.pk else {}
        super().__init__(*args, obj=obj, initial=now, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            plain = {name: value for name, value in data.items() if not self.obj._meta.get_field(name).many_to_many}
            row = type(self.obj)(pk=self.obj.pk, **plain)
            others = {column.name for column in row._meta.fields if column.name not in data}
            for check in (row.validate_unique, row.validate_constraints):
                try:
                    check(exclude=others)
                except ValidationError as error:
                    self.add_error(None, error.messages)
        return data


def _standing(row: models.Model, name: str) -> Any:
    """What a column holds now, of a list its rows."""
    if row._meta.get_field(name).many_to_many:
        return list(getattr(row, name).all())
    return getattr(row, name, None)


def field_of(column: models.Field) -> forms.Field:
    """The field of ours for a column, with its name, limits and choices."""
    asked: dict[str, Any] = {"label": column.verbose_name, "help_text": column.help_text, "required": not column.blank}
    if column.has_default():
        asked["initial"] = column.get_default()
    if column.choices:
        blank = column.blank or not column.has_default()
        return Choice(choices=column.get_choices(include_blank=blank), **asked)
    if isinstance(column, models.ManyToManyField):
        return Groups(any_grouping, label=asked["label"], required=False, help_text="在各分类方案里归哪一类。")
    if isinstance(column, models.ForeignKey):
        return Ref(partial(_rows, column.target_field.model), by="pk", **asked)
    if isinstance(column, models.BooleanField):
        return Flag(label=asked["label"], help_text=asked["help_text"], initial=asked.get("initial"))
    if isinstance(column, models.DateField):
        return DayField(**asked)
    if isinstance(column, models.IntegerField):
        return Number(validators=column.validators, **asked)
    widget = area(3) if isinstance(column, models.TextField) else None
    return Words(max_length=column.max_length, validators=column.validators, widget=widget, **asked)


def _rows(model: type[models.Model], form: ActInput) -> models.QuerySet:
    return model._default_manager.all()
