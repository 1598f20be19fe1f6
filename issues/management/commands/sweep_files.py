"""Remove evidence files that no row names: a process died between file and row."""

from django.core.management.base import BaseCommand

from issues.actions.evidence import sweep
from rectify.lib.restored import demand_confirmed


class Command(BaseCommand):
    help = "清理没有登记的佐证文件（存放满一天的）"

    def handle(self, *args, **options):
        demand_confirmed()
        self.stdout.write(f"清理了 {sweep()} 份没有登记的文件")
