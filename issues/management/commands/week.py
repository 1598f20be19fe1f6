"""Do what is due in the week at a moment: manage.py week --on 2026-11-23T08:45"""

from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError

from issues.actions import weeks
from issues.models import Round
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI, business_now
from rectify.lib.restored import demand_confirmed


class Command(BaseCommand):
    help = "办理到这一时刻为止周调度该办的事（启动本周调度、发清单、提醒、核定未报、拟小结）。重复执行不会重复办理。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--on", default="", help="时刻，例如 2026-11-23T08:45；不写就是现在")
        parser.add_argument("--round", default="", help="只办一个轮次：名称或页面地址中的编号")

    def handle(self, *args, **options) -> None:
        demand_confirmed()
        at, round_ = moment(options["on"]), chosen(options["round"])
        for warning in days.current().warnings(at.date(), date(at.year, 12, 31)):
            self.stderr.write(self.style.WARNING(warning))
        done = weeks.tick(at=at, round_=round_)
        for line in done:
            self.stdout.write(line)
        if not done:
            self.stdout.write(f"{at:%Y-%m-%d %H:%M} 没有到时未办的事")


def moment(text: str) -> datetime:
    """The moment named, on the office's clock. Raises CommandError."""
    if not text:
        return business_now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"读不懂时刻“{text}”。请写成 2026-11-23T08:45。") from None
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def chosen(name: str) -> Round | None:
    """The round named by its public id or its name. Raises CommandError when there is not exactly one."""
    if not name:
        return None
    rounds = Round.objects.filter(public_id=name) or Round.objects.filter(name=name)
    if len(rounds) != 1:
        known = "、".join(Round.objects.values_list("name", flat=True))
        raise CommandError(f"没有（或不止一个）轮次叫“{name}”。现有：{known or '无'}。")
    return rounds[0]
