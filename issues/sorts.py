"""What sorts of issues a list holds: classes of the schemes, tracks, sectors, natures, causes. Beside `issues.present`, since it
is asked only where these conditions are drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from issues.models import Category, Cause, Issue, Measure, MeasureHorizon, Nature, Scheme, Track
from rectify.accounts.models import Sector, Unit
from rectify.lib.numbers import whole

NAMES = ("group", "track", "sector", "nature", "cause", "horizon")
PLAIN = {"nature": Nature.choices, "cause": Cause.choices, "horizon": MeasureHorizon.choices}
PROBE = "SELECT %s, %s, %s, 0 WHERE EXISTS (SELECT 1 FROM held WHERE held.{column} = %s)"
MEASURED = """
    SELECT %s, %s, %s, 0 WHERE EXISTS (
        SELECT 1 FROM {measure} m JOIN held ON held.id = m.issue_id WHERE m.horizon = %s AND m.status <> 'cancelled')"""
LISTED = {
    "group": """
        SELECT 'group', CAST(c.id AS VARCHAR(20)), s.name || '：' || c.name, c."order"
        FROM {category} c JOIN {scheme} s ON s.id = c.scheme_id
        WHERE EXISTS (SELECT 1 FROM {through} g JOIN held ON held.id = g.issue_id WHERE g.category_id = c.id)""",
    "track": """
        SELECT 'track', t.code, t.name, t."order" FROM {track} t
        WHERE EXISTS (SELECT 1 FROM held WHERE held.track_id = t.id)""",
    "sector": """
        SELECT 'sector', s.code, s.name, s."order" FROM {sector} s
        WHERE EXISTS (SELECT 1 FROM held JOIN {unit} u ON u.id = held.lead_unit_id WHERE u.sector_id = s.id)""",
}
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Sorts:
    """By the name of a condition what can be chosen in it, in the order of its list."""

    choices: dict[str, Choices] = field(default_factory=dict)

    def of(self, name: str) -> Choices:
        return self.choices.get(name, [])


def sorts(issues: QuerySet[Issue]) -> Sorts:
    """What occurs among `issues`; one statement of probes, each ended by its first row."""
    wanted = issues.order_by().values("id", "nature", "cause", "track_id", "lead_unit_id")
    try:
        held, values = wanted.query.sql_with_params()
    except EmptyResultSet:
        return Sorts()
    parts = []
    for column, choices in PLAIN.items():
        for code, label in choices:
            parts.append(MEASURED if column == "horizon" else PROBE.replace("{column}", column))
            values += (column, code, str(label), code)
    tables = {
        "measure": Measure,
        "category": Category,
        "scheme": Scheme,
        "track": Track,
        "sector": Sector,
        "unit": Unit,
    }
    tables["through"] = Issue.groups.through
    quoted = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
    parts = [sql.format(**quoted) for sql in (*parts, *LISTED.values())]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH held AS NOT MATERIALIZED ({held}) {' UNION ALL '.join(parts)}", values)
        rows = cursor.fetchall()
    return Sorts({name: _ordered(rows, name) for name in NAMES})


def named(name: str, asked: str) -> Choices:
    """What was asked for, where there is such a thing though no row has it."""
    if name in PLAIN:
        return [(value, str(label)) for value, label in PLAIN[name] if value == asked]
    if name == "group":
        classes = (
            Category.objects.filter(pk=number) if (number := whole(asked)) is not None else Category.objects.none()
        )
        return [(asked, f"{row.scheme.name}：{row.name}") for row in classes.select_related("scheme")]
    model = Track if name == "track" else Sector
    return list(model.objects.filter(code=asked).values_list("code", "name"))


def _ordered(rows: Iterable[tuple[str, str, str, int]], name: str) -> Choices:
    ordered = [row for row in rows if row[0] == name]
    if name == "group":
        ordered.sort(key=lambda row: (row[2].partition("：")[0], row[3], row[2]))
    elif name in LISTED:
        ordered.sort(key=lambda row: (row[3], row[2]))
    return [(value, label) for _, value, label, _ in ordered]
