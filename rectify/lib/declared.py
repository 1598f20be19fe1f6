"""Whether the database still has what the models declare of a table: what is required, what is unique, which row names which,
what holds within a row; each awake and with the same words. Guards are another matter (`standing`).
"""

# ruff: noqa: S608 (conditions that the models declare, or that the database wrote out of its own catalogue)

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CheckConstraint, Field, ForeignKey, Model, UniqueConstraint

from rectify.lib.standing import OTHER, plain

GONE = "不在"
READ: dict[str, list["Lapse"]] = {}  # of the last schema of SQLite that was read
STANDING = """
    SELECT conname, pg_get_constraintdef(c.oid), convalidated AND NOT EXISTS (
        SELECT 1 FROM pg_trigger WHERE tgconstraint = c.oid AND tgenabled NOT IN ('O', 'A'))
    FROM pg_constraint AS c WHERE connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT relname, pg_get_indexdef(indexrelid), indisvalid
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Lapse:
    """A constraint that does not stand as it is declared."""

    name: str
    table: str
    why: str


def models() -> list[type[Model]]:
    """Those with a table of their own, the tables between two of them included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]


def lapses(connection: Any) -> list[Lapse]:
    """What is declared and does not stand. A few statements a table; on SQLite, where reading the text of all tables takes two
    seconds, none while that text is the same."""
    if connection.vendor != "sqlite":
        return list(_lapses(connection))
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        schema = repr(cursor.fetchall())
    if schema not in READ:
        READ.clear()
        READ[schema] = list(_lapses(connection))
    return READ[schema]


def _lapses(connection: Any) -> Iterator[Lapse]:
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        texts, asleep = _standing(connection, cursor)
        for model in models():
            table = model._meta.db_table
            if table not in known:
                yield Lapse(table, table, "表不在")
                continue
            present = connection.introspection.get_constraints(cursor, table)
            yield from (Lapse(name, table, "停用了，或没有对已有的行核过") for name in sorted(present.keys() & asleep))
            columns = connection.introspection.get_table_description(cursor, table)
            free = {column.name for column in columns if column.null_ok}
            yield from (Lapse(name, table, why) for name, why in _of_fields(model, present, free))
            yield from (Lapse(name, table, why) for name, why in _of_table(connection, model, present, texts))


def _standing(connection: Any, cursor: Any) -> tuple[dict[str, str], set[str]]:
    """The SQL of constraints, indexes and (SQLite) tables by name, as the database tells it; names of those that do not work."""
    if connection.vendor == "postgresql":
        cursor.execute(STANDING)
        rows = cursor.fetchall()
        return {name: sql for name, sql, _ in rows}, {name for name, _, awake in rows if not awake}
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")
    return dict(cursor.fetchall()), set()


def _of_fields(model: type[Model], present: dict[str, dict], free: set[str]) -> Iterator[tuple[str, str]]:
    """What a column by itself demands."""
    table = model._meta.db_table
    for field in model._meta.local_concrete_fields:
        name = f"{table}.{field.column}"
        alone = [each for each in present.values() if each["columns"] == [field.column]]
        if field.column in free and not (field.null or field.primary_key or field.generated):
            yield name, "不再要求必填"
        if field.primary_key and not any(each["primary_key"] for each in alone):
            yield name, f"主键{GONE}"
        elif field.unique and not any(each["unique"] or each["primary_key"] for each in alone):
            yield name, f"唯一约束{GONE}"
        if isinstance(field, ForeignKey) and getattr(field, "db_constraint", True):
            named = (field.remote_field.model._meta.db_table, field.target_field.column)
            if not any(each["foreign_key"] == named for each in alone):
                yield name, f"指向 {named[0]} 的外键{GONE}"
    for names in model._meta.unique_together:
        columns = _columns_of(model, names)
        if not any(each["unique"] and each["columns"] == columns for each in present.values()):
            yield f"{table}.{'.'.join(columns)}", f"唯一约束{GONE}"


def _of_table(
    connection: Any, model: type[Model], present: dict[str, dict], texts: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """What the constraints of the model's Meta demand: there, of their kind, with their words."""
    editor = connection.SchemaEditorClass(connection)
    same = {"postgresql": _alike_on_postgres, "sqlite": _alike_on_sqlite}[connection.vendor]
    pairs = {}
    for constraint in model._meta.constraints:
        if getattr(constraint, "deferrable", None) and not connection.features.supports_deferrable_unique_constraints:
            continue  # Django makes none there, and warns
        kind = "check" if isinstance(constraint, CheckConstraint) else "unique"
        stands = present.get(constraint.name)
        if stands is None or not stands[kind]:
            yield constraint.name, GONE
        elif kind == "check":
            pairs[constraint.name] = constraint.constraint_sql(model, editor)
        elif isinstance(constraint, UniqueConstraint) and constraint.condition is not None:
            pairs[constraint.name] = str(constraint.create_sql(model, editor))
        elif isinstance(constraint, UniqueConstraint) and constraint.fields:  # else it counts expressions
            yield from [] if stands["columns"] == _columns_of(model, constraint.fields) else [(constraint.name, OTHER)]
    table = model._meta.db_table
    for name, sql in sorted(pairs.items()):
        if not same(connection, table, sql, texts.get(name, texts.get(table, ""))):
            yield name, OTHER


def _columns_of(model: type[Model], names: Iterable[str]) -> list[str]:
    fields = [model._meta.get_field(name) for name in names]
    return [str(field.column) for field in fields if isinstance(field, Field)]


def _alike_on_sqlite(connection: Any, table: str, sql: str, standing: str) -> bool:
    """SQLite keeps what was written, a check within its table."""
    return plain(sql) in plain(standing)


def _alike_on_postgres(connection: Any, table: str, sql: str, standing: str) -> bool:
    """Its planner understands both alike, as with the conditions of guards."""
    one, other = _condition(sql), _condition(standing)
    if not one or not other:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f'EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT ({one}), ({other}) FROM "{table}"')
        plan = cursor.fetchone()[0]
    output = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Output"]
    return output[0] == output[1] and _columns(sql) == _columns(standing)


def _condition(sql: str) -> str:
    """Of a check what stands in it, of a partial index what stands behind its columns."""
    return sql.partition(" WHERE " if " INDEX " in sql else "CHECK ")[2]


def _columns(sql: str) -> str:
    """What a unique index counts as one; nothing for a check."""
    head = plain(sql).partition(" WHERE ")[0]
    return head[head.index("(") :] if " INDEX " in head else ""
