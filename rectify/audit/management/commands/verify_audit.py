"""Prove the trail from the shell: exit 0 when whole, 1 with the first broken row."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rectify.audit.models import ChainHead, Event
from rectify.audit.trail import verify


class Command(BaseCommand):
    help = "核验操作记录：逐条重算校验码。完好则退出码为 0，否则为 1 并指出第一条不对的记录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kept",
            metavar="序号:校验码",
            action="append",
            default=[],
            help="另行保存的链头，与库中同号记录比对；可写多个",
        )

    def handle(self, *, kept: list[str], **options: object) -> None:
        count, broken = verify()
        if broken is not None:
            at = f"（{timezone.localtime(broken.at):%Y-%m-%d %H:%M}）" if broken.at else ""
            raise CommandError(f"第 {broken.number} 条{at}：{broken.why}。此前 {count} 条完好。")
        for each in kept:
            self.compare(each)
        head = ChainHead.objects.filter(pk=1).first()
        self.stdout.write(f"{count} 条全部相接，内容与当时的校验码相符。")
        if head:
            self.stdout.write(f"链头 {head.number}:{head.digest}（可另存，以后用 --kept 比对，能发现整链重算）")

    def compare(self, kept: str) -> None:
        """A chain computed anew from end to end agrees with itself, but not with a head that was kept elsewhere."""
        number, _, digest = kept.partition(":")
        if not number.isdecimal() or not digest:
            raise CommandError(f"“{kept}”应写成 序号:校验码")
        stored = Event.objects.filter(number=int(number)).values_list("digest", flat=True).first()
        if stored != digest:
            raise CommandError(f"第 {number} 条：与另存的链头不符，{'整链可能重算过' if stored else '记录已被截去'}。")
