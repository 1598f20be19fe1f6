"""Work out again everything that is sealed: exit 0 when all of it holds, 1 with every row and file that does not."""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from rectify.audit import heads, proofs
from rectify.audit.seals import Fault

NO_HEADS = "没有设置 HEADS_DIR：链头只存在本机，记录的末尾若被截去、链头也一并改掉，本次查不出来"


class Command(BaseCommand):
    help = "核验：凡封存的都重新算一遍，与当时的校验码、与操作记录比对。全部相符则退出码为 0，否则为 1，并列出每一处。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--since", metavar="年-月-日", type=day, help="只核这一天以来封存的；记录和账目仍全部核")

    def handle(self, *, json: bool, since: date | None, **options: object) -> None:
        looked: Counter = Counter()
        faults: list[Fault] = []
        for check, piece in proofs.run(since):
            looked[check.title] += piece.looked
            faults += piece.faults
        self.as_json(looked, faults) if json else self.say(looked, faults)
        if faults:
            raise SystemExit(1)

    def say(self, looked: Counter, faults: list[Fault]) -> None:
        for title, count in looked.items():
            self.stdout.write(f"{count:>9}  {title}")
        for fault in faults:
            self.stdout.write(f"不符 [{fault.check}] {fault.row}（{fault.about}）：{fault.why}。")
        for note in notes():
            self.stdout.write(f"注意：{note}。")
        self.stdout.write(f"共 {len(faults)} 处不符。请保留现场，不要恢复备份。" if faults else "全部相符。")

    def as_json(self, looked: Counter, faults: list[Fault]) -> None:
        data = {"sound": not faults, "looked": looked, "faults": [vars(fault) for fault in faults], "notes": notes()}
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))


def notes() -> list[str]:
    """What is no fault and yet has to be known."""
    known = [
        f"{head.at[:16].replace('T', ' ')} 曾还原到第 {head.number} 条，其前另存到第 {last} 条，差的随还原丢失"
        for head, last in heads.returned()
    ]
    return known if heads.outside() else [NO_HEADS, *known]


def day(text: str) -> date:
    """Raises CommandError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}”不是日期，请写成 2026-11-20 这样") from error
