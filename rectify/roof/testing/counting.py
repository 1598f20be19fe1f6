"""How many statements something costs, counted so that neither a cold cache nor a slow machine changes the number."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rectify.lib.remembered import read_all


@contextmanager
def counted(at_most: int | None = None) -> Iterator[CaptureQueriesContext]:
    """`with counted() as asked:` – afterwards `len(asked)` and `asked.captured_queries`.

    What a living process remembers is read before. More than `at_most` statements fail, and are shown.
    """
    read_all()
    with CaptureQueriesContext(connection) as asked:
        yield asked
    if at_most is not None and len(asked) > at_most:
        shown = "\n".join(f"{number}. {query['sql'][:160]}" for number, query in enumerate(asked, 1))
        raise AssertionError(f"{len(asked)} statements, at most {at_most} expected:\n{shown}")
