"""The one place where columns are set by name. A name comes from our code: what a person fills in passes an input, which has
declared every name, before it comes here.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

# Who a row is, and where it stands: set when it is made, and by its moves.
FIXED = frozenset({"id", "pk", "public_id", "status"})


def column_name(model: models.Model | type[models.Model], name: str) -> str:
    """What people call the column `name`. Raises FieldDoesNotExist, and TypeError for what is no column of the table."""
    column = model._meta.get_field(name)
    if not isinstance(column, models.Field):
        raise TypeError(f"{model._meta.label}: {name}")
    return str(column.verbose_name)


def set_columns(row: models.Model, values: Mapping[str, Any]) -> None:
    """Set columns of `row`, which is not saved. Raises TypeError for a name that is no column, or one that stays."""
    known = {name for column in row._meta.concrete_fields for name in (column.name, column.attname)}
    if wrong := sorted(set(values) - known | set(values) & FIXED):
        raise TypeError(f"{row._meta.label}: {', '.join(wrong)}")
    for name, value in values.items():
        setattr(row, name, value)
