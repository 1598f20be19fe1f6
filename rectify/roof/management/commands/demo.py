"""The demo city: built into an empty database, rebuilt only where it was built before."""

import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from issues.models import Evidence
from rectify.audit import heads
from rectify.lib.filestore import forget
from rectify.lib.remembered import forget_all
from rectify.roof.demo import city
from rectify.roof.demo.cast import PASSWORD
from rectify.serving.place import claim_folder


class Command(BaseCommand):
    help = "在空数据库里建立演示城市；--rebuild 清空原来的演示城市再建。别的数据库一律不动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="先清空，只限演示城市的数据库")

    def handle(self, *, rebuild: bool, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError(
                "演示城市的密码人人知道，只能建在本机内置数据库里。现在的设置不是演示，没有改动任何数据。"
            )
        started = time.monotonic()
        if rebuild:
            with claim_folder(settings.VAR / "run" / "serve.lock"):
                call_command("migrate", verbosity=0, interactive=False)
                self.empty()
                self.build(started)
        else:
            self.build(started)

    def build(self, started: float) -> None:
        call_command("load_defaults", stdout=self.stdout)
        if not city.is_empty():
            raise CommandError("数据库里已经有人员和数据，演示城市只建在空数据库里。要重建演示城市，请用 make demo。")
        self.say("正在建立演示城市，大约一分钟：")
        city.build(self.say)
        self.say(f"演示城市已建好，用时 {time.monotonic() - started:.0f} 秒。所有账号的密码都是 {PASSWORD}")
        self.say(
            "督查办 head clerk，领导 leader，单位联络员如 zjj1，主要负责人如 zjj2，三员 sysadmin secadmin auditor。"
        )

    def empty(self) -> None:
        """Delete everything of a demo city. Raises CommandError for any other database that is not empty."""
        if city.is_empty():
            return
        if not city.is_demo():
            raise CommandError(
                "这个数据库不是演示城市，里面可能是真实数据，不能清空。要看演示，请用 VAR_DIR 指定另一个文件夹。"
            )
        self.say("正在清空原来的演示城市……")
        for path in Evidence.objects.values_list("path", flat=True):
            forget(path)
        database = Path(connection.settings_dict["NAME"])
        connections.close_all()
        # The guards refuse to empty tables, and rightly so: the whole file goes instead.
        for leaf in database.parent.glob(f"{database.name}*"):
            leaf.unlink()
        heads.forget()
        forget_all()
        call_command("migrate", verbosity=0, interactive=False)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
