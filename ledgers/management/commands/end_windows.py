"""End the objection windows that are over: what the clock does every night, by hand."""

from django.core.management.base import BaseCommand

from ledgers.actions.windows import end_due
from rectify.lib.dates import today
from rectify.lib.restored import demand_confirmed


class Command(BaseCommand):
    help = "结束已经期满、异议都已答复的异议期，转待审定。重复执行不会重复办理。"

    def handle(self, *args, **options):
        demand_confirmed()
        lines = end_due(on=today())
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write("没有期满而未转的异议期")
