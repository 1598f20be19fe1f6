"""Changing the calendar: single days and a whole notice of the State Council as a file. The system administrator's work."""

from datetime import date

from django.db import transaction

from rectify.accounts import policies
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.calendars import days
from rectify.calendars.calendar import Exceptional
from rectify.calendars.models import Day
from rectify.lib.errors import Refused
from rectify.workflow.move import demand_all


@transaction.atomic
def put(*, day: date, works: bool, by: User, name: str = "") -> None:
    """Say of a day whether it is worked on."""
    demand_all([policies.system_admin(by)])
    row = days.set_day(day, works=works, name=name)
    record("calendars.day.set", row, by=by, day=str(day), what=_words(works), name=row.name or "未写名称")


@transaction.atomic
def restore(*, day: date, by: User) -> None:
    """Make it an ordinary day of its weekday."""
    demand_all([policies.system_admin(by)])
    row = days.restore_day(day)
    record("calendars.day.restore", row, by=by, day=str(day), what=_words(row.works))


@transaction.atomic
def import_file(*, rows: list[Exceptional], source: str, by: User, overwrite: bool = False) -> days.Imported:
    """Write the days of a file, all or none; days that a person has set stay unless `overwrite`."""
    demand_all([policies.system_admin(by)])
    if not rows:
        raise Refused("文件里没有一天，没有写入。请检查文件")
    done = days.import_days(rows, overwrite=overwrite)
    first = Day.objects.filter(date__in=[row.date for row in rows]).order_by("date").first()
    record("calendars.day.import", first, by=by, source=source, added=done.added, changed=done.changed, left=done.left)
    return done


def _words(works: bool) -> str:
    return "上班" if works else "休息"
