"""Counting many lists in one statement, none of them further than a page needs to know (“1,000+”)."""

from django.db.models import IntegerField, QuerySet, Subquery

from rectify.lib.pages import COUNT_STOP


class Capped(Subquery):
    """How many rows a queryset has, counted to one beyond `COUNT_STOP`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet, **extra) -> None:
        super().__init__(queryset.order_by().values("pk")[: COUNT_STOP + 1], **extra)


def counts(carrier: QuerySet, lists: dict[str, QuerySet]) -> dict[str, int]:
    """The size of each list, at most `COUNT_STOP` + 1; one statement over `carrier`, a queryset of one row."""
    names = list(lists)
    found = carrier.values_list(*[Capped(lists[name]) for name in names]).first() if names else None
    return dict(zip(names, found or [0] * len(names), strict=True))


def words(count: int) -> str:
    """The count as a page says it."""
    return f"{COUNT_STOP:,}+" if count > COUNT_STOP else f"{count:,}"
