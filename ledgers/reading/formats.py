"""Number formats of workbooks: what a sheet shows for a number (docs/rules.md: reading-cells).

Days are given as ISO, a month as `2027年3月`, a year as `2027年`: never the first day of a period that the format does not show.
"""

import re
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from ledgers.reading.grid import ShownText, figures
from ledgers.reading.pictures import NumberPicture, picture

MONTHS = {17, 27, 36, 50, 52, 57}
DAYS = {*range(14, 17), 22, *range(28, 32), 51, 53, 54, 58}
TIMES = {18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56}
CODES = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"} | dict.fromkeys((37, 38), "#,##0;-#,##0")
CODES |= dict.fromkeys((39, 40), "#,##0.00;-#,##0.00")
LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|am/pm|a/p', re.IGNORECASE)
MINUTES = re.compile(r"(h+\]?[^a-z]*)m+|m+(?=[^a-z]*s)")
LAST_DAY = 2958466  # 9999-12-31 is the last that a workbook knows
SHOWN_NUMBERS = re.compile(r"\d+")


class Meaning(NamedTuple):
    """What a number format makes of a number: `kind` is day, month, year, time or number."""

    kind: str
    picture: NumberPicture | None = None


@lru_cache(maxsize=4096)
def meaning(number: int, code: str | None) -> Meaning | None:
    """The meaning of a format by its number and its code; None where the plain number is shown."""
    if code is None:
        for fixed, numbers in (("month", MONTHS), ("day", DAYS), ("time", TIMES)):
            if number in numbers:
                return Meaning(fixed)
        code = CODES.get(number)
        if code is None:
            return None
    kind = _part_of_a_day(code)
    if kind:
        return Meaning(kind)
    drawn = picture(code)
    return Meaning("number", drawn) if drawn else None


def _part_of_a_day(code: str) -> str | None:
    """The smallest part of a date that a format shows; None where it is no date."""
    bare = LITERAL.sub("", code.split(";")[0]).lower()
    if re.search(r"[0#?]", bare.replace(".0", "")) or "e+" in bare or "e-" in bare:
        return None
    bare = MINUTES.sub(r"\1", bare)
    if re.search(r"(?<!d)d{1,2}(?!d)|日", bare):
        return "day"
    if "m" in bare or "月" in bare:
        return "month"
    if re.search(r"[yeb年]", bare):
        return "year"
    if re.search(r"d{3}|a{3}", bare):
        return "day"
    return "time" if re.search(r"[hs]", bare) else None


def shown(value: float, meaning: Meaning | None, since_1904: bool = False) -> str:
    """A number as the sheet shows it under its format."""
    if meaning is None:
        return figures(value)
    if meaning.picture:
        drawn, stored = meaning.picture.draw(value), figures(value)
        return stored if drawn == stored or not drawn else ShownText(drawn, stored)
    if meaning.kind == "time" and 0 <= value < 1:
        return (datetime.min + timedelta(seconds=round(value * 86400))).time().isoformat()
    if not 0 <= value < LAST_DAY or (value < 1 and not since_1904):
        return figures(value)
    return of_moment(moment_of(value, since_1904), meaning)


def moment_of(value: float, since_1904: bool) -> datetime:
    """A day number as a moment. 1900 is taken for a leap year below 61, as the program does."""
    if since_1904:
        return datetime(1904, 1, 1) + timedelta(seconds=round(value * 86400, 3))
    zero = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    return zero + timedelta(seconds=round(value * 86400, 3))


def of_moment(moment: datetime, meaning: Meaning | None = None) -> str:
    """A date as the sheet shows it: the month or year where the format shows no more."""
    kind = meaning.kind if meaning else "day"
    if kind == "month":
        return ShownText(f"{moment.year}年{moment.month}月", moment.date().isoformat())
    if kind == "year":
        return ShownText(f"{moment.year}年", moment.date().isoformat())
    if moment.microsecond:
        moment = moment.replace(microsecond=0) + timedelta(seconds=round(moment.microsecond / 1e6))
    iso = moment.date().isoformat()
    if moment.time() == time(0):
        return ShownText(iso, iso)
    return ShownText(moment.isoformat(sep=" ", timespec="seconds"), iso)


def as_displayed(moment: datetime, words: str) -> str:
    """A date by the words a sheet displays for it, where its format is not at hand (.ods)."""
    parts = [int(part) for part in SHOWN_NUMBERS.findall(words)]
    years = {moment.year, moment.year % 100}
    if "日" in words or len(parts) > 2 or not parts:
        return of_moment(moment)
    if len(parts) == 1 and parts[0] in years and parts[0] > 31:
        named = re.search(r"[A-Za-z]{3}|月", words)
        return of_moment(moment, Meaning("month" if named else "year"))
    month_and_year = {parts[0], parts[-1]} >= {moment.month} and (parts[0] in years or parts[-1] in years)
    month_and_day = moment.day in parts and moment.month in parts and moment.year not in parts
    if len(parts) == 2 and month_and_year and not month_and_day:
        return of_moment(moment, Meaning("month"))
    if len(parts) == 1 and (re.search(r"[A-Za-z]{3}", words) and parts[0] in years or words.endswith("月")):
        return of_moment(moment, Meaning("month"))
    return of_moment(moment)
