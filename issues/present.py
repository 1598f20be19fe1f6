"""What the rows of a list have: the states, grades and classes that its choice lists hold."""

from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from issues.models import Category, Grade, Issue, Status

COLUMNS = {"status": Status.values, "grade": Grade.values}
PROBE = "SELECT %s, %s, '' WHERE EXISTS (SELECT 1 FROM held WHERE held.{column} = %s)"
CLASSES = (
    "SELECT 'category', c.code, c.name FROM {table} c WHERE EXISTS (SELECT 1 FROM held WHERE held.category_id = c.id)"
)


@dataclass(frozen=True)
class Present:
    """States and grades by their codes, classes by code with the name."""

    states: set[str] = field(default_factory=set)
    grades: set[str] = field(default_factory=set)
    classes: dict[str, str] = field(default_factory=dict)


def present(issues: QuerySet[Issue]) -> Present:
    """What occurs among `issues`; one statement of probes, each ended by its first row, however many rows there are."""
    try:
        held, values = issues.order_by().values("status", "grade", "category_id").query.sql_with_params()
    except EmptyResultSet:
        return Present()
    probes = [PROBE.format(column=column) for column, codes in COLUMNS.items() for _ in codes]
    values += tuple(word for column, codes in COLUMNS.items() for code in codes for word in (column, code, code))
    parts = " UNION ALL ".join([*probes, CLASSES.format(table=Category._meta.db_table)])
    with connection.cursor() as cursor:
        cursor.execute(f"WITH held AS NOT MATERIALIZED ({held}) {parts}", values)
        rows = cursor.fetchall()
    by = {name: {code: words for column, code, words in rows if column == name} for name in (*COLUMNS, "category")}
    return Present(set(by["status"]), set(by["grade"]), dict(sorted(by["category"].items())))
