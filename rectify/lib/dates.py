"""Days and moments: one place that knows the office's time zone and how months are counted."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def business_now() -> datetime:
    """This moment on the office's clock, wherever the server stands."""
    return timezone.now().astimezone(SHANGHAI)


def today() -> date:
    """The office's day: at 23:30 UTC it is already tomorrow there."""
    return business_now().date()


def at_time(day: date, moment: time) -> datetime:
    """A day and an hour of the office as an aware moment."""
    return datetime.combine(day, moment, tzinfo=SHANGHAI)


def plus_months(day: date, months: int) -> date:
    """The same day months later (or earlier), or the last of a month too short for it: 31 January + 1 = 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def monday(day: date) -> date:
    """The Monday of the week that holds the day."""
    return day - timedelta(days=day.weekday())


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def short(day: date) -> str:
    """For lists of this year: 3月5日（周四）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def span(first: date, last: date) -> str:
    """3月2日—3月6日, with years where they differ."""
    if first.year != last.year:
        return f"{chinese(first)}—{chinese(last)}"
    return f"{first.month}月{first.day}日—{last.month}月{last.day}日"


def week_number(day: date) -> str:
    """The week of a day as it is told apart from that of another year: 2027年第1周."""
    year, number, _ = day.isocalendar()
    return f"{year}年第{number}周"


def week_name(day: date) -> str:
    """The same with its days: 2027年第1周（1月4日–10日）."""
    first = monday(day)
    last = first + timedelta(days=6)
    month = "" if last.month == first.month else f"{last.month}月"
    return f"{week_number(day)}（{first.month}月{first.day}日–{month}{last.day}日）"


def read_date(text: str) -> date | None:
    """A day written 2026-3-5, 2026/03/05, 2026.3.5 or 2026年3月5日. None for anything else, also for 31 June.

    The messy dates of real ledgers are read elsewhere; this is for files whose layout we prescribe.
    """
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def day_asked(text: str) -> date:
    """The day that a request writes as 2026-11-30. Raises ValueError for no day, and for one at the ends of the calendar, from
    which none can be counted on."""
    day = date.fromisoformat(text)
    if not 1900 <= day.year <= 2999:
        raise ValueError(text)
    return day
