"""manage.py draw_moves: writes docs/moves.md from the tables of moves."""

from django.conf import settings
from django.core.management.base import BaseCommand

from rectify.workflow.diagram import drawings


class Command(BaseCommand):
    help = "按办理表重画 docs/moves.md。"
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "moves.md"
        path.write_text(drawings(), encoding="utf-8")
        self.stdout.write(f"已写好 {path}")
