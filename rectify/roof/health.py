"""Signs of health with their ages: what `/healthz` answers, `doctor` says and an alarm tells.

Each reading is a number and whether it is well. An alarm is told once an episode: `episode` names what it began with.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind
from rectify.audit import proofs
from rectify.audit.models import ChainHead, Event
from rectify.backups import wal
from rectify.backups.notes import notes
from rectify.lib.restored import restored
from rectify.lib.verdict import YES, Verdict, no
from rectify.notices.models import Mailing
from rectify.notices.notify import notify

HEARTBEAT = "rectify.heartbeat"
OLDEST_HEARTBEAT = timedelta(minutes=5)
OLDEST_MAIL = timedelta(hours=1)  # after its slot
OLDEST_BACKUP = timedelta(days=2)
OLDEST_LOG = timedelta(minutes=5)  # the clock writes every minute, so that there always is something to hand over
OLDEST_DRILL = timedelta(days=40)
LEAST_FREE = 2 * 1024**3
UNITS = {"seconds": "秒前", "minutes": "分钟", "hours": "小时前", "mb": "MB"}


@dataclass(frozen=True)
class HealthSign:
    """`code` for programs, `title` for people; `value` in the unit that the code ends in, None where there is none yet. `known`:
    whoever met what is wrong has told it already."""

    code: str
    title: str
    value: int | None
    verdict: Verdict = YES
    episode: str = ""
    known: bool = False

    @property
    def age(self) -> str:
        """The value in words."""
        if self.value is None:
            return "还没有"
        unit = UNITS.get(self.code.rpartition("_")[2], "封")
        return f"{self.value} {unit}"


def readings() -> Iterator[HealthSign]:
    """Every sign in turn; each costs a statement at most."""
    now = timezone.now()
    first = Event.objects.order_by("number").values_list("at", flat=True).first()
    yield _tick(now)
    yield _outbox(now)
    yield _parked()
    yield _proof(now, first)
    yield from _backups(now, first)
    if wal.configured():
        yield _log(now)
    yield _free()


def head() -> str:
    """The end of the trail, to be kept elsewhere."""
    number, digest = ChainHead.objects.filter(pk=1).values_list("number", "digest").first() or (0, "")
    return f"{number}:{digest}"


def _tick(now: datetime) -> HealthSign:
    last = cache.get(HEARTBEAT)
    if last is None:
        why = no("还没有过心跳。请确认 serve（或 worker 和 beat）正在运行，一分钟后再查")
        return HealthSign("tick_seconds", "时钟与后台工作进程", None, why, "never")
    age = now - datetime.fromisoformat(last)
    minutes = int(age.total_seconds() // 60)
    why = YES if age < OLDEST_HEARTBEAT else no(f"最后一次心跳在 {minutes} 分钟前，请重新启动后台工作进程和时钟")
    return HealthSign("tick_seconds", "时钟与后台工作进程", int(age.total_seconds()), why, last)


def _outbox(now: datetime) -> HealthSign:
    """How long the oldest mail has waited since its slot; in restored mode it waits by right."""
    oldest = Mailing.objects.waiting().order_by("slot").values_list("slot", flat=True).first()
    age = max(now - oldest, timedelta(0)) if oldest else timedelta(0)
    late = age > OLDEST_MAIL and restored() is None
    why = (
        no(f"有邮件等了 {int(age.total_seconds() // 3600)} 小时没有发出，请看后台工作进程和邮件服务器") if late else YES
    )
    return HealthSign("outbox_minutes", "待发的邮件", int(age.total_seconds() // 60), why, str(oldest))


def _parked() -> HealthSign:
    parked = list(Mailing.objects.parked().order_by("-pk").values_list("pk", flat=True)[:1000])
    why = no(f"有 {len(parked)} 封邮件多次没有发出，已停发，请在“邮件发送”页看原因后重发") if parked else YES
    return HealthSign("parked", "停发的邮件", len(parked), why, str(parked[:1]))


def _proof(now: datetime, first: datetime | None) -> HealthSign:
    """How long ago everything sealed was worked out again, and whether it held."""
    title = "封存内容的核验"
    if (proof := proofs.last()) is None or proof.finished_at is None:
        waits = first is None or now - first < proofs.OLD  # the first night is still to come
        why = YES if waits else no("还没有核验过。请确认 serve 正在运行，等一夜；或者运行 python manage.py prove")
        return HealthSign("proof_hours", title, None, why, "never")
    hours = _hours(now - proof.finished_at)
    why = YES
    if count := proof.faults.count():
        day = f"{proof.finished_at:%Y-%m-%d}"
        why = no(f"{day} 的核验有 {count} 处不符，请审计管理员看“核验”页。请保留现场，不要恢复备份")
    elif proofs.is_old(proof, at=now):
        why = no(f"最后一次核验在 {hours} 小时前，请看后台工作进程和时钟")
    return HealthSign("proof_hours", title, hours, why, str(proof.pk), known=True)


def _backups(now: datetime, first: datetime | None) -> Iterator[HealthSign]:
    """The newest is young, and what was last made, read through and rehearsed was good."""
    last = notes()
    for kind, code, title, oldest, cure in (
        ("backup", "backup_hours", "备份", OLDEST_BACKUP, "两天内没有备份。请运行 python manage.py backup"),
        (
            "check",
            "check_hours",
            "备份检查",
            OLDEST_BACKUP,
            "两天内没有检查备份。请运行 python manage.py backup --check",
        ),
        (
            "drill",
            "drill_hours",
            "还原演练",
            OLDEST_DRILL,
            "40 天内没有演练还原。请运行 python manage.py restore --drill",
        ),
    ):
        note, since = last.get(kind), last[kind].at if kind in last else first
        why = YES if since is None or now - since <= oldest else no(f"{cure}，并确认时钟和后台工作进程正在运行")
        value, bad = _hours(now - note.at) if note else None, note is not None and not note.ok
        yield HealthSign(code, title, value, no(note.told) if note and bad else why, str(since), known=bad)


def _log(now: datetime) -> HealthSign:
    """How long ago the database last handed a piece of its log over: what is younger is lost with the machine."""
    last, failing = wal.archived_at()
    why = YES
    if failing or last is None or now - last > OLDEST_LOG:
        why = no("数据库的日志没有归档出去，丢了机器就丢了这段时间。请看数据库日志里 archive_command 的回答")
    value = int((now - last).total_seconds()) if last else None
    return HealthSign("log_seconds", "数据库日志的归档", value, why, str(last and last.date()))


def _free() -> HealthSign:
    free = shutil.disk_usage(settings.VAR).free
    why = YES if free >= LEAST_FREE else no(f"{settings.VAR} 只剩 {free // 1024**2} MB，请清理或扩容（至少 2 GB）")
    return HealthSign("free_mb", "磁盘空间", free // 1024**2, why, f"{timezone.localdate()}")


def _hours(age: timedelta) -> int:
    return int(age.total_seconds() // 3600)


def tell() -> None:
    """An alarm for each sign that is not well, once an episode, to those who keep the system."""
    people = User.objects.filter(kind=AccountKind.SYSTEM_ADMIN, is_active=True)
    for reading in readings():
        if not reading.verdict and not reading.known:
            notify(
                people,
                key=f"health:{reading.code}:{reading.episode}",
                kind="alarm",
                title=f"{reading.title}异常",
                why="系统管理员",
                text=reading.verdict.reason,
            )
