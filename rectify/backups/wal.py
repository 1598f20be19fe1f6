"""The database moment by moment: pgBackRest's base copies and the archived log (WAL), where PGBACKREST names it.

Where they lie, who may read them and how many are kept is pgBackRest's own configuration. Here it is called, asked what it has,
and read through: its `verify` reads every byte, but does not miss a segment that is gone (`timelines`).
"""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from rectify.backups import engines
from rectify.lib.errors import Refused
from rectify.lib.restored import restored

WEEK = timedelta(days=7)
SEGMENTS = 256  # below one number in the middle of a segment's name


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


@dataclass(frozen=True)
class Base:
    """A base copy: its name; when it was complete; whether it stands by itself; the first segment it needs, and the place in the
    log (LSN) where it ends."""

    label: str
    stopped: datetime
    whole: bool
    segment: str
    end: int

    @property
    def timeline(self) -> int:
        return int(self.segment[:8], 16)

    @property
    def segment_place(self) -> int:
        """Its first segment, counted from the first of all."""
        return int(self.segment[8:16], 16) * SEGMENTS + int(self.segment[16:], 16)


def back_up() -> None:
    """A base copy: whole once a week and after a return, else what changed. In restored mode none drives another out. Raises
    Refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        timeline = int(cursor.fetchone()[0][:8], 16)
    whole = [base.stopped for base in bases() if base.whole and base.timeline == timeline]
    kind = "diff" if whole and datetime.now(UTC) - max(whole) < WEEK else "full"
    called(*(["--no-expire-auto"] if restored() else []), f"--type={kind}", "backup")


def stanza() -> dict[str, Any]:
    """What pgBackRest says of its copies. Raises Refused."""
    stanzas = json.loads(called("--output=json", "info"))
    if not stanzas or stanzas[0]["status"]["code"] not in (0, 2):  # 2: there is no copy yet
        raise Refused(f"pgBackRest 的存放处有问题：{stanzas[0]['status']['message'] if stanzas else '没有这个 stanza'}")
    return stanzas[0]


def bases() -> list[Base]:
    """Every kept base copy, the oldest first."""
    return [
        Base(
            each["label"],
            datetime.fromtimestamp(each["timestamp"]["stop"], UTC),
            each["type"] == "full",
            each["archive"]["start"],
            lsn(each["lsn"]["stop"]),
        )
        for each in stanza()["backup"]
    ]


def lsn(text: str) -> int:
    """A place in the log: 0/301EF08."""
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def faults() -> list[str]:
    """What its `verify` says of every copy and every piece of the log that is not as it was written."""
    lines = [line.strip() for line in called("--output=text", "verify").splitlines()]
    return [f"pgBackRest 逐字节读出不符（{'；'.join(lines)}）"] if "status: error" in lines else []


def archived_at() -> tuple[datetime | None, bool]:
    """When the server last handed a segment over, and whether its last try failed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_archived_time, last_failed_time FROM pg_stat_archiver")
        last, failed = cursor.fetchone()
    return last, failed is not None and (last is None or failed > last)
