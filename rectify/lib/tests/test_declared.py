"""A constraint that was dropped, hollowed out or put to sleep is named; a sound database lacks none."""

import os
import shutil
import sqlite3

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from rectify.lib import declared
from rectify.roof.testing import template
from rectify.roof.testing.behind import owning

DROPPED = {  # on PostgreSQL: statements, the name that is told, a word of why
    "a foreign key": (
        ["ALTER TABLE ledgers_entry DROP CONSTRAINT {ledgers_entry.issue_id}"],
        "ledgers_entry.issue_id",
        "外键不在",
    ),
    "a check": (["ALTER TABLE issues_issue DROP CONSTRAINT {check}"], "{check}", "不在"),
    "a hollow check": (
        [
            "ALTER TABLE issues_issue DROP CONSTRAINT {check}",
            "ALTER TABLE issues_issue ADD CONSTRAINT {check} CHECK (true)",
        ],
        "{check}",
        "不同",
    ),
    "a column that must be filled": (
        ["ALTER TABLE issues_issue ALTER title DROP NOT NULL"],
        "issues_issue.title",
        "必填",
    ),
    "what is unique in a column": (
        ["ALTER TABLE audit_event DROP CONSTRAINT {audit_event.digest}"],
        "audit_event.digest",
        "唯一约束不在",
    ),
    "what is unique under a condition": (["DROP INDEX {index}"], "{index}", "不在"),
    "the same under another condition": (
        ["DROP INDEX {index}", "CREATE UNIQUE INDEX {index} ON {index_table} (id) WHERE id < 0"],
        "{index}",
        "不同",
    ),
    "a key that nobody watches": (
        ["ALTER TABLE ledgers_entry DISABLE TRIGGER ALL"],
        "{ledgers_entry.issue_id}",
        "停用",
    ),
    "a table": (["DROP TABLE audit_prooffault"], "audit_prooffault", "表不在"),
}


@pytest.fixture
def names(db):
    """What the statements call the constraints that Django named itself."""
    with connection.cursor() as cursor:
        known = {"check": first("issues_issue", "CheckConstraint")[0]}
        known["index"], known["index_table"] = first("", "UniqueConstraint")
        for table, column in (("ledgers_entry", "issue_id"), ("audit_event", "digest")):
            for name, each in connection.introspection.get_constraints(cursor, table).items():
                wanted = each["foreign_key"] if column.endswith("_id") else each["unique"]
                if each["columns"] == [column] and wanted:
                    known[f"{table}.{column}"] = name
    return known


def first(table: str, kind: str) -> tuple[str, str]:
    """A constraint with a condition, and its table."""
    return next(
        (constraint.name, model._meta.db_table)
        for model in declared.models()
        for constraint in model._meta.constraints
        if table in model._meta.db_table and type(constraint).__name__ == kind and constraint.condition is not None
    )


def filled(text: str, names: dict[str, str]) -> str:
    for key, name in names.items():
        text = text.replace(f"{{{key}}}", name)
    return text


@pytest.mark.engines
def test_a_sound_database_lacks_nothing(db):
    assert declared.lapses(connection) == []


@pytest.mark.parametrize(("statements", "name", "why"), DROPPED.values(), ids=DROPPED)
def test_what_was_taken_off_is_named(names, statements, name, why):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite drops no constraint of a table that stands: see the next test")
    with owning(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(filled(statement, names))
    lapses = {lapse.name: lapse.why for lapse in declared.lapses(connection)}
    assert why in lapses.pop(filled(name, names))
    assert set(lapses) <= {"audit_prooffault"} | ({name for name in lapses if "停用" in lapses[name]})


@pytest.mark.engines
@pytest.mark.skipif(not os.environ.get(template.VARIABLE), reason="needs a migrated database to copy")
def test_what_was_rewritten_in_a_file_is_named(names, tmp_path):
    """Whoever has the file writes its tables anew."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is a file")
    shutil.copyfile(os.environ[template.VARIABLE], tmp_path / "copy.sqlite3")
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    (sql,) = copy.execute("SELECT sql FROM sqlite_master WHERE name = 'ledgers_entry'").fetchone()
    (issues,) = copy.execute("SELECT sql FROM sqlite_master WHERE name = 'issues_issue'").fetchone()
    key = ' REFERENCES "issues_issue" ("id") DEFERRABLE INITIALLY DEFERRED'
    assert key in sql
    changed = issues.replace(f'CONSTRAINT "{names["check"]}" CHECK (', f'CONSTRAINT "{names["check"]}" CHECK (1 OR ')
    assert changed != issues
    copy.execute("PRAGMA writable_schema = ON")
    write = "UPDATE sqlite_master SET sql = ? WHERE name = ?"
    copy.execute(write, (sql.replace(key, ""), "ledgers_entry"))
    copy.execute(write, (changed, "issues_issue"))
    copy.execute("DELETE FROM sqlite_master WHERE name = ?", (names["index"],))
    copy.commit()
    copy.close()
    settings = connection.settings_dict | {"NAME": str(tmp_path / "copy.sqlite3")}
    other = ConnectionHandler({"default": settings})["default"]
    lapses = {lapse.name: lapse.why for lapse in declared.lapses(other)}
    other.close()
    assert lapses == {
        "ledgers_entry.issue_id": "指向 issues_issue 的外键不在",
        names["check"]: "内容与声明的不同",
        names["index"]: "不在",
    }
