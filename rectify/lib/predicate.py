"""A condition of the database asked of a row in hand: one definition, so that a number and a mark cannot differ."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, among: value in among,
    "range": lambda value, ends: ends[0] <= value <= ends[1],
}


class NeedsDatabase(LookupError):
    """The condition looks at other tables."""


def true_of(condition: Q, row: Any, names: Mapping[str, str] | None = None) -> bool:
    """Whether `row` fulfils `condition`, which may look at its own columns alone; nothing is compared with an empty one.

    `names` says which attribute stands for a column that the row does not carry. Raises NeedsDatabase.
    """
    parts = [_part(child, row, names or {}) for child in condition.children]
    if not parts:
        return True
    whole = any(parts) if condition.connector == Q.OR else all(parts)
    return whole is not condition.negated


def _part(child: Any, row: Any, names: Mapping[str, str]) -> bool:
    if isinstance(child, Q):
        return true_of(child, row, names)
    if not isinstance(child, tuple):
        raise NeedsDatabase(type(child).__name__)
    (path, wanted) = child
    name, _, lookup = path.partition("__")
    if lookup not in {*COMPARES, "isnull", ""} or hasattr(wanted, "resolve_expression"):
        raise NeedsDatabase(path)
    value = getattr(row, names.get(name, name))
    if lookup == "isnull":
        return (value is None) is wanted
    return value is not None and COMPARES[lookup or "exact"](value, wanted)
