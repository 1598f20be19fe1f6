"""Deadline wording, second step: tokens become time expressions, their year still open.

Source of the rules: docs/rules.md: reading-deadline.
"""

import re

from issues.reading.expressions import DAMAGED, HOLIDAY, MASKED, NOT_A_DAY, TWO_WAYS, VAGUE, WEEKDAY, Expression
from issues.reading.tokens import MARKS, Token, number

YEARS = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1}
LED = re.compile(rf"(?:^|[{MARKS}(,;。:]|周期|[期时]限|时间|[后起用限期为是])$")
ENDED = re.compile(r"$|[,;。)(、]|完成|整改|到位|落实|办结|的?时间|期限|左右")
VAGUE_AFTER = re.compile("初(?![步见])|中(?![央期旬心小])")
XUN = {"上旬": (1, 10), "上中旬": (1, 20), "中旬": (11, 20), "中下旬": (11, 31), "下旬": (21, 31)}
DOUBTS = {"mask": MASKED, "damaged": DAMAGED, "lostyear": DAMAGED, "lostmonth": DAMAGED}
OPENERS = frozenset(
    {"year", "bigyear", "relyear", "month", "relmonth", "quarter", "relquarter", "half", "full", "yearmonth", "compact"}
    | {"short", "plan", "yearend", "day", "bare", "duration", "duration_range", "workdays"}
    | {"mask", "damaged", "lostyear", "lostmonth", "holiday", "weekday", "early"}
)


class Parser:
    """Reads the expressions of a list of tokens."""

    def __init__(self, plain: str, found: list[Token]):
        self.plain, self.tokens, self.at = plain, found, 0

    def next(self, *kinds: str) -> Token | None:
        """The token here if it is of one of the kinds and touches the one before."""
        if self.at < len(self.tokens) and self.tokens[self.at].kind in kinds:
            token = self.tokens[self.at]
            if token.start == self.tokens[self.at - 1].end:
                self.at += 1
                return token
        return None

    def expression(self) -> Expression | None:
        """The expression that begins at this token, or None; moves on behind it."""
        token = self.tokens[self.at]
        self.at += 1
        if token.kind not in OPENERS:
            return None
        e = Expression(token.start, token.end)
        if getattr(self, f"_{token.kind}")(e, token.value, token) is False:
            return None
        self._marks(e)
        e.end = self.tokens[self.at - 1].end
        return e

    def _doubtful(self, e, match, token):
        e.unsure(DOUBTS[token.kind], "none")

    _mask = _damaged = _lostyear = _lostmonth = _doubtful

    def _holiday(self, e, match, token):
        e.unsure(HOLIDAY, "none")
        if self.plain.startswith(("节", "期间", "假期"), token.end):
            e.end += 1

    def _weekday(self, e, match, token):
        e.unsure(WEEKDAY, "none")

    def _early(self, e, match, token):
        e.unsure(VAGUE)

    def _year(self, e, match, token):
        words = match["y4"] or match["y2"] or match["y3"] or match["y5"]
        e.year, e.unit = number(words), "year"
        if len(words) == 2:
            e.year += 2000
        self._in_year(e)

    def _bigyear(self, e, match, token):
        e.year, e.unit = 2000 + int(match["y6"]), "year"

    def _relyear(self, e, match, token):
        word = match["ry"]
        e.unit, e.shift, e.year_word = "year", YEARS.get(word), word if word not in YEARS else ""
        if word == "去年":
            e.unsure(VAGUE, "none")
        self._in_year(e)

    def _in_year(self, e):
        """What may follow a year: month, quarter, half, end, or a month and day as figures."""
        if token := self.next("month"):
            self._month(e, token.value, token)
        elif token := self.next("quarter"):
            self._quarter(e, token.value, token)
        elif token := self.next("half"):
            self._half(e, token.value, token)
        elif token := self.next("short"):
            e.unit, e.month, e.part = "day", int(token.value["sm"]), int(token.value["sd"])
            if len(token.value["sd"]) == 1:
                e.unsure(TWO_WAYS)
        elif token := self.next("early"):
            e.unsure(VAGUE)
        elif self.next("yearend"):
            e.closed = True
        elif VAGUE_AFTER.match(self.plain, self.tokens[self.at - 1].end):
            e.unsure(VAGUE)

    def _month(self, e, match, token):
        e.unit, e.month = "month", number(match["mn"] or match["mb"] or match["ml"])
        self._in_month(e)

    def _in_month(self, e):
        if token := self.next("day"):
            e.unit, e.part = "day", number(token.value["dy"] or token.value["db"])
        elif token := self.next("xun"):
            e.unit, e.tenth = "xun", XUN[token.value["xn"]]
        elif token := self.next("bare"):
            e.unit, e.part = "day", int(token.value["bn"])
            if len(token.value["bn"]) == 1:
                e.unsure(TWO_WAYS)
        elif VAGUE_AFTER.match(self.plain, self.tokens[self.at - 1].end) or self.next("yearend"):
            e.unsure(VAGUE)

    def _relmonth(self, e, match, token):
        e.unit, e.from_anchor = "month", {"下": 1, "次": 1, "上": -1}.get(match["rm"][0], 0)
        if e.from_anchor < 0:
            e.unsure(VAGUE, "none")
        self._in_month(e)

    def _quarter(self, e, match, token):
        e.unit, e.part = "quarter", number(match["qn"] or match["qb"] or match["ql"] or match["qf"])
        if e.part > 4:
            e.unsure(NOT_A_DAY, "none")

    def _relquarter(self, e, match, token):
        e.unit, e.from_anchor = "quarter", 1 if match["rq"].startswith("下") else 0

    def _half(self, e, match, token):
        e.unit, e.part = "half", 1 if match["hf"] == "上" else 2

    def _full(self, e, match, token):
        year = int(match["fy"])
        e.unit, e.year = "day", year + 2000 if len(match["fy"]) == 2 else year
        e.month, e.part = int(match["fm"]), int(match["fd"])

    def _yearmonth(self, e, match, token):
        e.unit, e.year, e.month = "month", int(match["yy"]), int(match["ym"])

    def _compact(self, e, match, token):
        words = match["c8"] or match["c6"]
        e.unit, e.year, e.month = "month", int(words[:4]), int(words[4:6])
        if len(words) == 8:
            e.unit, e.part = "day", int(words[6:])

    def _short(self, e, match, token):
        e.unit, e.month, e.part = "day", int(match["sm"]), int(match["sd"])
        if len(match["sd"]) == 1:
            e.unsure(TWO_WAYS)

    def _day(self, e, match, token):
        e.unit, e.part = "day", number(match["dy"] or match["db"])

    def _bare(self, e, match, token):
        """A number alone means something only as the end of a range (2022.3-8); the combination decides."""
        e.unit, e.part = "bare", int(match["bn"])

    def _plan(self, e, match, token):
        e.unit, e.year, e.closed = "year", 2005 + 5 * number(match["pn"]), bool(match["pe"])

    def _yearend(self, e, match, token):
        e.unit, e.shift, e.closed = "year", 0, True

    def _workdays(self, e, match, token):
        e.unit, e.part = "workdays", number(match["wd"])

    def _duration_range(self, e, match, token):
        e.unit = "days"
        e.unsure(VAGUE, "relative")

    def _duration(self, e, match, token):
        unit = match["du"] or ""
        if match["hy"]:
            e.unit, e.part = "months", 6
        elif match["ny"]:
            e.unit, e.part = "months", 12 * number(match["ny"]) + (6 if match["nh"] else 0)
        elif match["hn"]:
            days, hours = divmod(number(match["hn"]), 24)
            e.unit, e.part = "days", days
            if hours:
                e.unsure(VAGUE, "relative")
        elif match["hm"]:
            e.unit, e.part = ("days", 15) if match["hm"] == "半" else ("months", 2)
        elif match["dd"]:
            e.unit, e.part = "days", number(match["dd"])
        elif match["dn"] == "半":
            e.unit, e.part = "days", 15
            if unit != "个月":
                e.unsure(VAGUE, "relative")
        else:
            count = number(match["dn"])
            if unit == "个半月":
                e.unit, e.part, e.rest = "months", count, 15
            elif unit == "个月" or "季度" in unit:
                e.unit, e.part = "months", count * (3 if "季度" in unit else 1)
            else:
                e.unit, e.part = "days", count * (7 if "周" in unit or "星期" in unit else 1)
        self._bounded(e, token)

    def _bounded(self, e, token):
        """A duration without 内 is a deadline only where a word says so (整改周期3个月) or where it stands alone."""
        if self.plain.startswith(("内", "以内", "之内", "(内)"), token.end):
            return
        if not (LED.search(self.plain[: token.start]) and ENDED.match(self.plain, token.end)):
            e.unsure(VAGUE, "relative")

    def _marks(self, e):
        """底, 前, 内, clock times, 左右 after an expression."""
        while True:
            if self.next("clock", "included"):
                continue
            if self.next("end"):
                e.closed = True
            elif (token := self.next("about", "after")) is not None:
                e.after = token.kind == "after"
                e.unsure(VAGUE, "relative" if e.relative else "none")
            elif self.next("before"):
                if e.unit in ("month", "xun", "quarter", "half", "year") and not e.closed:
                    e.unsure(TWO_WAYS)
                e.before = True
            elif self.next("within"):
                e.within = True
            else:
                return
