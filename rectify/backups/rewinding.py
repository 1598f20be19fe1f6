"""Bringing the database back to a moment by pgBackRest, into the empty folder of a server that stands still; the files and the
rest as from any backup. Runs as whoever may write that folder and start the server."""

import subprocess
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import psycopg2
import pyrage
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from rectify.backups import engines, manifest, parts, timelines, wal
from rectify.backups.making import entries_of, entries_since
from rectify.backups.restoring import (
    RestoreOutcome,
    bring_files,
    bring_settings,
    demand_outside,
    last_word,
    revoke_again,
    tell_outside,
)
from rectify.backups.shelf import Shelf
from rectify.backups.tables import FLEETING
from rectify.lib.errors import Refused
from rectify.lib.restored import Restored, write

PATIENCE = timedelta(hours=2)  # for the server to read the log
FROM_THE_END = (
    "若数据库日志里写着 recovery ended before configured recovery target，那一刻以后没有再写入过："
    "请把 --until 写早一些，或去掉它、用 --wal 还原到归档的最后一刻"
)


def rewind(
    until: datetime | None, start: Sequence[str], key: pyrage.x25519.Identity, *, all_of: Shelf
) -> RestoreOutcome:
    """Bring the database back to `until`, or to the last moment that was archived; `start` is the command that starts its
    server. Raises Refused with a sentence: before anything is changed when the moment is out of reach or files are there."""
    began = time.monotonic()
    _refuse()
    way = timelines.way(until)
    backup = all_of.newest()
    manifest.read(backup, key)
    entries = entries_of(backup, key) | entries_since(all_of, key)
    bring_settings(backup, key)
    wal.called(*way, "restore")
    write(Restored(until or timezone.now(), timezone.now(), closed=True))  # before there is anything to come in to
    reached = _started(start)
    tell_outside()
    files = bring_files(entries, all_of, key)
    _forget_fleeting()
    call_command("migrate", verbosity=0, interactive=False)
    newest = last_word(all_of, key, after=reached)
    revoked = revoke_again(newest.revoked) if newest else 0
    write(Restored(reached, timezone.now(), closed=newest is None))
    connections.close_all()
    return RestoreOutcome(reached, time.monotonic() - began, files, revoked, newest is None, [])


def _refuse() -> None:
    if not wal.configured():
        raise Refused(
            "没有设置 PGBACKREST，或者用的不是 PostgreSQL，不能还原到某一刻。不写 --until、--wal 则由备份还原"
        )
    if any(parts.files_below(engines.media())):
        raise Refused("这里已有文件，还原只能在空的地方进行。请用 VAR_DIR 指向空文件夹")
    demand_outside()


def _started(start: Sequence[str]) -> datetime:
    """Start the server and wait until it has read the log; the moment of the last change it found there. Raises Refused."""
    done = subprocess.run(
        start, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise Refused(f"数据库没有起来，请看它的日志。{FROM_THE_END}")
    end = time.monotonic() + PATIENCE.total_seconds()
    while time.monotonic() < end:
        try:
            with engines.own_connection() as line, line.cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp(), now()")
                reading, reached, now = cursor.fetchone()
        except psycopg2.OperationalError as error:
            raise Refused(f"数据库起来后又停了，请看它的日志。{FROM_THE_END}") from error
        if not reading:
            return reached or now
        time.sleep(0.2)
    raise Refused(f"{PATIENCE} 以后数据库还在读归档的日志，请看它的日志")


def _forget_fleeting() -> None:
    """Sessions and what else no backup holds."""
    with engines.own_connection() as line:
        with line.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            for name in sorted(FLEETING & {name for (name,) in cursor.fetchall()}):
                cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608  a name of FLEETING
        line.commit()
