"""Deadline wording: the expressions of a text in their order, and what binds them (range, list, choice, beginning).

Source of the rules: reading specification, section 1.1, rules 8, 9, 12 to 15.
"""

import re
from dataclasses import dataclass, field

from issues.reading import flags
from issues.reading.expressions import DAMAGED, Expression
from issues.reading.parser import Parser
from issues.reading.tokens import SEP, Token, tokens

PARTED = re.compile(r"[(（\[【,;。:]")
RANGE = re.compile(rf"[”\"’)]*{SEP}")
CHOICE = re.compile(r"[^,;。]{0,8}(?:或者?|[/])[^,;。]{0,8}")
APPOSITION = re.compile(r"[(（,]?")
TO_START = re.compile(r"[”\"’)]*")
HOLES = frozenset(("mask", "damaged", "lostyear", "lostmonth"))


@dataclass(slots=True)
class Reading:
    """What the text says before years are settled."""

    expressions: list[Expression] = field(default_factory=list)
    recurring: bool = False
    every: str | None = None
    done: bool = False
    either: bool = False


def sequence(plain: str) -> Reading:
    """The expressions of a normalised text with their roles."""
    reading = Reading()
    found = tokens(plain)
    begin = 0
    for change in flags.CHANGE.finditer(plain):
        begin = change.end()
    if begin:
        found = [token for token in found if token.start >= begin]
    _parse(plain, found, reading)
    _finished(plain, reading)
    return reading


def _parse(plain: str, found: list[Token], reading: Reading) -> None:
    parser = Parser(plain, found)
    recurring = None  # where the recurring words of this clause end
    expressions = reading.expressions
    while parser.at < len(found):
        token = found[parser.at]
        if token.kind in ("recur", "recur2"):
            reading.recurring, recurring = True, token.end
            reading.every = reading.every or flags.every(token)
            parser.at += 1
            continue
        e = parser.expression()
        last = expressions[-1] if expressions else None
        if e is None:
            if (
                token.kind == "start"
                and last
                and last.role == "due"
                and TO_START.fullmatch(plain, last.end, token.start)
            ):
                last.role, last.end = "start", token.end
            continue
        if recurring is not None and e.year is None and flags.BETWEEN_RECURRING.fullmatch(plain, recurring, e.start):
            recurring = e.end
            continue
        if last is None or not _joined(plain, last, e, token.kind, reading):
            _alone(e, last, expressions)


def _alone(e: Expression, last: Expression | None, expressions: list[Expression]) -> None:
    """A day without a month takes the month before it; without one something is lost."""
    if e.unit == "bare":
        return
    if e.unit == "day" and e.month is None and e.from_anchor is None:
        if last is not None and (last.month or last.from_anchor is not None):
            e.month, e.from_anchor = last.month, last.from_anchor
        else:
            e.unsure(DAMAGED, "none")
            e.unit = ""
    expressions.append(e)


def _joined(plain: str, last: Expression, e: Expression, kind: str, reading: Reading) -> bool:
    """Bind an expression to the one before it; True when it has become a part of that one."""
    if last.end == e.start and (kind in HOLES or kind == "feast" or last.unit == "" and last.doubt):
        last.doubt, last.doubt_kind = (last if last.unit == "" and last.doubt else e).doubt, "none"
        last.unit, last.end = "", e.end
        return True
    if kind == "weekday" and last.unit == "day" and APPOSITION.fullmatch(plain, last.end, e.start):
        return True
    ranged = last.role in ("due", "start") and not last.relative and not e.relative
    if ranged and RANGE.fullmatch(plain, last.end, e.start):
        if e.unit == "bare":
            if last.unit != "month" or not 1 <= e.part <= 12:
                return True
            e.unit, e.month, e.part = "month", e.part, None
        _inherit(last, e)
        last.role, e.ranged = "from", True
        reading.expressions.append(e)
        if e.unit == "day" and e.month is None and e.from_anchor is None:
            e.month, e.from_anchor = last.month, last.from_anchor
            if e.month is None and e.from_anchor is None:
                e.unsure(DAMAGED, "none")
                e.unit = ""
        return True
    if CHOICE.fullmatch(plain, last.end, e.start) and e.unit != "bare":
        reading.either = True
    if e.relative and last.role == "start":
        e.counted = True
    return False


def _inherit(last: Expression, e: Expression) -> None:
    """2022年3-8月底, 6月1-15日: the first part may lack what the second says."""
    if last.unit == "day" and last.month is None:
        last.month = e.month


def _finished(plain: str, reading: Reading) -> None:
    """Which dates say when the work was finished (rule 12)."""
    for done in flags.DONE.finditer(plain):
        reading.done = True
        for e in reading.expressions:
            if e.role not in ("due", "from"):
                continue
            if e.end <= done.start():
                if not e.before and not PARTED.search(plain, e.end, done.start()):
                    e.role = "done"
            elif e.start < done.end() or not _later_stage(plain, done.end(), e):
                e.role = "done"


def _later_stage(plain: str, end: int, e: Expression) -> bool:
    """A date behind “done” that begins something new: after ； or 。, or after a comma with 前, 底."""
    between = plain[end : e.start]
    return ";" in between or "。" in between or ("," in between and (e.before or e.closed))
