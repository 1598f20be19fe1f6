"""The database into one file and back, by the tools of each engine: SQLite's online copy, pg_dump and pg_restore."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
from django.conf import settings
from django.db import connections
from django.db.utils import ConnectionHandler

from rectify.backups.tables import FLEETING, Table, closing_sqlite, postgres_tables, sqlite_tables
from rectify.lib.errors import Refused


def name() -> str:
    return connections["default"].vendor


def save(target: Path) -> dict[str, Table]:
    """Write the database as it is at one moment to `target`; gives what its tables held at that moment."""
    return {"sqlite": _save_sqlite, "postgresql": _save_postgres}[name()](target)


def load(source: Path) -> dict[str, Table]:
    """Put the database of `source` in the place of the present one, which is empty; gives what its tables hold now."""
    return {"sqlite": _load_sqlite, "postgresql": _load_postgres}[name()](source)


def is_empty() -> bool:
    """Whether nobody works here yet: no table of people, or nobody in it."""
    with connections["default"].cursor() as cursor:
        if "accounts_user" not in connections["default"].introspection.table_names(cursor):
            return True
        cursor.execute("SELECT COUNT(*) FROM accounts_user")
        return cursor.fetchone()[0] == 0


# ---- SQLite -------------------------------------------------------------------------------------------------------------


def _file() -> Path:
    return Path(connections["default"].settings_dict["NAME"])


def _save_sqlite(target: Path) -> dict[str, Table]:
    with closing_sqlite(_file()) as source, closing_sqlite(target) as copy:
        source.execute("PRAGMA busy_timeout = 20000")
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        for table in _kept_out(copy):
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  a name of FLEETING
        copy.commit()
        copy.execute("VACUUM")  # nothing of what was deleted stays in the file
    return sqlite_tables(target)


def _kept_out(database: sqlite3.Connection) -> list[str]:
    known = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return sorted(FLEETING & known)


def _load_sqlite(source: Path) -> dict[str, Table]:
    connections.close_all()
    target = _file()
    draft = target.with_name(f"{target.name}.part")
    shutil.copyfile(source, draft)
    tables = sqlite_tables(draft)
    for tail in ("-wal", "-shm"):
        target.with_name(target.name + tail).unlink(missing_ok=True)
    draft.replace(target)
    return tables


# ---- PostgreSQL ---------------------------------------------------------------------------------------------------------


def _save_postgres(target: Path) -> dict[str, Table]:
    """One snapshot for the dump and for what is counted beside it."""
    with own_connection() as connection:
        tool = _tool("pg_dump", at_least=connection.server_version // 10000)
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot(), current_schema()")
            snapshot, schema = cursor.fetchone()
        fleeting = [f"--exclude-table-data={schema}.{table}" for table in sorted(FLEETING)]
        _run([tool, "-Fc", "-Z", "6", f"--snapshot={snapshot}", f"--schema={schema}", *fleeting, "-f", str(target)])
        return postgres_tables(connection)


def _load_postgres(source: Path) -> dict[str, Table]:
    connections.close_all()
    with own_connection() as connection:
        tool = _tool("pg_restore", at_least=connection.server_version // 10000)
        connection.autocommit = True
        with connection.cursor() as cursor:
            # Empty by `is_empty`: what stands there is what a first start had laid out.
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')
    _run(
        [
            tool,
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            "-d",
            _database(),
            str(source),
        ]
    )
    with own_connection() as connection:
        return postgres_tables(connection)


def _database() -> str:
    return str(connections["default"].settings_dict["NAME"])


@contextmanager
def own_connection(entry: dict | None = None) -> Iterator[Any]:
    """Beside Django's: its transaction and its time-outs are those of this work alone; `entry` of DATABASES leads elsewhere."""
    connection = psycopg2.connect(**_reached_by(entry))
    try:
        yield connection
    finally:
        connection.close()


def _reached_by(entry: dict | None = None) -> dict[str, str]:
    """What a connection is made with, by the driver's names; a socket's folder may stand among the options."""
    there = ConnectionHandler({"default": entry})["default"] if entry else connections["default"]
    parameters = there.get_connection_params()
    return {key: str(value) for key, value in parameters.items() if key in CONNECTS_BY and value not in (None, "")}


def url(database: str, entry: dict | None = None) -> str:
    """The address of another database on the same server, as DATABASE_URL writes it."""
    at = _reached_by(entry)
    who = f"{quote(at.get('user', ''), safe='')}:{quote(at.get('password', ''), safe='')}"
    more = {key: value for key, value in at.items() if key in {"host", "port", "sslmode", "sslrootcert"}}
    return f"postgres://{who}@/{database}?{urlencode(more)}"


CONNECTS_BY = {"dbname", "database", "user", "password", "host", "port", "sslmode", "sslrootcert"}


def _tool(program: str, *, at_least: int) -> str:
    """The newest of a program of PostgreSQL on this machine. Raises Refused when it is older than the server."""
    places = [shutil.which(program), *map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))]
    versions = {place: _version(place) for place in places if place}
    best = max(versions, key=lambda place: versions[place], default=None)
    if best is None:
        raise Refused(f"本机没有 {program}，请安装 PostgreSQL 客户端程序（版本 {at_least} 或更新）后再运行")
    if versions[best] < at_least:
        raise Refused(
            f"本机的 {program} 是第 {versions[best]} 版，数据库是第 {at_least} 版，请安装同版本或更新的客户端程序"
        )
    return best


def _version(place: str) -> int:
    output = subprocess.run([place, "--version"], capture_output=True, text=True, check=False).stdout
    return int(match[1]) if (match := re.search(r"(\d+)(\.\d+)*\s*(\(|$)", output)) else 0


def _run(command: list[str]) -> None:
    """Raises Refused with what the program said."""
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"{Path(command[0]).name} 没有做完：{done.stderr.strip()[-500:]}")


def _environment() -> Mapping[str, str]:
    """The password goes by the environment: a command line is read by everybody on the machine."""
    variables = {
        f"PG{key.upper()}": value for key, value in _reached_by().items() if key in {"host", "port", "user", "password"}
    }
    return {**os.environ, **variables, "PGDATABASE": _database()}


def size() -> int:
    """Bytes of the database, so that a full disk is seen before it is full."""
    if name() == "sqlite":
        return _file().stat().st_size
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def media() -> Path:
    return Path(settings.MEDIA_ROOT)
