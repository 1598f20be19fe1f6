"""What the database itself refuses: halves of a pair, changed history, deleted records.

The guards are triggers, written for PostgreSQL and for SQLite. They belong into a migration of their own (0002_guards),
because 0001 is made by machine:

    operations = [
        AppendOnly("audit_event"),
        FrozenColumns("issues_feedback", ["text"], when="OLD.frozen_at IS NOT NULL"),
    ]

A refusal arrives as django.db.IntegrityError on both. On SQLite a later migration that alters the table loses its
triggers, since Django builds the table anew there: `missing` finds that out, and a later migration repeats the guards
(`again`).
"""

import hashlib
from collections.abc import Iterator, Sequence
from importlib import import_module

from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

PREFIX = "guard_"

# One function for all guards; the sentence comes with the trigger. 23514 is check_violation: Django's IntegrityError.
REFUSE = """
CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '23514'; END $$
"""


def together(stem: str, *ends: str, name: str = "") -> models.CheckConstraint:
    """A constraint: `stem`_at and `stem`_by (or the ends given) are all there or none is; `name` where a model was renamed."""
    names = [f"{stem}_{end}" for end in ends or ("at", "by")]
    none = models.Q(**{f"{name}__isnull": True for name in names})
    every = models.Q(**{f"{name}__isnull": False for name in names})
    return models.CheckConstraint(condition=none | every, name=name or f"%(app_label)s_%(class)s_{stem}_together")


class Guard(Operation):
    """A trigger on a table: reversible, the same refusal on both engines."""

    reversible = True
    reduces_to_sql = True
    about = "guard"

    def __init__(self, table: str, *, when: str | None = None):
        self.table, self.when = table, when

    def deconstruct(self):
        return (type(self).__name__, [self.table], {"when": self.when} if self.when else {})

    def describe(self) -> str:
        return f"Guard {self.table}: {self.about}"

    @property
    def migration_name_fragment(self) -> str:
        return f"guard_{self.table}"

    def state_forwards(self, app_label, state):
        """The models do not know of it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.statements(schema_editor.connection):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for name, *_ in self.triggers(schema_editor.connection):
            schema_editor.execute(self.drop(name, schema_editor.connection), params=None)

    def statements(self, connection) -> Iterator[str]:
        """The SQL that makes it, or makes it anew."""
        with_function = connection.vendor == "postgresql"
        if with_function:
            yield REFUSE
        for name, event, condition, sentence in self.triggers(connection):
            write = postgres if with_function else sqlite
            yield self.drop(name, connection)
            yield write(self.table, name, event=event, condition=condition, sentence=sentence)

    def drop(self, name: str, connection) -> str:
        on_table = f' ON "{self.table}"' if connection.vendor == "postgresql" else ""
        return f'DROP TRIGGER IF EXISTS "{name}"{on_table}'

    def name(self, what: str) -> str:
        """Names are unique in the whole database on SQLite and at most 63 bytes long on PostgreSQL."""
        name = f"{PREFIX}{self.table}_{what}"
        return name if len(name) <= 60 else f"{name[:50]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def triggers(self, connection) -> Iterator[tuple[str, str, str, str]]:
        """Of each trigger: its name, the event, the condition (or ""), the sentence of the refusal."""
        raise NotImplementedError


def again(module: str) -> list[Guard]:
    """The guards of an earlier migration (its dotted name), to be declared once more after its tables were built anew."""
    operations = import_module(module).Migration.operations
    return [operation for operation in operations if isinstance(operation, Guard)]


class Lifted(Operation):
    """Takes guards off before a table is built anew, where SQLite would trip over a trigger that names it from another table;
    the migration declares them again afterwards."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *guards: Guard):
        self.guards = guards

    def describe(self) -> str:
        return "Lift guards"

    def state_forwards(self, app_label, state):
        """The models do not know of it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for guard in self.guards:
            guard.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for guard in self.guards:
            guard.database_forwards(app_label, schema_editor, from_state, to_state)


class AppendOnly(Guard):
    """Rows are written once: no UPDATE, no DELETE, and on PostgreSQL no TRUNCATE."""

    about = "append only"

    def triggers(self, connection):
        yield self.name("update"), "UPDATE", "", f"{self.table}: rows are never changed"
        yield self.name("delete"), "DELETE", "", f"{self.table}: rows are never deleted"
        if connection.vendor == "postgresql":
            yield self.name("truncate"), "TRUNCATE", "", f"{self.table}: rows are never deleted"


class FrozenColumns(Guard):
    """Given columns keep their value always, or once `when` holds (SQL over OLD, valid on both engines)."""

    about = "frozen columns"

    def __init__(self, table: str, columns: Sequence[str], *, when: str | None = None):
        super().__init__(table, when=when)
        self.columns = list(columns)

    def deconstruct(self):
        return (type(self).__name__, [self.table, self.columns], {"when": self.when} if self.when else {})

    def triggers(self, connection):
        differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in self.columns)
        condition = f"({changed}) AND ({self.when})" if self.when else changed
        what = "frozen_" + hashlib.sha256("|".join([*self.columns, self.when or ""]).encode()).hexdigest()[:6]
        yield self.name(what), "UPDATE", condition, f"{self.table}: {', '.join(self.columns)} is frozen"


class Undeletable(Guard):
    """Rows can be changed but not deleted, always or while `when` holds."""

    about = "never deleted"

    def triggers(self, connection):
        yield self.name("kept"), "DELETE", self.when or "", f"{self.table}: rows are not deleted"


def sqlite(table: str, name: str, *, event: str, condition: str, sentence: str) -> str:
    when = f"WHEN {condition} " if condition else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW {when}'
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def postgres(table: str, name: str, *, event: str, condition: str, sentence: str) -> str:
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    when = f"WHEN ({condition}) " if condition else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} {when}'
        f"EXECUTE FUNCTION guard_refuse('{sentence}')"
    )


def present(connection) -> list[tuple[str, str, str]]:
    """The guards in the database that are awake: name, table and the SQL that makes them, as the database tells it."""
    if connection.vendor == "postgresql":
        query = """SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid, true) FROM pg_trigger
                   WHERE left(tgname, 6) = 'guard_' AND NOT tgisinternal AND tgenabled IN ('O', 'A') ORDER BY 1"""
    else:
        query = """SELECT name, tbl_name, sql FROM sqlite_master
                   WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_' ORDER BY 1"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def guards(connection) -> list[Guard]:
    """The guards that the applied migrations declare; one that is declared again comes again."""
    loader = MigrationLoader(connection)
    return [
        operation
        for key in loader.applied_migrations
        if key in loader.disk_migrations
        for operation in loader.disk_migrations[key].operations
        if isinstance(operation, Guard)
    ]


def declared(connection) -> dict[str, str]:
    """Of the declared guards the name, and the table on which it stands."""
    return {name: guard.table for guard in guards(connection) for name, *_ in guard.triggers(connection)}


def missing(connection) -> list[str]:
    """Names of guards that are declared and that the database does not have."""
    return sorted(declared(connection).keys() - {name for name, *_ in present(connection)})
