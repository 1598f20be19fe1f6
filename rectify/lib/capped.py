"""Counting many lists in one statement, none of them further than a page needs to know (“1,000+”)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from rectify.lib.pages import COUNT_STOP


def counts(lists: Mapping[str, QuerySet]) -> dict[str, int]:
    """The size of each list, at most `COUNT_STOP` + 1; one statement.

    The lists are compiled one by one and put side by side here: as annotations of a carrier each would be copied and
    resolved several times, which costs more than the counting.
    """
    sizes, parts, values = dict.fromkeys(lists, 0), dict[str, str](), list[Any]()
    for name, queryset in lists.items():
        try:
            sql, params = queryset.order_by().values("pk")[: COUNT_STOP + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts[name] = f"(SELECT COUNT(*) FROM ({sql}) capped)"  # noqa: S608 (compiled by Django, values apart)
        values += params
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", values)
            sizes |= dict(zip(parts, cursor.fetchone(), strict=True))
    return sizes


def words(count: int) -> str:
    """The count as a page says it."""
    return f"{COUNT_STOP:,}+" if count > COUNT_STOP else f"{count:,}"
