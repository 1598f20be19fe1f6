import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, models, transaction

from rectify.lib import constraints
from rectify.lib.constraints import AppendOnly, FrozenColumns, Lifted, Undeletable, together
from rectify.roof.testing.behind import lifted, owning

pytestmark = [pytest.mark.model, pytest.mark.django_db]


def run(sql, params=None):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def paper(db):
    """A table of our own with two rows; who owns it may write statements about it."""
    with owning(connection):
        run("CREATE TABLE paper (id integer PRIMARY KEY, text varchar(20), note varchar(20), closed integer)")
        run("INSERT INTO paper VALUES (1, '甲', NULL, 0), (2, '乙', NULL, 1)")
        yield SimpleNamespace(connection=connection, execute=lambda sql, params=(): run(sql, params))


def refused(sql):
    with pytest.raises(IntegrityError) as caught:
        run(sql)
    return str(caught.value)


def test_append_only_takes_rows_and_never_gives_them_back(paper):
    AppendOnly("paper").database_forwards("x", paper, None, None)
    run("INSERT INTO paper VALUES (3, '丙', NULL, 0)")
    assert "paper: rows are never changed" in refused("UPDATE paper SET note = 'x' WHERE id = 1")
    assert "paper: rows are never deleted" in refused("DELETE FROM paper")
    assert run("SELECT count(*) FROM paper") == [(3,)]


def test_truncate_is_refused_where_there_is_one(paper):
    AppendOnly("paper").database_forwards("x", paper, None, None)
    if connection.vendor == "postgresql":
        refused("TRUNCATE paper")
    assert run("SELECT count(*) FROM paper") == [(2,)]


def test_frozen_columns_keep_their_value_and_others_change(paper):
    FrozenColumns("paper", ["text", "note"], when="OLD.closed = 1").database_forwards("x", paper, None, None)
    run("UPDATE paper SET text = '丁' WHERE id = 1")
    run("UPDATE paper SET text = '乙', closed = 1 WHERE id = 2")
    assert "text, note is frozen" in refused("UPDATE paper SET text = '戊' WHERE id = 2")
    refused("UPDATE paper SET note = '从空到有' WHERE id = 2")
    refused("UPDATE paper SET closed = 0, text = NULL WHERE id = 2")
    run("UPDATE paper SET closed = 0 WHERE id = 2")


def test_undeletable_rows_change_but_stay(paper):
    Undeletable("paper", when="OLD.closed = 1").database_forwards("x", paper, None, None)
    run("UPDATE paper SET text = '己' WHERE id = 2")
    refused("DELETE FROM paper WHERE id = 2")
    run("DELETE FROM paper WHERE id = 1")


@pytest.mark.parametrize("guard", [AppendOnly("paper"), FrozenColumns("paper", ["text"]), Undeletable("paper")])
def test_a_guard_can_be_taken_back(paper, guard):
    before = constraints.present(connection)
    guard.database_forwards("x", paper, None, None)
    assert len(constraints.present(connection)) > len(before)
    guard.database_backwards("x", paper, None, None)
    assert constraints.present(connection) == before
    run("UPDATE paper SET text = 'x'")
    run("DELETE FROM paper")


def test_a_migration_lifts_a_guard_and_its_way_back_declares_it(paper):
    guard = AppendOnly("paper")
    guard.database_forwards("x", paper, None, None)
    Lifted(guard).database_forwards("x", paper, None, None)
    run("UPDATE paper SET text = '改' WHERE id = 1")
    Lifted(guard).database_backwards("x", paper, None, None)
    refused("UPDATE paper SET text = '再改' WHERE id = 1")


def test_lifted_guards_come_back(paper):
    AppendOnly("paper").database_forwards("x", paper, None, None)
    with lifted(connection):
        run("UPDATE paper SET text = '改' WHERE id = 1")
    refused("UPDATE paper SET text = '再改' WHERE id = 1")


def test_every_guard_of_the_migrations_is_in_the_database():
    assert constraints.missing(connection) == []


def test_a_long_table_gives_a_name_both_engines_take():
    names = [name for name, *_ in AppendOnly("t" * 60).triggers(connection)]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 63 for name in names)


def test_together_names_both_halves():
    constraint = together("decided")
    assert constraint.condition == models.Q(decided_at__isnull=True, decided_by__isnull=True) | models.Q(
        decided_at__isnull=False, decided_by__isnull=False
    )
    assert constraint.name == "%(app_label)s_%(class)s_decided_together"
    assert "signed_hash__isnull" in str(together("signed", "at", "by", "hash").condition)


def test_no_code_of_the_application_lifts_the_guards():
    root = Path(__file__).resolve().parents[3]
    code = [path for folder in ("rectify", "issues", "ledgers") for path in (root / folder).rglob("*.py")]
    lifts = re.compile(r"\blifted\b|session_replication_role|DISABLE TRIGGER")
    callers = {path.relative_to(root).as_posix() for path in code if lifts.search(path.read_text(encoding="utf-8"))}
    allowed = re.compile(r"rectify/roof/testing/.*|(.*/)?tests/.*")
    assert [path for path in sorted(callers) if not allowed.fullmatch(path)] == []
