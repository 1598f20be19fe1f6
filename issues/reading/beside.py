"""Deadline wording: every word beside a time is accounted for, or the time is asked.

Source of the rules: docs/rules.md: reading-deadline. A text becomes its skeleton: one sign for each time and
each known phrase, the other words as they stand. Clause by clause those words must be harmless by the lists of `words`.
"""

import re
from typing import NamedTuple

from issues.reading import flags
from issues.reading.expressions import VAGUE, Expression
from issues.reading.tokens import MARKS, SEP
from issues.reading.words import (
    ADVERBS,
    DATE_LEADS,
    HARMLESS,
    LABEL,
    LEADS,
    NOUNS,
    PREPOSITIONS,
    SIGNS,
    TASKS,
    UNIT,
    VERBS,
)

OPEN, CLOSED, PERIOD, OFTEN, FLAG, EVENT = "\ue000\ue001\ue002\ue003\ue004\ue005"  # signs of no script
TIMES = f"[{OPEN}{CLOSED}{PERIOD}{OFTEN}]"
UNKNOWN = "“{}”会影响时限，不能推算，请填写日期。"
SHOWN = 24  # characters of the words that a question repeats
OTHER_EVENT = "不是从反馈之日起算的期限，请填写日期。"
CLAUSES = re.compile(rf"[,;。:()!?、/{MARKS}·•●■◆◇▲△★☆※√✓✔☑]|[-–—―─]{{2,}}|(?<![^(;。{MARKS}])[-–—―─]|\.{{2,}}|…+")
TRANSPARENT = re.compile("[“”\"‘’'「」『』《》〈〉<>*~^`]")
SPLIT = re.compile(f"({TIMES})")
NUMBER = r"(?:\d{1,2}\.?|[A-Za-z]\.)"
STAGE = (
    r"(?:其中)?(?:第[一二三四五六七八九十\d]{1,2}(?:阶段|步|批次?|类|项|条)|(?:阶段性?|近期)(?:目标|任务|成果)?"
    r"|[一二三四五六七八九十]是)"
)
WORD = f"[^{OPEN}{CLOSED}{PERIOD}{OFTEN}{EVENT}]"
DOING = f"(?:{ADVERBS}|{FLAG}){{0,6}}"  # bounded: 并且 may be cut in two ways, and so on without end
BEFORE_DATE = f"(?:{LEADS}|{DATE_LEADS}|{FLAG}|{EVENT}){{0,6}}"
HEAD = re.compile(
    f"[自从]?(?:即日|现在)起?[至到]|{NUMBER}?{STAGE}?{BEFORE_DATE}"
    f"|{NUMBER}?{WORD}{{0,24}}(?:{VERBS}|{UNIT}|{TASKS})工?作?{BEFORE_DATE}|{VERBS}{WORD}{{1,24}}[于在]"
)
NAME = f"(?:(?![自从收接距离到过报送交移批]|{VERBS}){WORD}){{1,14}}(?:{UNIT})"
BEFORE_PERIOD = re.compile(f"{NUMBER}?{STAGE}?(?:{LEADS}|{FLAG}|{EVENT}|{EVENT}的|{ADVERBS}|{VERBS}){{0,9}}")
HEAD_OF_PERIOD = re.compile(f"{NUMBER}?{STAGE}?(?:{LEADS}|{FLAG}|{EVENT}|{EVENT}的){{0,6}}|{NAME}(?:{LEADS}){{0,6}}")
OBJECT = f"{WORD}*"
BY = f"(?:{PREPOSITIONS}{WORD}{{0,30}}?)?"
TAIL = re.compile(
    f"{DOING}(?:{WORD}{{1,14}}?{UNIT}{DOING})?(?:(?:{WORD}{{0,8}}?{TASKS}{DOING}|{BY}){VERBS}{OBJECT})?|的?{FLAG}"
)
OPEN_TAIL = re.compile(
    f"{DOING}(?:由{WORD}{{1,14}}?{UNIT}{DOING})?(?:(?!{NOUNS}){VERBS}{OBJECT}|{NOUNS}(?:完成|完毕|到位|结束){OBJECT})?"
)
OFTEN_TAIL = re.compile(f"{DOING}(?:[一两二三四五\\d]次)?(?:{BY}{VERBS}{OBJECT}|[一两二三四五\\d][次报].{{0,10}})?")
BETWEEN = re.compile(f"{DOING}(?:{BY}{VERBS}(?:{OBJECT}(?:{VERBS}|{UNIT}))?)?{BEFORE_DATE}")
TAILS = {OPEN: OPEN_TAIL, CLOSED: TAIL, PERIOD: TAIL, OFTEN: OFTEN_TAIL}
CHOICE = re.compile(
    f"{TIMES}(?:或|/{TIMES})|(?:或者?|抑)(?:{LEADS})*{TIMES}|{TIMES}[^,;。]{{0,24}}或[^,;。]{{0,24}}(?:[前后时内]|{TIMES})"
)
LATER = re.compile(f"(?:[此今之以]|完成|整改|到位)后(?=[将按]?[{OFTEN}{FLAG}])")  # what then goes on moves no date
LASTING = re.compile("^的?时间")
SEPARATOR = re.compile(SEP)
DIGITS = re.compile(r"\d{3,}")
MOVES = re.compile("(?<!最)后|[前起]|之日")


class ReadSpan(NamedTuple):
    """Words that are read already, and what they are."""

    start: int
    end: int
    sign: str
    expression: Expression | None = None


def skeleton(plain: str, spans: list[ReadSpan], begin: int) -> tuple[str, list[Expression | None]]:
    """The text from `begin` on with one sign for each span; and the expressions of its times, in their order."""
    pieces: list[str] = []
    times: list[Expression | None] = []
    at = begin
    for span in sorted(spans):
        if span.end <= at:
            continue
        if span.start >= at:
            pieces += (plain[at : span.start], span.sign)
            if span.sign and span.sign in TIMES:
                times.append(span.expression)
        at = span.end
    pieces.append(plain[at:])
    return "".join(pieces), times


class Account:
    """Goes through the clauses of a skeleton and puts a doubt on each time whose words nothing accounts for."""

    def __init__(self, text: str, times: list[Expression | None]):
        self.text, self.times = LATER.sub("", LABEL.sub("", TRANSPARENT.sub("", text))), times
        self.at = 0  # how many of the times are behind
        self.doubt = ""  # a question that belongs to no deadline: beside flags, recurring duties and beginnings
        self.waiting = ""  # words of a clause before the first time
        self.choice = CHOICE.search(self.text) is not None

    def take(self) -> None:
        if self.choice:
            return
        for clause in CLAUSES.split(self.text):
            parts = SPLIT.split(clause)
            if len(parts) > 1:
                self._clause(parts)
            elif (words := parts[0]) and apart_is_asked(words):
                if self.at:
                    self._ask(self.at - 1, words)
                else:
                    self.waiting = self.waiting or words
        if self.waiting and not self.times:
            self.doubt = self.doubt or UNKNOWN.format(plainly(self.waiting))

    def _clause(self, parts: list[str]) -> None:
        """Words, a time, words, a time … words."""
        for i in range(0, len(parts) - 1, 2):
            words, sign, here = behind(parts, i), parts[i + 1], self.at
            self.at += 1
            if i == 0:
                if not head_is_known(words, sign) or signed(words):
                    self._ask(here, words, begun=True)
            elif not self._one_time(here, words):
                if signed(words) or not TAILS[parts[i - 1]].fullmatch(words):
                    self._ask(here - 1, words)
                elif not words and sign == OFTEN and self._begins(here - 1):
                    pass
                elif not words or not BETWEEN.fullmatch(words):
                    self._ask(here, words or self.text, begun=True)
            if self.waiting:
                self._ask(here, self.waiting)
                self.waiting = ""
        tail = behind(parts, len(parts) - 1)
        if tail and (signed(tail) or not TAILS[parts[-2]].fullmatch(tail)):
            self._ask_behind(self.at - 1, tail, alone=len(parts) == 3)

    def _ask_behind(self, here: int, words: str, *, alone: bool) -> None:
        """A doubt on the last time of a clause; or on the one before, which is to do what this one names (2025年度账目清理)."""
        before, e = self.times[here - 1], self.times[here]
        if alone or before is None or e is None or before.ranged or e.ranged or (before.role, e.role) != ("due", "due"):
            self._ask(here, words)
            return
        e.role = "part"
        before.unsure(UNKNOWN.format(plainly(words)), "none")

    def _begins(self, place: int) -> bool:
        """Whether the time at a place is a beginning (2026年6月起每月报送)."""
        e = self.times[place]
        return e is not None and e.role == "start"

    def _one_time(self, here: int, words: str) -> bool:
        """Whether two times with such words between are one that nobody can read (6月最后一周, 春节后一个月内)."""
        before, e = self.times[here - 1], self.times[here]
        if before is None or e is None or before.ranged or e.ranged or before.role != "due":
            return False
        if e.role not in ("due", "start"):
            return False
        if e.relative and (MOVES.search(words) or not words and (before.after or before.before)):
            before.role = "part"
            e.unsure(OTHER_EVENT, "relative")
        elif before.relative and e.relative and SEPARATOR.fullmatch(words):
            e.role = "part"
            before.unsure(VAGUE, "relative")
        elif words and not TAIL.fullmatch(words) and not HEAD.fullmatch(words):
            e.role = "part"
            before.unsure(UNKNOWN.format(plainly(words)), "none")
        else:
            return False
        return True

    def _ask(self, place: int, words: str, *, begun: bool = False) -> None:
        """A doubt on the time at a place; `begun` for words that say from when a period counts."""
        e = self.times[place]
        if e is None or e.role != "due":
            self.doubt = self.doubt or UNKNOWN.format(plainly(words))
        elif e.relative and (begun or MOVES.search(words)):
            e.unsure(OTHER_EVENT, "relative")
        else:
            e.unsure(UNKNOWN.format(plainly(words)), "none")


def signed(words: str) -> bool:
    """Whether words hold a sign of a condition, an event or another time."""
    return SIGNS.search(words) is not None and SIGNS.search(HARMLESS.sub("", words)) is not None


def behind(parts: list[str], place: int) -> str:
    """The words at a place of a clause; 时间 behind a period belongs to it (3个月时间)."""
    return LASTING.sub("", parts[place]) if place and parts[place - 1] == PERIOD else parts[place]


def apart_is_asked(words: str) -> bool:
    """Whether a clause without a time conditions the times beside it."""
    if EVENT in words and not BEFORE_PERIOD.fullmatch(words):
        return True
    return signed(flags.PROFILE.sub("", words)) or DIGITS.fullmatch(words) is not None


def head_is_known(words: str, sign: str) -> bool:
    """Whether the words straight before a time are harmless; before a recurring time all are that hold no sign."""
    if sign == OFTEN or not words:
        return True
    return (HEAD_OF_PERIOD if sign == PERIOD else HEAD).fullmatch(words) is not None


def plainly(words: str) -> str:
    """Words of a skeleton as a person may read them, of long ones the beginning."""
    shown = re.sub(f"[{OPEN}-{EVENT}]", "…", words)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
