"""What stands in the tables, as two numbers each: so that a restored database is compared with the one that was saved.

The digest of a table does not depend on the order of its rows: the sum of their digests. Rows are read by the plain
driver, without Django's converters, so that both engines say the same of the same bytes before and after.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from rectify.lib.errors import Refused

CHUNK = 2000
# Never saved: what may vanish with a restart (sessions, the cache, tries to log in, counts of a door), and drafts, which are
# nobody's word yet.
FLEETING = frozenset(
    {"django_session", "rectify_cache", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"}
    | {"axes_accessattemptexpiration", "drafts_formdraft", "drafts_chosenfile", "accounts_throttlecount"}
)


@dataclass(frozen=True)
class Table:
    """How many rows, and the sum of their digests."""

    rows: int
    digest: str


def of_rows(rows: Iterable[tuple]) -> Table:
    """Read once, held never."""
    count = total = 0
    for row in rows:
        plain = tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        count += 1
        total += int.from_bytes(blake2b(repr(plain).encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return Table(count, f"{total % 2**128:032x}")


def sqlite_tables(path: Path) -> dict[str, Table]:
    """Every table of a SQLite file that is kept. Raises Refused where it is damaged."""
    with closing_sqlite(path) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise Refused(f"数据库文件已损坏：{verdict[:200]}")
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [name for (name,) in database.execute(named)]
        return {name: of_rows(_all(database, name)) for name in names if name not in FLEETING}


def _all(database: sqlite3.Connection, name: str) -> sqlite3.Cursor:
    return database.execute(f'SELECT * FROM "{name}"')  # noqa: S608  a name that the database told


class closing_sqlite:
    """A SQLite file, open while the block runs: the driver's own context ends a transaction, not the connection."""

    def __init__(self, path: Path):
        self.database = sqlite3.connect(path)

    def __enter__(self) -> sqlite3.Connection:
        return self.database

    def __exit__(self, *_: object) -> None:
        self.database.close()


def postgres_tables(connection: Any) -> dict[str, Table]:
    """Every table of the schema that is kept, as the open transaction of a psycopg2 `connection` sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        names = [name for (name,) in cursor.fetchall()]
    return {name: of_rows(_streamed(connection, name)) for name in names if name not in FLEETING}


def _streamed(connection: Any, name: str) -> Iterator[tuple]:
    with connection.cursor(name="rectify_backup") as cursor:
        cursor.itersize = CHUNK
        # As text: the driver's own reading of dates and documents is nobody's business here.
        cursor.execute(f'SELECT t::text FROM "{name}" AS t')  # noqa: S608  a name that the database told
        yield from cursor


def differences(before: Mapping[str, Table], after: Mapping[str, Table]) -> list[str]:
    """A sentence for each table that is not what it was."""
    lines = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if old is None or new is None:
            lines.append(f"{name}：{'还原后没有这张表' if new is None else '备份里没有这张表'}")
        elif old.rows != new.rows:
            lines.append(f"{name}：备份 {old.rows} 行，还原 {new.rows} 行")
        else:
            lines.append(f"{name}：{old.rows} 行，内容不同")
    return lines
