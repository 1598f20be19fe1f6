"""Deadline wording, third step: expressions are combined into one reading. `read_deadline` is the door.

Source of the rules: reading specification, section 1. Never guess: what is not certain has no day, but a question.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from issues.reading import flags
from issues.reading.deadline import KINDS, Deadline, Stage
from issues.reading.expressions import DAMAGED, TWO_WAYS, VAGUE, Expression
from issues.reading.sequence import Reading, sequence
from issues.reading.tokens import Text, normalise
from issues.reading.years import Years

NO_TIME = "没有读出时限，请填写完成时限。"
BY_PROFILE = "须按本轮时限方案确定，请填写日期。"
ONLY_START = "只写了开始时间，请填写完成时限。"
TOO_LONG = "文字过长，请单独填写完成时限。"
EXCEL_ZERO, EXCEL_DAYS = date(1899, 12, 30), range(36526, 73051)
BARE = re.compile(r"[(\[]?(\d+)(?:\.0+)?[)\].。,;、]*|(\d{5,}\.\d+)")
LONGEST = 2000
CUTS = ("；;。\n", "，,", "、 ")


def read_deadline(
    text: str,
    *,
    delivered_on: date | None = None,
    today: date | None = None,
    calendar: Callable[[date, int], date] | None = None,
) -> Deadline:
    """What a phrase says about the time.

    `delivered_on` is the day on which the feedback was given, from which periods count; `today` stands in where there is
    none. `calendar(day, n)` gives the n-th working day after a day; without it working days remain a question. Never raises.
    """
    anchor = delivered_on or today
    if calendar is None:
        return _cached(text, anchor)
    return _read(text, anchor, calendar)


@lru_cache(maxsize=20_000)
def _cached(text: str, anchor: date | None) -> Deadline:
    return _read(text, anchor, None)


def _read(original: str, anchor: date | None, calendar) -> Deadline:
    if len(original) > LONGEST:
        return Deadline(original, question=TOO_LONG)
    text = normalise(original)
    if flags.NOTHING.fullmatch(text.plain):
        return Deadline(original)
    if bare := BARE.fullmatch(text.plain):
        found = _number(original, bare[1] or "0")
        if found:
            return found
    return _combined(text, sequence(text.plain), Years(anchor, calendar))


def _number(original: str, digits: str) -> Deadline | None:
    """A cell that holds only a number (rule 6); None when it is a date without signs (20220630)."""
    if len(digits) in (6, 8) and digits[:2] in ("19", "20"):
        return None
    if len(digits) == 5 and int(digits) in EXCEL_DAYS:
        return Deadline(original, EXCEL_ZERO + timedelta(days=int(digits)), kind="date")
    if len(digits) > 6:
        return Deadline(original, question=DAMAGED)
    return Deadline(original, kind="date", question=VAGUE)


def _combined(text: Text, reading: Reading, years: Years) -> Deadline:
    plain = text.plain
    long_term = flags.LONG_TERM.search(plain) is not None
    immediate = flags.IMMEDIATE.search(plain) is not None
    done = reading.done  # with a date of its own or without
    kinds, question, due, start, stages = [], None, None, None, ()
    if reading.recurring:
        kinds.append("recurring")
    kinds += [kind for kind, on in (("done", done), ("immediate", immediate), ("long_term", long_term)) if on]
    read = years.resolve(reading.expressions)
    for one in read:
        if one.role == "start" and start is None:
            start = one.first
    deadlines = [one for one in read if one.role == "due"]
    if deadlines:
        kinds.append(_kind(deadlines))
        question = next((one.doubt for one in deadlines if one.doubt), None)
        due = None if question else deadlines[-1].last
        if len(deadlines) > 1 and not reading.either:
            stages = _stages(text, deadlines, reading)
        if reading.either:
            due, question = None, question or TWO_WAYS
    elif flags.PROFILE.search(plain):
        question = BY_PROFILE
    elif not kinds:
        question = next((one.doubt for one in read if one.doubt), None) or (
            ONLY_START if reading.expressions else NO_TIME
        )
    kind = min(kinds, key=KINDS.index, default="none")
    return Deadline(text.original, due, start, kind, long_term, immediate, done, reading.every, stages, question)


def _kind(deadlines: list) -> str:
    """The last stage's kind; an unsure one lends none (rule 14)."""
    sure = [one for one in deadlines if not one.doubt]
    return (sure or deadlines)[-1].kind


def _stages(text: Text, deadlines: list, reading: Reading) -> tuple[Stage, ...]:
    """The text cut into one piece for each deadline, at the strongest sign between two of them."""
    places = [0]
    for one, other in zip(deadlines, deadlines[1:], strict=False):
        places.append(_cut(text, one.expression, other.expression))
    places.append(len(text.plain))
    pieces = [text.piece(a, b).strip(" \t\r\n\u3000；;，,。、") for a, b in zip(places, places[1:], strict=False)]
    return tuple(
        Stage(piece, None if one.doubt else one.last, one.kind) for piece, one in zip(pieces, deadlines, strict=True)
    )


def _cut(text: Text, one: Expression, other: Expression) -> int:
    between = text.plain[one.end : other.start]
    for signs in CUTS:
        for i in range(len(between) - 1, -1, -1):
            if between[i] in signs:
                return one.end + i
    return other.start
