"""manage.py split_feedback FILE --json: a feedback document as a tree (docs/rules.md: reading-document)."""

import json

from django.core.management.base import BaseCommand, CommandError

from issues.reading.paper import SplitRefused
from issues.reading.papers import split_safely


class Command(BaseCommand):
    help = "把反馈文件拆成带编号、层级和角色的条目"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="输出 JSON（也是默认）")

    def handle(self, *args, file, **options):
        try:
            paper = split_safely(file)
        except SplitRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(paper.as_dict(), ensure_ascii=False))
