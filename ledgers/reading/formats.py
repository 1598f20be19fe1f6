"""Number formats of xlsx and xls: is a number a date, a percentage, or a number."""

import re
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ledgers.reading.grid import figures

DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56}
PERCENTS = {9: 0, 10: 2}
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
MIDNIGHT = "00:00:00"


def meaning(number: int, code: str | None) -> str | int | None:
    """`date`, `time`, the decimals of a percentage, or None for a plain number."""
    if code is None:
        if number in DATES:
            return "date"
        return "time" if number in TIMES else PERCENTS.get(number)
    bare = QUOTED.sub("", code.split(";")[0]).lower()
    if "%" in bare:
        return len(re.search(r"(?:\.([0#?]*))?", bare[bare.find(".") :])[1] or "") if "." in bare else 0
    if re.search(r"[yd年日]", bare) or re.search(r"m(?!m?:)", bare) and not re.search(r"[hs]", bare) or "月" in bare:
        return "date"
    return "time" if re.search(r"[hs]", bare) and not re.search(r"[0#]\.?[0#]*$", bare.replace("ss.0", "")) else None


def shown(value: float, kind: str | int | None, since_1904: bool = False) -> str:
    """A number under its format, as the specification wants it: ISO dates, percentages as displayed."""
    if kind is None:
        return figures(value)
    if isinstance(kind, int):
        return f"{(Decimal(repr(value)) * 100).quantize(Decimal(1).scaleb(-kind), ROUND_HALF_UP)}%"
    if not 0 <= value < 2958466 or (kind == "date" and value < 1):
        return figures(value)
    if kind == "time" and value < 1:
        return (datetime.min + timedelta(seconds=round(value * 86400))).time().isoformat()
    return day(serial(value, since_1904))


def serial(value: float, since_1904: bool) -> datetime:
    """A day number as a moment. 1900 is taken for a leap year below 61, as the program does."""
    if since_1904:
        return datetime(1904, 1, 1) + timedelta(seconds=round(value * 86400))
    zero = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    return zero + timedelta(seconds=round(value * 86400))


def day(moment: datetime) -> str:
    """ISO; the time only where there is one."""
    if moment.time() == time(0):
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")
