"""A backup from beginning to end, as the clock and the command make it: made, told to the trail, noted; a fault is an alarm."""

from django.db import transaction

from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind
from rectify.audit.models import ChainHead
from rectify.audit.trail import record
from rectify.backups import checking, keys, making, parts, timelines, wal
from rectify.backups.manifest import NAME
from rectify.backups.notes import Kind, Note, note
from rectify.backups.shelf import shelf
from rectify.lib.errors import Refused
from rectify.notices.notify import notify

LABELS = {"backup": "备份", "check": "备份检查", "drill": "还原演练"}


def back_up(*, keep: int = making.KEPT) -> Note:
    """Make one and say how it ended. Raises nothing: a backup that fails is an alarm, not a crash."""
    try:
        folder, made = making.make(keep=keep)
        if wal.configured():
            wal.back_up()
    except Refused as refused:
        return alarm("backup", str(refused))
    rows = sum(table.rows for table in made.tables.values())
    with transaction.atomic():
        head, _ = ChainHead.objects.get_or_create(pk=1)
        digest = parts.digest_of(folder / NAME)
        record("audit.chainhead.backup", head, by=None, name=folder.name, rows=rows, files=made.files, digest=digest)
    return note("backup", f"{folder.name}：{len(made.tables)} 张表 {rows} 行，{made.files} 个文件", ok=True)


def check_all() -> Note:
    """Read every kept backup through."""
    here, key = shelf(), keys.identity()
    try:
        with here.held():
            faults = [*checking.faults(here, key), *(_of_the_log() if wal.configured() else ())]
    except Refused as refused:
        return alarm("check", str(refused))
    if faults:
        return alarm("check", "；".join(faults[:5]) + (f" 等 {len(faults)} 处" if len(faults) > 5 else ""))
    return note("check", f"{len(here.backups())} 份备份逐字节相符", ok=True)


def _of_the_log() -> list[str]:
    return [*wal.faults(), *(f"归档的日志缺 {name}" for name in timelines.missing())]


def alarm(kind: Kind, told: str) -> Note:
    """Note a fault, and tell the system administrators once for each kind and hour it is met."""
    made = note(kind, told, ok=False)
    people = User.objects.filter(kind=AccountKind.SYSTEM_ADMIN, is_active=True)
    notify(
        people,
        key=f"{kind}:{made.at:%Y-%m-%dT%H}",
        kind="alarm",
        title=f"{LABELS[kind]}没有成功",
        why="系统管理员",
        text=told,
    )
    return made
