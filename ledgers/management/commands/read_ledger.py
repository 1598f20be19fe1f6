"""manage.py read_ledger FILE --json: a workbook's rows and questions (docs/rules.md: reading-ledger)."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from ledgers.reading.sheet import ReadRefused
from ledgers.reading.workbooks import read_safely


class Command(BaseCommand):
    help = "读出工作簿中的台账：各行的值和需要人回答的问题"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="输出 JSON（也是默认）")
        parser.add_argument("--anchor", type=date.fromisoformat, help="反馈日期，如 2022-02-11")
        parser.add_argument("--account", action="store_true", help="每张表有内容的单元格各到了哪里，合计应等于全部")

    def handle(self, *args, file, anchor=None, account=False, **options):
        try:
            book = read_safely(file, anchor=anchor)
        except ReadRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        answer = book.account() if account else book.as_dict()
        if account and options["json"]:
            answer = book.as_dict() | {"account": answer}
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
