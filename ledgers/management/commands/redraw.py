"""Draw again what was drawn, and compare: exits non-zero on a difference."""

from django.core.management.base import BaseCommand, CommandError

from ledgers.models import Draw
from ledgers.redrawing import differences


class Command(BaseCommand):
    help = "按公布的随机数重抽一次，与记录的结果核对；不一致时返回非零。"

    def add_arguments(self, parser):
        parser.add_argument("public_id", help="抽查页地址里的编号")

    def handle(self, *args, **options):
        draw = Draw.objects.filter(public_id=options["public_id"]).first()
        if draw is None:
            raise CommandError(f"没有编号为 {options['public_id']} 的抽查")
        self.stdout.write(f"{draw.title}：备抽名单 {draw.pool_size} 件，校验码 {draw.pool_digest}")
        if lines := differences(draw):
            raise CommandError("；".join(lines))
        if not draw.drawn_at:
            self.stdout.write("备抽名单一致；还没有抽。")
            return
        self.stdout.write(f"随机数 {draw.seed}，抽 {draw.size} 件：{'、'.join(draw.result)}")
        self.stdout.write(self.style.SUCCESS("重抽结果与记录一致"))
