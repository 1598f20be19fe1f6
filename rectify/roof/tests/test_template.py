"""The database that tests copy is made of what lies in the tree now."""

import os

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rectify.roof.testing import template
from rectify.roof.tests.source import HOME, imported, is_module


@pytest.mark.engines
def test_the_copy_is_migrated_whole_and_empty(db):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.engines
def test_the_database_was_copied(db):
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("the server of TEST_DATABASE_URL has no template")
    assert os.environ[template.VARIABLE]


def test_what_migrations_import_counts():
    migrations = [path for path in template.sources() if path.parent.name == "migrations"]
    assert len(migrations) > 20
    modules = {
        name for path in migrations for name in imported(path) if name.startswith(("rectify.", "issues.", "ledgers."))
    }
    paths = (HOME.joinpath(*name.split(".")) for name in modules if is_module(name))
    files = {path / "__init__.py" if path.is_dir() else path.with_suffix(".py") for path in paths}
    assert files - set(template.sources()) == set()


def test_a_changed_migration_makes_another_key(tmp_path, monkeypatch):
    file = tmp_path / "migrations.py"
    monkeypatch.setattr(template, "HOME", tmp_path)
    monkeypatch.setattr(template, "sources", lambda: [file])
    keys = set()
    for text in ("a", "b"):
        file.write_text(text, encoding="utf-8")
        keys |= {template.key(), template.key("18.6")}
    assert len(keys) == 4


def test_one_of_each_engine_is_kept(tmp_path):
    for name in ("postgres-old", "postgres-new", "sqlite-old"):
        (tmp_path / name).mkdir()
    assert template.place(tmp_path, "postgres", "new") == tmp_path / "postgres-new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["postgres-new", "sqlite-old"]
