"""manage.py backup: the database, the files and the settings, encrypted, as they are at one moment."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from rectify.backups import keeping, keys, making
from rectify.backups.notes import Note
from rectify.backups.shelf import shelf
from rectify.lib.errors import Refused


class Command(BaseCommand):
    help = "备份数据库、文件和设置（加密），只保留最近几份。--check 检查已有的备份；--key 显示密钥供打印。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", type=int, default=making.KEPT, metavar="份数", help="保留最近几份，默认 7")
        parser.add_argument("--check", action="store_true", help="不新建，逐字节检查已有的备份；有改变则返回 1")
        parser.add_argument("--list", action="store_true", help="列出已有的备份")
        parser.add_argument("--key", action="store_true", help="显示密钥，打印后与备份分开存放")
        parser.add_argument("--key-kept", metavar="末六位", help="确认密钥已另行存放：输入打印件上最后 6 个字符")

    def handle(self, *, keep: int, key_kept: str | None, **options: object) -> None:
        if options["key"]:
            self.show_key()
        elif key_kept:
            self.confirm_key(key_kept)
        elif options["list"]:
            self.list()
        else:
            self.make_or_check(keep, check=bool(options["check"]))

    def make_or_check(self, keep: int, *, check: bool) -> None:
        if keep < 1:
            raise CommandError("至少保留 1 份")
        self.tell(keeping.check_all() if check else keeping.back_up(keep=keep))
        if not keys.confirmed():
            self.stdout.write("密钥只在本机：请用 --key 打印，与备份分开存放，再用 --key-kept 确认。")

    def tell(self, note: Note) -> None:
        if not note.ok:
            raise CommandError(note.told)
        self.stdout.write(note.told)

    def list(self) -> None:
        backups = shelf().backups()
        for backup in backups:
            self.stdout.write(str(backup))
        self.stdout.write(f"共 {len(backups)} 份")

    def show_key(self) -> None:
        self.stdout.write(keys.printed(keys.identity()))
        self.stdout.write("有这把密钥就能读出每一份备份；没有它，谁也读不出来。请打印后锁好，不要和备份放在一起。")

    def confirm_key(self, signs: str) -> None:
        try:
            keys.confirm(signs)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("已记下：密钥另有存放。")
