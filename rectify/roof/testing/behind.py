"""What tests do to the database behind the application's back: past its rights and past the guards.

The code under test runs as the role of an installation, which may change rows and nothing else. Both are for tests alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rectify.lib.constraints import present


@contextmanager
def owning(connection: Any) -> Iterator[None]:
    """Within the block tables, triggers and functions may be made and changed, in the same transaction as what stands around
    it. A transaction that is rolled back takes the role with it."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (before,) = cursor.fetchone()
        cursor.execute("SET ROLE NONE")
        try:
            yield
        finally:
            cursor.execute(f'SET ROLE "{before}"')


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Without the guards, for tests that damage rows or empty the database between two tests."""
    with owning(connection), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # ALTER TABLE … DISABLE TRIGGER is refused while rows of the transaction wait for their key check.
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
            return
        guards = present(connection)
        for name, *_ in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for *_, sql in guards:
                cursor.execute(sql)
