"""One at a time: who comes second waits until the first has gone; a third is sent away, so that nobody fills the workers by
waiting (docs/rules.md: throttle).

Between all workers of a PostgreSQL by a lock of the session, which a lost connection gives back; beside SQLite, which one
process serves, by a name in its memory.
"""

import time
from contextlib import suppress
from hashlib import sha256
from threading import Lock

from django.db import Error, connection

PAUSE = 0.1  # seconds between two looks
NEXT = ":next"
_inside: set[str] = set()
_guard = Lock()


def enter(name: str, *, wait: float) -> bool:
    """Take the turn called `name`, waiting up to `wait` seconds where somebody has it and nobody else waits. Who was let in calls
    `leave`, on the same connection."""
    if _taken(name):
        return True
    if not _taken(name + NEXT):
        return False
    try:
        until = time.monotonic() + wait
        while time.monotonic() < until:
            time.sleep(PAUSE)
            if _taken(name):
                return True
        return False
    finally:
        leave(name + NEXT)


def leave(name: str) -> None:
    """Give the turn back; a connection that was lost has done so by itself."""
    if connection.vendor == "postgresql":
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(name)])
        return
    with _guard:
        _inside.discard(name)


def _taken(name: str) -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
            return cursor.fetchone()[0]
    with _guard:
        if name in _inside:
            return False
        _inside.add(name)
        return True


def _number(name: str) -> int:
    """The key of a lock: 64 bits of a name."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
