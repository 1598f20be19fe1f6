"""manage.py restore: a backup brought back into an empty place, proved, in restored mode; --drill rehearses it elsewhere."""

import shlex
from argparse import ArgumentParser
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from rectify.audit.models import ChainHead
from rectify.audit.trail import record
from rectify.backups import keys, wal
from rectify.backups.drill import drill
from rectify.backups.restoring import RestoreOutcome, restore
from rectify.backups.rewinding import rewind
from rectify.backups.shelf import Shelf, shelf
from rectify.lib.errors import Refused
from rectify.lib.rights import as_owner

PROOFS = ("verify_audit", "prove")  # `prove` holds the ledger too; what people still owe each other came back as it was


class Command(BaseCommand):
    help = "把备份还原到空的地方（空库、空文件夹），自己核对，说明丢了多久、用了多久。--drill 只演练。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", nargs="?", help="备份的文件夹；不写则用最新的一份")
        parser.add_argument("--key", type=Path, metavar="文件", help="密钥文件；不写则用本机的")
        parser.add_argument("--drill", action="store_true", help="演练：还原到临时地方，核对后删去")
        parser.add_argument("--wal", action="store_true", help="PostgreSQL：由 pgBackRest 还原到归档的最后一刻")
        parser.add_argument("--until", metavar="时刻", type=moment_of, help='还原到这一刻，如 "2026-11-20 14:03:00"')
        parser.add_argument(
            "--start", metavar="命令", type=shlex.split, help="启动数据库的命令，与 --wal、--until 同用"
        )

    def handle(self, *, backup: str | None, key: Path | None, **options: object) -> None:
        if options["drill"]:
            note = drill()
            if not note.ok:
                raise CommandError(note.told)
            self.stdout.write(note.told)
            return
        try:
            outcome = self.brought_back(backup, self.key(key), options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.tell(outcome)
        self.enter(outcome)
        faults = [*outcome.faults, *proved()]
        if faults:
            raise CommandError("还原的内容核对不符：" + "；".join(faults[:10]))

    def brought_back(self, backup: str | None, key: pyrage.x25519.Identity, options: dict[str, Any]) -> RestoreOutcome:
        """By the archived log where that was asked for, else from a backup. Raises Refused."""
        if options["wal"] or options["until"]:
            if not options["start"]:
                raise CommandError('请用 --start 写明启动数据库的命令，例如 --start "pg_ctlcluster 15 main start"')
            with as_owner():
                return rewind(
                    options["until"], options["start"], key, all_of=Shelf(Path(backup)) if backup else shelf()
                )
        place = Path(backup) if backup else shelf().newest()
        with as_owner():
            return restore(place, key, all_of=Shelf(place.resolve().parent))

    def key(self, place: Path | None) -> pyrage.x25519.Identity:
        try:
            return keys.read(place.read_text(encoding="ascii")) if place else keys.identity()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"读不了密钥文件 {place}") from error

    def tell(self, outcome: RestoreOutcome) -> None:
        lost = int(outcome.lost.total_seconds())
        self.stdout.write(f"已还原到 {timezone.localtime(outcome.made_at):%Y-%m-%d %H:%M:%S}，{outcome.files} 个文件。")
        self.stdout.write(
            f"丢失此后 {lost // 3600} 小时 {lost % 3600 // 60} 分 {lost % 60} 秒（RPO），用时 {outcome.seconds:.1f} 秒（RTO）。"
        )
        if outcome.closed:
            self.stdout.write("找不到更新的备份，不知道此后停用了谁、收回了什么：确认以前只有三员能登录。")
        elif outcome.revoked:
            self.stdout.write(f"按更新的备份，重新停用、收回 {outcome.revoked} 项。")
        if wal.configured():
            self.stdout.write(
                "数据库从此写在新的时间线上：请马上运行 manage.py backup，再用 doctor 看日志是否又在归档。"
            )
        self.stdout.write("现在是还原状态，不发任何通知；两名不同的管理员登录确认后恢复。")

    def enter(self, outcome: RestoreOutcome) -> None:
        """In the trail of what came back, before it is proved: the word kept outside needs its event."""
        with transaction.atomic():
            head, _ = ChainHead.objects.get_or_create(pk=1)
            made_at = f"{timezone.localtime(outcome.made_at):%Y-%m-%d %H:%M:%S}"
            record("audit.chainhead.restore", head, by=None, made_at=made_at, revoked=outcome.revoked)


def moment_of(text: str) -> datetime:
    """Raises CommandError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}”不是时刻，请写成 2026-11-20 14:03:00 这样") from error
    return moment if moment.tzinfo else timezone.make_aware(moment)


def proved() -> list[str]:
    """What the commands that prove say of the database as it is; nothing when all of them are content."""
    faults = []
    for name in (name for name in PROOFS if name in get_commands()):
        try:
            call_command(name, stdout=StringIO(), stderr=StringIO())
        except CommandError as error:
            faults.append(f"{name}：{error}")
        except SystemExit as end:
            faults.extend([f"{name} 不通过"] if end.code else [])
    return faults
