"""Working days as a value: no database, no clock, so that deadlines and the planner stay pure functions."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType

from rectify.lib.dates import plus_months

ONE_DAY = timedelta(days=1)
# A notice of the State Council names at least 22 days off a year; one or two typed by hand do not make a year known.
ENOUGH_DAYS_OFF = 10
UNITS = {"day": "日", "workday": "个工作日", "week": "周", "month": "个月", "year": "年"}


@dataclass(frozen=True)
class Exceptional:
    """A day that is not what its weekday says."""

    date: date
    works: bool
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """Weekends, and the days that differ. A year without entries is a year of plain weekends, and `warnings` says so."""

    days: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    known_years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, days: Iterable[Exceptional]) -> "Calendar":
        by_date = {day.date: day for day in days}
        off = Counter(day.date.year for day in by_date.values() if not day.works)
        return cls(MappingProxyType(by_date), frozenset(year for year, n in off.items() if n >= ENOUGH_DAYS_OFF))

    def is_working(self, day: date) -> bool:
        exception = self.days.get(day)
        return exception.works if exception else day.weekday() < 5

    def name_of(self, day: date) -> str:
        """国庆节, or nothing on an ordinary day."""
        exception = self.days.get(day)
        return exception.name if exception else ""

    def next_working(self, day: date) -> date:
        """The day itself when it works, else the nearest after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself when it works, else the nearest before it: a deadline on a holiday moves here."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after (or, below zero, before) the day, which itself is not counted. 0: `next_working`."""
        if n == 0:
            return self.next_working(day)
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` lies before."""
        return self._worked(last) - self._worked(first)

    def _worked(self, day: date) -> int:
        """Working days from the first Monday there was up to and including `day`: a list page asks it for every row."""
        weeks, rest = divmod(day.toordinal() - 1, 7)
        days, corrections = self._corrections
        return weeks * 5 + min(rest + 1, 5) + corrections[bisect_right(days, day)]

    @cached_property
    def _corrections(self) -> tuple[list[date], list[int]]:
        """The days that differ from their weekday, and by how much all of them before each place change a count."""
        days = sorted(day for day, it in self.days.items() if it.works != (day.weekday() < 5))
        return days, list(accumulate((1 if self.days[day].works else -1 for day in days), initial=0))

    def term(self, day: date, number: int, unit: str) -> date:
        """The day a term of `number` `unit`s (see UNITS) ends that runs from `day`; the day itself is not counted."""
        if unit == "workday":
            return self.add_working_days(day, number)
        if unit in ("month", "year"):
            return plus_months(day, number * (12 if unit == "year" else 1))
        return day + timedelta(days=number * {"day": 1, "week": 7}[unit])

    def known(self, year: int) -> bool:
        return year in self.known_years

    def missing_years(self, since: date, upto: date) -> list[int]:
        """Years between the two days whose holidays nobody has entered."""
        return [year for year in range(since.year, upto.year + 1) if not self.known(year)]

    def warnings(self, since: date, upto: date) -> list[str]:
        """What to show, loudly, wherever days up to `upto` are counted."""
        return [
            f"还没有录入{year}年的放假调休安排，{year}年暂按周一至周五上班计算，期限可能有出入。"
            f"请系统管理员在“工作日历”中导入{year}年的安排。"
            for year in self.missing_years(since, upto)
        ]
