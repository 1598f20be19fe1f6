"""Deadline wording, third step: expressions are combined into one reading. `read_deadline` is the door.

Source of the rules: docs/rules.md: reading-deadline. Never guess: what is not certain has no day, but a question.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from issues.reading import flags
from issues.reading.deadline import KINDS, Deadline, DeadlineStage
from issues.reading.expressions import DAMAGED, TWO_WAYS, VAGUE
from issues.reading.sequence import Reading, sequence
from issues.reading.tokens import MARKS, Text, normalise
from issues.reading.years import EARLIER, ReadExpression, Years

NO_TIME = "没有读出时限，请填写完成时限。"
BY_PROFILE = "须按本轮时限方案确定，请填写日期。"
ONLY_START = "只写了开始时间，请填写完成时限。"
IRREGULAR = "间隔不在每周、每月、每两个月、每季度、每半年、每年之列，请填写完成时限。"
TOO_LONG = "文字过长，请单独填写完成时限。"
EXCEL_ZERO, EXCEL_DAYS = date(1899, 12, 30), range(36526, 73051)
BARE = re.compile(rf"[({MARKS}]*(\d+)(?:\.0+)?[).。,;、]*|(\d{{5,}}\.\d+)")
AROUND = " \t\r\n\u3000；;，,。、"
LONGEST = 2000
CUTS = (";。", ",", "、")
MARK = re.compile(rf"[{MARKS}]$|(?<=[;。,)])\(?\d{{1,2}}[.、)]$")


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
    flagged = flags.present(text.plain)
    if bare := BARE.fullmatch(flags.apart(text.plain) if any(flagged) else text.plain):
        number = _number(original, bare[1] or "0")
        if number:
            long_term, immediate, done = flagged
            return replace(number, long_term=long_term, immediate=immediate, done=done)
    return _combined(text, sequence(text.plain), flagged, Years(anchor, calendar))


def _number(original: str, digits: str) -> Deadline | None:
    """A cell that holds only a number (rule 6); None when it is a date without signs (20220630)."""
    if len(digits) in (6, 8) and digits[:2] in ("19", "20"):
        return None
    if len(digits) == 5 and int(digits) in EXCEL_DAYS:
        return Deadline(original, EXCEL_ZERO + timedelta(days=int(digits)), kind="date")
    if len(digits) > 6:
        return Deadline(original, question=DAMAGED)
    return Deadline(original, kind="date", question=VAGUE)


def _combined(text: Text, reading: Reading, flagged: tuple[bool, bool, bool], years: Years) -> Deadline:
    long_term, immediate, _ = flagged
    deadlines, start, question = [], None, None
    for one in years.resolve(reading.expressions):
        question = question or one.doubt or None
        if one.role == "start" and start is None:
            start = one.first
        elif one.role == "due":
            deadlines.append(one)
    kinds = [
        kind for kind, on in zip(KINDS[2:6], (reading.recurring, reading.done, immediate, long_term), strict=True) if on
    ]
    stages: tuple[DeadlineStage, ...] = ()
    if deadlines:
        kinds.append(_kind(deadlines))
        question = _asked(deadlines, reading)
        if not (reading.either or reading.possible) and (len(deadlines) > 1 or reading.irregular):
            stages = _stages(text, deadlines)
    elif reading.either or reading.possible:
        kinds, question = kinds or ["date"], TWO_WAYS
    elif flags.PROFILE.search(text.plain):
        question = BY_PROFILE
    elif kinds:
        question = IRREGULAR if reading.irregular else reading.doubt or None
    else:
        question = question or (reading.doubt or ONLY_START if reading.expressions else NO_TIME)
    due = deadlines[-1].last if deadlines and not question else None
    kind = "date" if reading.possible else min(kinds, key=KINDS.index, default="none")
    return Deadline(
        text.original, due, start, kind, long_term, immediate, reading.done, reading.every, stages, question
    )


def _asked(deadlines: list[ReadExpression], reading: Reading) -> str | None:
    """What is asked where there are deadlines."""
    if reading.either or reading.possible:
        return TWO_WAYS
    doubt = next((one.doubt for one in deadlines if one.doubt), None) or reading.doubt
    if doubt or reading.irregular:
        return doubt or IRREGULAR
    last = deadlines[-1].last
    return EARLIER if last and any(one.last and one.last > last for one in deadlines) else None


def _kind(deadlines: list[ReadExpression]) -> str:
    """The last stage's kind; an unsure one lends none (rule 14)."""
    sure = [one for one in deadlines if not one.doubt]
    return (sure or deadlines)[-1].kind


def _stages(text: Text, deadlines: list[ReadExpression]) -> tuple[DeadlineStage, ...]:
    """The text cut into one piece for each deadline, at the strongest sign between two of them."""
    places = [0]
    for one, other in zip(deadlines, deadlines[1:], strict=False):
        places.append(_cut(text.plain, one.expression.end, other.expression.start))
    places.append(len(text.plain))
    pieces = [text.piece(a, b).strip(AROUND).rstrip("和及与并") for a, b in zip(places, places[1:], strict=False)]
    return tuple(
        DeadlineStage(piece, None if one.doubt and one.doubt != EARLIER else one.last, one.kind)
        for piece, one in zip(pieces, deadlines, strict=True)
    )


def _cut(plain: str, begin: int, end: int) -> int:
    """Where a text is cut between two times: before a mark of a series, else at the strongest sign outside brackets."""
    if mark := MARK.search(plain, begin, end):
        return mark.start()
    depths, depth = [], 0
    for sign in plain[begin:end]:
        depth -= sign == ")"
        depths.append(depth)
        depth += sign == "("
    outside = min(depths, default=0)
    for signs in CUTS:
        for i in range(end - 1, begin - 1, -1):
            if plain[i] in signs and depths[i - begin] == outside:
                return i
    closing = plain.rfind(")", begin, end)
    opening = plain.find("(", begin, end)
    return closing + 1 if closing >= 0 else opening if opening >= 0 else end
