"""Deadline wording: a time expression (a day, a period, a duration) and the days it has in a year.

Source of the rules: docs/rules.md: reading-deadline. Whatever cannot be read for certain carries a `doubt`: the question
that a person must answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta

MASKED = "日期被遮盖，请填写真实日期。"
DAMAGED = "日期中有字符缺失，请核对原文后填写。"
NOT_A_DAY = "这个日期不存在，请核对。"
HOLIDAY = "节日日期每年不同，请给出具体日期。"
WEEKDAY = "按星期表述的时限不确定，请给出具体日期。"
VAGUE = "说法不确定，请给出具体日期。"
TWO_WAYS = "时限有两种读法，请确认。"
WORKDAYS = "工作日须扣除法定节假日，请给出具体日期。"


@dataclass(slots=True)
class Expression:
    """One time expression: which words, which unit, what is known of it, and what makes it doubtful."""

    start: int
    end: int
    unit: str = ""  # day month xun quarter half year months days workdays, "" when nothing can be made of it
    year: int | None = None
    year_word: str = ""  # 次年, 同年: the year depends on the date before it
    shift: int | None = None  # years from the anchor's year (今年 0, 明年 1)
    month: int = 0  # 0 while it is not known
    part: int = 0  # day, number of quarter or half, months or days of a duration
    rest: int = 0  # days of a duration beside its months
    tenth: tuple[int, int] = (1, 31)  # first and last day of a 旬
    from_anchor: int | None = None  # 本月, 下月, 本季度: periods from the anchor's own
    closed: bool = False  # 底 or 末 is written
    before: bool = False  # 前 is written
    within: bool = False  # 内 is written
    after: bool = False  # 后 is written
    doubt: str = ""
    doubt_kind: str = "date"
    role: str = "due"  # start (…起), from (first part of a range), done (when it was finished), part (of another one)
    ranged: bool = False  # the end of a range that the expression before it begins
    counted: bool = False  # a duration counted from the start before it

    @property
    def bounded(self) -> bool:
        """Whether the words end the time, so that what follows cannot narrow it."""
        return self.closed or self.before or self.within or self.unit in ("day", "xun") or self.role == "start"

    @property
    def relative(self) -> bool:
        return self.unit in ("months", "days", "workdays")

    def unsure(self, question: str, kind: str = "date") -> None:
        """Note a doubt; the first one stays."""
        if not self.doubt:
            self.doubt, self.doubt_kind = question, kind


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day (rule 8)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), month_end(year, month + 1))


def span(e: Expression, year: int) -> tuple[date, date]:
    """First and last day of an expression in a year. Raises ValueError for a day that is not in the calendar."""
    if e.unit == "day":
        day = date(year, e.month, e.part)
        return day, day
    if e.unit == "year":
        return date(year, 1, 1), date(year, 12, 31)
    if e.unit == "half":
        return date(year, 6 * e.part - 5, 1), month_end(year, 6 * e.part)
    if e.unit == "quarter":
        return date(year, 3 * e.part - 2, 1), month_end(year, 3 * e.part)
    last = month_end(year, e.month)
    if e.unit == "xun":
        return date(year, e.month, e.tenth[0]), min(date(year, e.month, min(e.tenth[1], last.day)), last)
    return date(year, e.month, 1), last
