"""A measuring world of N issues, written in bulk: manage.py load_corpus 100000 (bench/README.md)."""

import time
from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from issues.models import Issue
from rectify.accounts.models import User
from rectify.audit.trail import Fact, record_many
from rectify.lib.dates import business_now
from rectify.lib.rights import as_owner
from rectify.roof.demo import corpus, corpus_rows, corpus_sql

MOST = 5_000_000
BATCH = 1000


class Command(BaseCommand):
    help = "在空数据库里成批写入 N 件测量用问题（不经办理，不能当真实数据用）。PostgreSQL 上一百万件需几分钟。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N", help="问题件数")
        parser.add_argument("--history", action="store_true", help="每件再写三条操作记录，接入校验链（慢）")

    def handle(self, *, count: int, history: bool, **options: object) -> None:
        if not 1 <= count <= MOST:
            raise CommandError(f"件数须在 1 到 {MOST} 之间。")
        if User.objects.exists():
            raise CommandError("数据库里已经有人员，测量数据只写进空数据库。请用 DATABASE_URL 另指定一个。")
        started, now = time.monotonic(), business_now()
        call_command("load_defaults", stdout=self.stdout)
        with transaction.atomic():
            world = corpus.found(now.date())
        way = corpus_sql if connection.vendor == "postgresql" else corpus_rows
        with as_owner():  # temporary tables
            way.write(world, count, now=now, say=self.say)
        if history:
            self.write_history(world)
        if connection.vendor != "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.say(
            f"写入 {count} 件，用时 {time.monotonic() - started:.0f} 秒。登录账号 {corpus.LOGIN}，密码 {corpus.PASSWORD}"
        )

    def write_history(self, world: corpus.CorpusWorld) -> None:
        """Three events an issue, chained like any other."""
        facts = []
        for issue in Issue.objects.only("pk", "number").iterator(chunk_size=2000):
            for act, label in (("dispatch", "下发"), ("sign", "签收"), ("pass_plan", "方案通过")):
                facts.append(Fact(f"issues.issue.{act}", issue, facts={"label": label, "way": "go", "plan": 1}))
            if len(facts) >= BATCH:
                record_many(facts, by=world.head)
                facts = []
        record_many(facts, by=world.head)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
