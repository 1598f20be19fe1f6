import json

from django.core.management.base import BaseCommand

from ledgers.models.entry import MINUS, PLUS
from ledgers.reconcile import AccountLine, Reconciled, everything


class Command(BaseCommand):
    help = "对账：每个账户每个月的余额、账目与问题、反馈、销号申请是否一致；有差异时退出码为 1"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="以 JSON 输出全部账户和差异")

    def handle(self, **options):
        result = everything()
        if options["json"]:
            self.stdout.write(json.dumps(as_data(result), ensure_ascii=False, indent=1))
        else:
            self.say(result)
        if not result.balanced:
            raise SystemExit(1)

    def say(self, result: Reconciled) -> None:
        counted = result.counted
        self.stdout.write(
            f"对了 {counted['accounts']} 个账户、{counted['entries']} 笔账目、{counted['issues']} 件问题、"
            f"{counted['items']} 条反馈、{counted['closures']} 份销号申请。"
        )
        for difference in result.differences:
            self.stdout.write(f"差异 [{difference.check}] {difference.row}：{difference.text}。{difference.cure}。")
        self.stdout.write("账账相符，没有差异。" if result.balanced else f"共 {len(result.differences)} 处差异。")


def as_data(result: Reconciled) -> dict:
    return {
        "balanced": result.balanced,
        "counted": result.counted,
        "lines": [line_data(line) for line in result.lines],
        "differences": [vars(difference) for difference in result.differences],
    }


def line_data(line: AccountLine) -> dict:
    moved = {kind.value: line.counts[kind] for kind in (*sorted(PLUS), *sorted(MINUS))}
    return {
        "round": line.round_id,
        "unit": line.unit_id,
        "month": f"{line.month:%Y-%m}",
        "opening": line.opening,
        **moved,
        "closing": line.closing,
    }
