"""Building the front end alone, as tests and the offline bundle need it."""

from django.conf import settings
from django.core.management.base import BaseCommand

from rectify.serving.prepare import build_frontend


class Command(BaseCommand):
    help = "生成 static/dist（样式、脚本、图标）。没有变化时什么也不做。"
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        build_frontend(self.stdout.write)
        self.stdout.write(f"前端文件已就绪：{settings.BASE_DIR / 'static' / 'dist'}")
