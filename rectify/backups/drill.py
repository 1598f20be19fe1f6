"""The drill: the newest backup brought back into a temporary place by the command that would bring it back in earnest."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg2
from django.conf import settings

from rectify.backups import engines, keys
from rectify.backups.keeping import alarm
from rectify.backups.notes import Note, note
from rectify.backups.shelf import moment, shelf
from rectify.lib.errors import Refused

SECONDS = 6 * 3600
NOBODY = "数据库用户不能建库（应当如此）。请设置 DRILL_DATABASE_URL=postgres://rectify_drill:密码@主机:5432/postgres"


def drill() -> Note:
    """Restore, prove, take away; how it ended is noted and, when badly, an alarm."""
    try:
        backup = shelf().newest()
        with _elsewhere() as environment:
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(backup)]
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
            )
    except psycopg2.errors.InsufficientPrivilege:
        return alarm("drill", NOBODY)
    except (Refused, OSError, psycopg2.Error, subprocess.TimeoutExpired) as error:
        return alarm("drill", str(error).strip()[:500])
    if done.returncode:
        return alarm("drill", f"{backup.name}：{(done.stderr or done.stdout).strip()[-500:]}")
    took = next(iter(re.findall(r"用时 [^。\n]+", done.stdout)), "")
    return note(
        "drill", f"{backup.name} 还原到临时地方，核对无误，{took}；备份于 {moment(backup):%Y-%m-%d %H:%M}", ok=True
    )


@contextmanager
def _elsewhere() -> Iterator[Mapping[str, str]]:
    """The environment of an empty installation that goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="drill", dir=settings.VAR) as folder, _database(Path(folder)) as url:
        keys_there = Path(folder) / "keys"
        keys_there.mkdir(mode=0o700)
        (keys_there / "backup.key").touch(mode=0o600)
        (keys_there / "backup.key").write_text(str(keys.identity()), encoding="ascii")
        environment = {"VAR_DIR": folder, "DATABASE_URL": url, "BACKUP_DIR": str(settings.BACKUP_DIR), "DEMO": "0"}
        environment |= {"SECRET_KEY": settings.SECRET_KEY, "CELERY_BROKER_URL": "", "MIGRATE_DATABASE_URL": ""}
        environment |= {
            "HEADS_DIR": ""
        }  # heads of today are no word on a trail of yesterday, and a rehearsal adds none
        environment |= {"ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS), "DJANGO_SETTINGS_MODULE": "rectify.settings"}
        yield {**os.environ, **environment}


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """Another SQLite file; on PostgreSQL another database, of whoever DRILL_DATABASE_URL names: the application may make none."""
    if engines.name() == "sqlite":
        yield f"sqlite:///{folder / 'drill.sqlite3'}"
        return
    name = f"rectify_drill_{token_hex(4)}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield engines.url(name, settings.DRILL_DATABASE)
    finally:
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with engines.own_connection(settings.DRILL_DATABASE) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
