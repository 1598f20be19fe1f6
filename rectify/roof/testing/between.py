"""Pytest plugin: what has to happen between two tests, because they share a process and a database."""

from collections.abc import Iterator

import pytest

from rectify.lib import remembered, restored
from rectify.lib.remembered import forget_all


def pytest_configure() -> None:
    """What is remembered grows old by the test's own doing, never because the machine was slow between two requests."""
    remembered.monotonic = lambda: 0.0


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """The tables kept in the process belong to the test before; so does a file that no transaction takes back."""
    forget_all()
    yield
    restored.leave()


def deletions(style: object, tables: list[str], **options: bool) -> list[str]:
    """SQL that empties `tables` while nothing checks their keys. TRUNCATE writes new files for each table and index, which
    takes ten times as long as the rows of one test."""
    return ["; ".join(f'DELETE FROM "{table}"' for table in tables)] if tables else []


@pytest.fixture(scope="session", autouse=True)
def _history_may_be_emptied() -> None:
    """Tests with transactions of their own end by emptying every table, which the guards would refuse."""
    from django.db import connection
    from django.test import TransactionTestCase

    from rectify.roof.testing.behind import lifted

    empty = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with lifted(connection):
            empty(self)

    if connection.vendor == "postgresql":
        connection.ops.sql_flush = deletions

    TransactionTestCase._fixture_teardown = teardown
