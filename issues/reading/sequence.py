"""Deadline wording: the expressions of a text in their order, and what binds them (range, list, beginning, change).

Source of the rules: docs/rules.md: reading-deadline.
"""

import re
from dataclasses import dataclass, field

from issues.reading import flags
from issues.reading.beside import CLOSED, EVENT, FLAG, OFTEN, OPEN, PERIOD, Account, ReadSpan, skeleton
from issues.reading.expressions import DAMAGED, TWO_WAYS, Expression
from issues.reading.parser import OPENERS, Parser
from issues.reading.tokens import MARKS, SEP, Token, tokens

PARTED = re.compile(r"[(,;。:]")
RANGE = re.compile(rf"[”\"’)]*{SEP}")
APPOSITION = re.compile(r"[(,]?")
TO_START = re.compile(r"[”\"’)]*")
LENGTH = re.compile(r"[(,;]?(?:共计?|合计|为期|历时|用时|时长|总?工期|时间)?[为约:]?")
COUNTED = re.compile(r"[(,]?(?:为期|历时|用时)?")
SEVERAL = re.compile(r"[^,;。]{0,6}?(?:[两二三四五六七八九十百]|[2-9]|\d{2,})次")
NUMBERED = re.compile(rf"(?:^|(?<=[;。({MARKS}]))\d{{1,2}}(?=、\d{{1,2}}月(?!、))")
QUOTES = re.compile("[“\"‘']?")
HOLES = frozenset(("mask", "damaged", "lostyear", "lostmonth"))
RECURRING = ("recur", "recur2")


@dataclass(slots=True)
class Reading:
    """What the text says before years are settled."""

    expressions: list[Expression] = field(default_factory=list)
    recurring: bool = False
    every: str | None = None
    irregular: bool = False  # a recurring duty that no value of `every` says
    done: bool = False
    either: bool = False
    possible: bool = False  # a new date only for the case that an extension is granted
    begin: int = 0  # where the words that count begin: behind 延期至
    spans: list[ReadSpan] = field(default_factory=list)  # words that are read already, besides the expressions
    doubt: str = ""  # a question that belongs to no deadline


def sequence(plain: str) -> Reading:
    """The expressions of a normalised text with their roles, each with a doubt where its words are not accounted for."""
    reading = Reading()
    lexed = tokens(plain)
    for change in flags.CHANGE.finditer(plain):
        reading.begin = change.end()
        dates = [token.end for token in lexed if token.end <= change.start() and token.kind in OPENERS]
        reading.possible = flags.POSSIBLE.search(plain, dates[-1] if dates else 0, change.start()) is not None
    if reading.begin:
        lexed = [token for token in lexed if token.start >= reading.begin]
    _parse(plain, lexed, reading)
    if len(reading.expressions) == 1 and not reading.spans:
        only = reading.expressions[0]
        if only.start == reading.begin and only.end == len(plain):
            return reading  # nothing stands beside the time
    _numbered(plain, reading)
    _finished(plain, reading)
    _begun(plain, reading)
    _account(plain, lexed, reading)
    return reading


def _parse(plain: str, lexed: list[Token], reading: Reading) -> None:
    parser = Parser(plain, lexed)
    expressions, intervals = reading.expressions, set()
    while parser.at < len(lexed):
        token = lexed[parser.at]
        if token.kind in RECURRING:
            intervals.add(None if SEVERAL.match(plain, token.end) else flags.every(token))
            parser.at += 1
            while parser.next("end", "before", "within", "clock", "xun", "early"):
                pass
            reading.spans.append(ReadSpan(token.start, lexed[parser.at - 1].end, OFTEN))
            continue
        e = parser.expression()
        last = expressions[-1] if expressions else None
        if e is None:
            _beside(plain, token, last)
        elif _of_recurring(plain, e, reading.spans):
            reading.spans.append(reading.spans.pop()._replace(end=e.end))
        elif _replaced(plain, e, last, reading) or _length(plain, e, last, reading):
            continue
        elif last is None or not _joined(plain, last=last, e=e, kind=token.kind, reading=reading):
            _alone(e, last, expressions)
    reading.recurring = bool(intervals)
    reading.irregular = len(intervals) > 1 or None in intervals
    reading.every = None if reading.irregular else next(iter(intervals), None)


def _beside(plain: str, token: Token, last: Expression | None) -> None:
    """起, 开始, 以来, 至今 straight behind a time make it a beginning."""
    if token.kind not in ("start", "since") or last is None or last.role != "due":
        return
    if TO_START.fullmatch(plain, last.end, token.start):
        last.role, last.end = "start", token.end


def _of_recurring(plain: str, e: Expression, spans: list[ReadSpan]) -> bool:
    """Whether a time without year says when in each period (每年6月底和12月底)."""
    if not spans or spans[-1].sign != OFTEN or e.year is not None:
        return False
    return flags.BETWEEN_RECURRING.fullmatch(plain, spans[-1].end, e.start) is not None


def _replaced(plain: str, e: Expression, last: Expression | None, reading: Reading) -> bool:
    """A date after 原定 or 原计划 does not count, nor the second part of its range (rule 15)."""
    if "原" not in plain:
        return False
    original = flags.ORIGINAL.search(plain[reading.begin : e.start])
    old = reading.spans[-1] if reading.spans else None
    if original:
        start = reading.begin + original.start()
    elif old and old.sign == FLAG and RANGE.fullmatch(plain, old.end, e.start) and old.end > (last.end if last else -1):
        start = old.start
    else:
        return False
    reading.spans.append(ReadSpan(start, e.end, FLAG))
    return True


def _length(plain: str, e: Expression, last: Expression | None, reading: Reading) -> bool:
    """A length beside a range only describes it (rule 13)."""
    if last is None or e.within or not (last.ranged and e.relative and LENGTH.fullmatch(plain, last.end, e.start)):
        return False
    reading.spans.append(ReadSpan(last.end, e.end, FLAG))
    return True


def _alone(e: Expression, last: Expression | None, expressions: list[Expression]) -> None:
    """A day without a month takes the month before it; without one something is lost."""
    if e.unit == "bare":
        return
    if e.unit == "day" and not e.month and e.from_anchor is None:
        if last is not None and (last.month or last.from_anchor is not None):
            e.month, e.from_anchor = last.month, last.from_anchor
        else:
            e.unsure(DAMAGED, "none")
            e.unit = ""
    expressions.append(e)


def _joined(plain: str, *, last: Expression, e: Expression, kind: str, reading: Reading) -> bool:
    """Bind an expression to the one before it; True when it has become a part of that one."""
    if e.relative and (last.after or last.before):
        return False
    if QUOTES.fullmatch(plain, last.end, e.start) and (
        kind in HOLES or kind == "holiday" or last.unit == "" and last.doubt
    ):
        last.doubt, last.doubt_kind = (last if last.unit == "" and last.doubt else e).doubt, "none"
        last.unit, last.end = "", e.end
        return True
    if kind == "weekday" and last.unit == "day" and APPOSITION.fullmatch(plain, last.end, e.start):
        last.end = e.end + plain.startswith(")", e.end)
        last.before = last.before or plain.startswith("前", last.end)
        last.end += plain.startswith("前", last.end)
        return True
    ranged = last.role in ("due", "start") and not last.relative and not e.relative
    if ranged and RANGE.fullmatch(plain, last.end, e.start):
        return _range(last, e, reading)
    if e.relative and last.role == "start":
        e.counted = True
    return False


def _range(last: Expression, e: Expression, reading: Reading) -> bool:
    if e.unit == "bare":
        if last.unit != "month" or not 1 <= e.part <= 12:
            return True
        e.unit, e.month, e.part = "month", e.part, 0
    if last.unit == "day" and not last.month:  # 2022年3-8月底, 6月1-15日: the first part may lack what the second says
        last.month = e.month
    if last.ranged:
        e.unsure(TWO_WAYS)
    last.role, e.ranged = "from", True
    reading.expressions.append(e)
    if e.unit == "day" and not e.month and e.from_anchor is None:
        e.month, e.from_anchor = last.month, last.from_anchor
        if not e.month and e.from_anchor is None:
            e.unsure(DAMAGED, "none")
            e.unit = ""
    return True


def _numbered(plain: str, reading: Reading) -> None:
    """2、9月底前 is the second of a series, or a list of two months: nobody can tell."""
    for item in NUMBERED.finditer(plain, reading.begin) if "、" in plain else ():
        for number, e in zip(reading.expressions, reading.expressions[1:], strict=False):
            if number.start == item.start():
                number.role = "part"
                e.unsure(TWO_WAYS)


def _finished(plain: str, reading: Reading) -> None:
    """Which dates say when the work was finished (rule 12)."""
    for done in flags.DONE.finditer(plain, reading.begin) if "已" in plain else ():
        reading.done = True
        reading.spans.append(ReadSpan(done.start(), done.end(), FLAG))
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
    return ";" in between or "。" in between or ("," in between and (e.before or e.closed or e.within))


def _begun(plain: str, reading: Reading) -> None:
    """自X is a beginning without 起 as well, and X—长期 begins what has no end (rule 13)."""
    for e in reading.expressions:
        if e.role != "due" or e.ranged or e.relative:
            continue
        if not e.before and _led_by_from(plain, e.start):
            e.role = "start"
        elif (sep := RANGE.match(plain, e.end)) and flags.LONG_TERM.match(plain, sep.end()):
            e.role, e.end = "start", sep.end()


def _led_by_from(plain: str, place: int) -> bool:
    """Whether 自 or 从 stands before a place, and not as a part of 各自 or 亲自."""
    return plain[place - 1 : place] in ("自", "从") and plain[place - 2 : place - 1] not in ("各", "亲", "独", "擅")


def _account(plain: str, lexed: list[Token], reading: Reading) -> None:
    """Have each word beside a time accounted for."""
    spans = reading.spans
    for e in reading.expressions:
        if e.role == "from":
            continue
        sign = FLAG if e.role in ("done", "part") else PERIOD if e.relative else CLOSED if e.bounded else OPEN
        spans.append(ReadSpan(e.start, e.end, sign, e))
    _merge(plain, reading)
    if len(spans) == 1 and spans[0].start == reading.begin and spans[0].end == len(plain):
        return
    if flags.FLAGGED.search(plain):
        for pattern in (flags.LONG_TERM, flags.IMMEDIATE):
            spans += [ReadSpan(match.start(), match.end(), FLAG) for match in pattern.finditer(plain)]
    if "反馈" in plain:
        spans += [ReadSpan(match.start(), match.end(), EVENT) for match in flags.FEEDBACK.finditer(plain)]
    spans += [ReadSpan(token.start, token.end, "") for token in lexed if token.kind in ("clock", "included")]
    account = Account(*skeleton(plain, spans, reading.begin))
    account.take()
    reading.either, reading.doubt = account.choice, account.doubt


def _merge(plain: str, reading: Reading) -> None:
    """A range, and a beginning with the period counted from it, are one time; 自 belongs to the beginning behind it."""
    if not any(e.ranged or e.role == "start" for e in reading.expressions):
        return
    pairs = list(zip(reading.expressions, reading.expressions[1:], strict=False))
    starts = {id(e): last.start for last, e in pairs if e.ranged}
    counted = {id(last) for last, e in pairs if e.counted and COUNTED.fullmatch(plain, last.end, e.start)}
    starts |= {id(e): last.start for last, e in pairs if id(last) in counted}
    spans = [span for span in reading.spans if id(span.expression) not in counted]
    for i, span in enumerate(spans):
        start = starts.get(id(span.expression), span.start)
        if span.expression and (id(span.expression) in starts or span.expression.role == "start"):
            start -= _led_by_from(plain, start)
        spans[i] = span._replace(start=start)
    reading.spans[:] = spans
