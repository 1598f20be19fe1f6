"""A guard that stands under its name and does not do its work is named, whichever it is and however it was weakened."""

import re

import pytest
from django.db import connection

from rectify.lib import standing
from rectify.lib.constraints import present
from rectify.roof.testing.behind import owning

pytestmark = [pytest.mark.model, pytest.mark.engines, pytest.mark.django_db]


def dropped(name: str, table: str) -> str:
    return f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")


def never(sql: str) -> str:
    """The same trigger, which refuses nothing any more."""
    if connection.vendor == "postgresql":
        head, condition, tail = standing.PARTS.fullmatch(sql).groups()
        return f"{head}WHEN (({condition or True}) AND 1 = 2) {tail}"
    return re.sub(r"FOR EACH ROW (WHEN (?P<condition>.*) )?BEGIN", r"FOR EACH ROW WHEN 1 = 2 BEGIN", sql)


def made_anew(weaker) -> set[str]:
    """Every guard in the place of itself, weaker; their names."""
    with owning(connection), connection.cursor() as cursor:
        for name, table, sql in present(connection):
            cursor.execute(dropped(name, table))
            cursor.execute(weaker(" ".join(sql.split())))
    return {name for name, *_ in present(connection)}


def test_those_that_the_migrations_made_stand():
    assert list(standing.faults(connection)) == []


def test_made_anew_word_for_word_they_stand():
    made_anew(str)
    assert list(standing.faults(connection)) == []


def test_every_one_that_never_fires_is_named():
    names = made_anew(never)
    assert names
    assert sorted(standing.faults(connection)) == [(name, standing.OTHER) for name in sorted(names)]


def test_one_whose_condition_says_a_little_less_is_named():
    name, table, sql = next(each for each in present(connection) if " OR " in each[2])
    with owning(connection), connection.cursor() as cursor:
        cursor.execute(dropped(name, table))
        cursor.execute(sql.replace(" OR ", " AND ", 1))
    assert list(standing.faults(connection)) == [(name, standing.OTHER)]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "how", ["DISABLE TRIGGER guard_ledgers_entry_update", "ENABLE REPLICA TRIGGER guard_ledgers_entry_update"]
)
def test_one_that_was_put_to_sleep_is_named(how):
    with owning(connection), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledgers_entry {how}")
    assert list(standing.faults(connection)) == [("guard_ledgers_entry_update", "不在或被停用")]


@pytest.mark.postgresql
@pytest.mark.parametrize("function", ["guard_refuse", "guard_holding_business", "guard_user_kind"])
def test_a_hollow_function_is_named(function):
    hollow = f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    with owning(connection), connection.cursor() as cursor:
        cursor.execute(hollow)
    assert [name for name, _ in standing.faults(connection)] == [function]
