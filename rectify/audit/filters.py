"""What the auditor's list may be cut down by."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import cached_property

import django_filters as filters
from django.db import connection
from django.db.models import Q, QuerySet

from rectify.audit.models import Event
from rectify.audit.sentences import OPTIONAL, known
from rectify.lib.dates import at_time
from rectify.lib.filtering import DayFilter, Filtering

OCCURRED = """WITH RECURSIVE kinds(kind) AS (
    SELECT MIN(kind) FROM {table}
    UNION ALL SELECT (SELECT MIN(e.kind) FROM {table} e WHERE e.kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL
) SELECT kind FROM kinds WHERE kind IS NOT NULL"""
PLACES = re.compile(r"\{[^}]*\}")
AREAS = [
    ("accounts.session.", "登录与退出"),
    ("accounts.user.", "账号"),
    ("accounts.holding.", "授权"),
    ("accounts.unit.", "单位"),
    ("options.", "规则"),
    ("calendars.", "工作日历"),
    ("issues.", "问题整改"),
    ("ledgers.", "台账与销号"),
    ("audit.", "核验"),
]


def in_words() -> list[tuple[str, str]]:
    """Every kind of event by its sentence, the places of facts left open."""
    return sorted((kind, PLACES.sub("…", OPTIONAL.sub("", text))) for kind, text in known().items())


class EventFilter(Filtering):
    """The days are the office's."""

    person = filters.CharFilter(label="经办人姓名或账号", max_length=50, method="of_person")
    area = filters.ChoiceFilter(
        label="范围", field_name="kind", lookup_expr="startswith", choices=(), empty_label="范围：全部"
    )
    kind = filters.ChoiceFilter(label="事项", choices=(), empty_label="事项：全部")
    object = filters.CharFilter(label="对象（点列表里的）", max_length=80, method="about")
    since = DayFilter(label="从", method="from_day")
    upto = DayFilter(label="到", method="to_day")

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str], queryset: QuerySet[Event]) -> None:
        super().__init__(data, queryset)
        self.filters["kind"].extra["choices"] = lambda: [
            row for row in in_words() if row[0] in {*self.kinds, data.get("kind")}
        ]
        self.filters["area"].extra["choices"] = lambda: [
            row for row in AREAS if row[0] == data.get("area") or self._has(row[0])
        ]

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of events that occurred. The trail has no end: they are read one by one from the index."""
        with connection.cursor() as cursor:
            cursor.execute(OCCURRED.format(table=Event._meta.db_table))
            return [kind for (kind,) in cursor.fetchall()]

    def _has(self, area: str) -> bool:
        return any(kind.startswith(area) for kind in self.kinds)

    def of_person(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found.filter(Q(by__name__icontains=value) | Q(by__username__iexact=value))

    def about(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found.filter(Q(subject=value) | Q(object=value))

    def from_day(self, found: QuerySet, name: str, value: date) -> QuerySet:
        return found.filter(at__gte=at_time(value, time.min))

    def to_day(self, found: QuerySet, name: str, value: date) -> QuerySet:
        return found.filter(at__lt=at_time(value + timedelta(days=1), time.min))
