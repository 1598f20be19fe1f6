"""manage.py parse_deadline --anchor YYYY-MM-DD TEXT …: one JSON object a line (docs/rules.md: reading-deadline)."""

import json
from datetime import date

from django.core.management.base import BaseCommand

from issues.reading.deadlines import read_deadline


class Command(BaseCommand):
    help = "读出时限说法中的日期，每条一行 JSON"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--anchor", type=date.fromisoformat, help="反馈日期，如 2022-02-11")
        parser.add_argument("texts", nargs="+", metavar="TEXT")

    def handle(self, *args, texts, anchor=None, **options):
        for text in texts:
            reading = read_deadline(text, delivered_on=anchor)
            self.stdout.write(json.dumps(reading.as_dict(), ensure_ascii=False))
