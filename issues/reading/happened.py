"""A day on which something happened (交办, 销号, 实际完成时间), as plain data.

Source of the rule: docs/rules.md: reading-cell-text. What happened has one day with its year; nothing is moved into the
year of a feedback, and no period becomes its last day.
"""

from datetime import date

from issues.reading.deadlines import read_deadline
from issues.reading.expressions import span
from issues.reading.sequence import sequence
from issues.reading.tokens import normalise

NO_DAY = "须写明发生在哪年哪月哪日，请填写日期。"


def read_happened(text: str) -> tuple[date | None, str | None]:
    """The day that a text says something happened, and no question; or no day and what is to be asked.

    Empty text and what stands for it (`/`, 无) have neither. Never raises.
    """
    reading = read_deadline(text)
    if reading.question or reading.stages or reading.start:
        return None, reading.question or NO_DAY
    if reading.kind == "none":
        return None, None
    days = sequence(normalise(text).plain).expressions
    if not days and reading.due:  # a cell that holds the number of a day
        return reading.due, None
    if len(days) != 1 or days[0].unit != "day" or days[0].year is None or days[0].before:
        return None, NO_DAY
    try:
        return span(days[0], days[0].year)[0], None
    except ValueError:
        return None, NO_DAY
