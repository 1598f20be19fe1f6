"""Deadline wording: the year, and with it the days, of every expression of a text.

Source of the rules: docs/rules.md: reading-deadline.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from issues.reading.expressions import NOT_A_DAY, TWO_WAYS, WORKDAYS, Expression, add_months, span

NO_ANCHOR = "没有反馈日期，无法推算时限，请填写日期。"
BACKWARDS = "后一日期早于前一日期，请补写年份。"
EARLIER = "后一阶段早于前一阶段，请核对日期。"
LEAP_SEARCH = 9


@dataclass(slots=True)
class ReadExpression:
    """An expression with its days. Unsure ones have a doubt; `first` may still be known."""

    expression: Expression
    role: str
    kind: str
    first: date | None = None
    last: date | None = None
    doubt: str = ""


class Years:
    """Gives expressions their years, in the order of the text."""

    def __init__(self, anchor: date | None, calendar=None):
        self.anchor, self.calendar = anchor, calendar

    def resolve(self, expressions: list[Expression]) -> list[ReadExpression]:
        """The days of all expressions."""
        self.previous: date | None = None
        self.year_known = False
        read: list[ReadExpression] = []
        for e in expressions:
            one = ReadExpression(e, "start" if e.role == "from" else e.role, "relative" if e.relative else "date")
            if e.doubt and e.doubt_kind:
                one.doubt, one.kind = e.doubt, e.doubt_kind
            try:
                self._days(e, one, read)
            except (ValueError, OverflowError):
                if not (e.doubt and e.unit == "day"):  # 22.6 may be a month of 2022: one question is enough
                    one.doubt, one.kind = NOT_A_DAY, "relative" if e.relative else "none"
                one.first = one.last = None
            if e.ranged:
                self._bind(read[-1], one, alone=len(read) == 1)
            read.append(one)
        return read

    def _bind(self, start: ReadExpression, end: ReadExpression, *, alone: bool) -> None:
        """A range's end may not lie before its start."""
        if start.doubt:
            end.doubt, start.first = end.doubt or start.doubt, None
        elif start.first and end.last and end.last < start.first:
            end.doubt = end.doubt or BACKWARDS
        elif alone and self._rolled(start, end):
            end.doubt, start.first = end.doubt or TWO_WAYS, None

    def _rolled(self, start: ReadExpression, end: ReadExpression) -> bool:
        """Whether only the start's being past has moved a range without years into the next year (1至6月 in February)."""
        for one in (start.expression, end.expression):
            if one.year is not None or one.shift is not None or one.year_word or one.from_anchor is not None:
                return False
        if not (self.anchor and start.last and end.last) or not self.anchor.year < end.last.year == start.last.year:
            return False
        return span(end.expression, self.anchor.year)[1] >= self.anchor

    def _days(self, e: Expression, one: ReadExpression, read: list[ReadExpression]) -> None:
        if e.relative:
            self._relative(e, one, read)
            return
        if e.unit == "":
            return
        if e.from_anchor is not None:
            self._near(e, one)
        else:
            year, explicit = self._year(e)
            if year is None:
                one.doubt = one.doubt or NO_ANCHOR
                return
            one.first, one.last = span(e, year)
            if not explicit and self.previous and one.last < self.previous and not e.ranged:
                one.doubt = one.doubt or EARLIER
            self.year_known = explicit or self.year_known
        if e.closed and e.role in ("from", "start"):
            one.first = one.last
        self.previous = one.last

    def _year(self, e: Expression) -> tuple[int | None, bool]:
        """The year of an expression, and whether the text says it."""
        if e.year is not None:
            return e.year, True
        if e.year_word == "次年":
            if self.previous and self.year_known:
                return self.previous.year + 1, True
            return (self.anchor.year + 1 if self.anchor else None), True
        if e.shift is not None:
            return (self.anchor.year + e.shift if self.anchor else None), True
        if self.previous:
            return self.previous.year, False
        if self.anchor is None:
            self._must_exist(e)
            return None, False
        return self._first(e, self.anchor), False

    def _first(self, e: Expression, anchor: date) -> int:
        """The year of the first such day on or after the anchor (rule 4)."""
        for year in range(anchor.year, anchor.year + LEAP_SEARCH):
            try:
                if span(e, year)[1] >= anchor:
                    return year
            except ValueError:
                if year == anchor.year + LEAP_SEARCH - 1:
                    raise
        raise ValueError

    def _must_exist(self, e: Expression) -> None:
        span(e, 2024)  # a leap year: 6月31日 and 13月 are in no calendar

    def _near(self, e: Expression, one: ReadExpression) -> None:
        """本月, 下月, 本季度: counted from the anchor's month or quarter."""
        if self.anchor is None:
            one.doubt = one.doubt or NO_ANCHOR
            return
        ahead = e.from_anchor or 0
        if e.unit == "quarter":
            quarter = (self.anchor.month - 1) // 3 + ahead
            e.part = quarter % 4 + 1
            one.first, one.last = span(e, self.anchor.year + quarter // 4)
            return
        day = add_months(self.anchor.replace(day=1), ahead)
        e.month = day.month
        one.first, one.last = span(e, day.year)
        self.year_known = True

    def _relative(self, e: Expression, one: ReadExpression, read: list[ReadExpression]) -> None:
        if one.doubt:
            return
        base = self.anchor
        if e.counted and read:
            base = read[-1].first
            if read[-1].doubt:
                one.doubt = read[-1].doubt
                return
        if e.unit == "workdays" and (self.calendar is None or base is None):
            one.doubt = WORKDAYS
        elif base is None:
            one.doubt = NO_ANCHOR
        elif e.unit == "workdays":
            one.last = self.calendar(base, e.part)
        elif e.unit == "days":
            one.last = base + timedelta(days=e.part)
        else:
            one.last = add_months(base, e.part) + timedelta(days=e.rest)
