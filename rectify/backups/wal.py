"""The database moment by moment: pgBackRest's base copies and the archived log (WAL), where PGBACKREST names it.

Where they lie, who may read them and how many are kept is pgBackRest's own configuration. Here it is called, asked how far it
reaches, and read through: its `verify` reads every byte, but does not miss a segment that is gone.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from rectify.backups import engines
from rectify.lib.errors import Refused

SEGMENT = re.compile(r"/([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})-[0-9a-f]{40}\.")
SEGMENTS = 256  # of 16 MB below one number in the middle of a segment's name
WEEK = timedelta(days=7)


def configured() -> bool:
    return bool(settings.PGBACKREST) and engines.name() == "postgresql"


def called(*words: str) -> str:
    """What pgBackRest printed. Raises Refused with its sentence."""
    try:
        done = subprocess.run([*settings.PGBACKREST, *words], capture_output=True, text=True, check=False)
    except OSError as error:
        raise Refused(f"PGBACKREST 所写的程序运行不了：{error.strerror}。请安装 pgbackrest 或改正这个设置") from error
    if done.returncode:
        raise Refused(f"pgBackRest {words[-1]} 没有做完：{(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout


def back_up() -> None:
    """A base copy: whole once a week, else what changed. Raises Refused."""
    whole = [base.stopped for base in bases() if base.whole]
    called(f"--type={'diff' if whole and datetime.now(UTC) - max(whole) < WEEK else 'full'}", "backup")


@dataclass(frozen=True)
class Base:
    """A base copy: when it was complete, whether it stands by itself, the first segment it needs."""

    stopped: datetime
    whole: bool
    segment: str


def _stanza() -> dict[str, Any]:
    stanzas = json.loads(called("--output=json", "info"))
    if not stanzas or stanzas[0]["status"]["code"] not in (0, 2):  # 2: there is no copy yet
        raise Refused(f"pgBackRest 的存放处有问题：{stanzas[0]['status']['message'] if stanzas else '没有这个 stanza'}")
    return stanzas[0]


def bases() -> list[Base]:
    """Every kept base copy, the oldest first."""
    return [
        Base(
            datetime.fromtimestamp(each["timestamp"]["stop"], UTC),
            each["type"] == "full",
            each["archive"]["start"] or "",
        )
        for each in _stanza()["backup"]
    ]


def segments() -> dict[str, datetime]:
    """The archived segments by name, each with the moment at which it was archived."""
    listed = json.loads(called("--recurse", "--output=json", "repo-ls", f"archive/{_stanza()['name']}"))
    return {
        "".join(match.groups()): datetime.fromtimestamp(each["time"], UTC)
        for path, each in listed.items()
        if (match := SEGMENT.search(f"/{path}"))
    }


def reach() -> tuple[datetime, datetime]:
    """The moments between which the database can be brought back. Raises Refused when there is nothing to bring back from."""
    if not (copies := bases()) or not (archived := segments()):
        raise Refused("pgBackRest 还没有备份，请先运行 python manage.py backup")
    return min(copy.stopped for copy in copies), max(archived.values())


def faults() -> list[str]:
    """A sentence for each copy or stretch of the log that is not as it was written, and for each segment that is not there."""
    report = called("--output=text", "verify")
    lines = [line.strip() for line in report.splitlines()]
    bad = [f"pgBackRest 逐字节读出不符（{'；'.join(lines)}）"] if "status: error" in lines else []
    first = min((base.segment for base in bases()), default="")
    return [*bad, *(f"归档的日志缺 {name}" for name in gaps(sorted(segments()), first))]


def gaps(names: Sequence[str], first: str) -> Iterator[str]:
    """Segments from `first` on that should stand between the others; a new line of time begins where the old one was left."""
    known = {_place(name) for name in names if name >= first} | ({_place(first)} if first else set())
    lowest = _place(first) if first else min(known, default=0)
    archived = {_place(name) for name in names}
    for place in range(lowest, max(known, default=0) + 1):
        if place not in archived:
            yield f"{place // SEGMENTS:08X}{place % SEGMENTS:08X}"


def _place(name: str) -> int:
    return int(name[8:16], 16) * SEGMENTS + int(name[16:], 16)


def archived_at() -> tuple[datetime | None, bool]:
    """When the server last handed a segment over, and whether its last try failed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_archived_time, last_failed_time FROM pg_stat_archiver")
        last, failed = cursor.fetchone()
    return last, failed is not None and (last is None or failed > last)
