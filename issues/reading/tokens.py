"""Deadline wording, first step: normalised text and its tokens.

Source of the rules: docs/rules.md: reading-deadline. A token is the smallest piece that means something about time; what
lies between tokens are words that do not matter.
"""

import re
import unicodedata
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
CN = "[〇○零一二两三四五六七八九十]"
NUM = r"(?:\d{1,3}|[〇○零一二两三四五六七八九十百]{1,5})"
N12 = rf"(?:\d{{1,2}}|{CN}{{1,2}})"
SEP = r"(?:[-—–~―─]+|至|到)"
YEAR4 = r"(?:\d{4}|[\d〇○零一二三四五六七八九]{4})"
MASKED = r"[Xx×*_□?某]"
WITHIN = r"(?:以内|之内|内)"
CLOCK = re.compile(r"(?<=[\sT日号午前])\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?(?!\d)")
MARKS = "\u2460-\u2473\u3251-\u325f\u32b1-\u32bf"  # ① to ㊿ number a series and are no digits
LINE_BETWEEN_TIMES = re.compile(
    rf"(?<=\d)[ \t]*[\r\n]+\s*(?=\d)|[\r\n]+\s*(?=\d{{4}}[年./-]|[{MARKS}]|\d{{1,2}}[.、)]\D)"
)


class Token(NamedTuple):
    kind: str
    value: re.Match[str]
    start: int
    end: int


class Text(NamedTuple):
    """Normalised text (half-width, without blanks) and, for each of its characters, the place in the original."""

    plain: str
    places: tuple[int, ...] | None
    original: str

    def piece(self, start: int, end: int) -> str:
        """The words of the original from one place of the plain text to another."""
        if start >= end:
            return ""
        if self.places is None:
            return self.original[start:end]
        return self.original[self.places[start] : self.places[end - 1] + 1]


_NOT_PLAIN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00a0]")
_MARK = re.compile(f"[{MARKS}]")
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)}  # sign for sign, so places in the original stay the same
_NARROW |= str.maketrans("[]【】〔〕〖〗［］｛｝{}", "()()()()()()()")


def normalise(original: str) -> Text:
    """Half-width form without blanks, clock times and a leading apostrophe (rule 1)."""
    plain = original if original.isascii() else original.translate(_NARROW)
    simple = plain[:1] not in "'‘’" and unicodedata.is_normalized("NFKC", plain) and not _NOT_PLAIN.search(plain)
    if simple and (plain == original or not CLOCK.search(plain)):
        return Text(plain, None, original)
    wide, places = [], []
    for place, sign in enumerate(original):
        for one in sign if _MARK.match(sign) else unicodedata.normalize("NFKC", sign).translate(_NARROW):
            wide.append(one)
            places.append(place)
    joined = "".join(wide)
    dropped: set[int] = set()
    for match in CLOCK.finditer(joined):
        dropped.update(range(*match.span()))
    for match in LINE_BETWEEN_TIMES.finditer(joined):
        wide[match.start()] = ";"
    head = len(joined) - len(joined.lstrip())
    if joined[head : head + 1] in ("'", "‘", "’"):
        dropped.add(head)
    staying = [i for i, one in enumerate(wide) if i not in dropped and not _NOT_PLAIN.match(one)]
    return Text("".join(wide[i] for i in staying), tuple(places[i] for i in staying), original)


def number(words: str) -> int:
    """`二十三`, `12`, `二〇二二` as a number; -1 when the signs are no number (`十十`)."""
    if words.isdigit():
        return int(words)
    if "百" in words:
        hundreds, _, rest = words.partition("百")
        rest = rest.lstrip("零〇○")
        return DIGITS.get(hundreds or "一", -1) * 100 + (number(rest) if rest else 0) if len(hundreds) < 2 else -1
    if "十" in words:
        tens, _, ones = words.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return -1
        return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
    return int("".join(str(DIGITS.get(sign, sign)) for sign in words))


# Order matters: the first alternative that fits at a place wins.
PATTERNS = (
    (
        "recur",
        rf"(?:每隔|每|逐|按|各(?=周|月|季度|年度))(?:(?P<rn>半|{NUM})个?|个(?=工作日|月|季度|周|星期))?"
        r"(?P<ru>工作日|周(?![期年边])|星期|礼拜|月|季度|季(?!节)|年(?![龄级轻代])|天|日|旬)(?!度?计划|报名|照|程)"
        r"(?:(?<=[周期拜])[一二三四五六日天末](?![月季年个次0-9]))?(?:度)?(?:的?(?:最后一个?|末|首|第[一二三]个?)月)?(?:月?底|月?末)?(?:初(?![步次])|中(?![央期旬心小]))?",
    ),
    (
        "recur2",
        rf"(?<![年\d])(?P<rn2>半|{NUM}(?=个|周|季|年|天|日|旬)|[一两])?个?(?P<ru2>周|星期|月|季度|季|年|天|日|旬)"
        r"(?P<rt2>[一二两三1-3])(?:次(?!性)|报|调度|通报|会商|汇报|总结|督查|研判|报告|评估|检查)",
    ),
    (
        "clock",
        rf"(?:上午|下午|晚上|中午|凌晨|早上)?(?:\d{{1,2}}|{CN}{{1,3}})[时点](?:整|半|\d{{1,2}}分)?(?!间)|\d{{1,2}}:\d{{2}}(?!\d)|上午|下午|下班",
    ),
    ("full", r"(?<!\d)(?P<fy>\d{4}|\d{2})(?P<fs>[./-])(?P<fm>\d{1,2})(?P=fs)(?P<fd>\d{1,2})(?![\d.])[日号]?"),
    ("mask", rf"(?:\d[\d./-]*)?{MASKED}+(?:[\d./-]|{MASKED})*[年月日号]|\d[\d./-]*[Xx×*]+[\dXx×*./-]*"),
    ("included", r"\(含(?:[当本该]日|当天)?\)"),
    ("yearmonth", r"(?<!\d)(?P<yy>\d{4})[./-](?P<ym>\d{1,2})(?!\d|月|[./]\d)"),
    ("plan", r"[“\"‘']?十(?P<pn>[一二三四五六七八])五[”\"’']?(?:规划)?[”\"’']?(?P<pe>期间|时期|末期?|期末)?[”\"’']?"),
    (
        "damaged",
        r"\d{1,2}/\d{1,2}/\d{4}|\d*[OoIl]\d*[年月日]|\d{4,}[日号月]|\d{3}(?:[号月]|日(?!内|以内|之内))|\d{5,}年|(?<!\d)\d{3}年|(?<!\d)\d年(?=\d{1,2}月)|(?<!\d)(?!19|20)\d{4}年",
    ),
    ("compact", r"(?<![\d.])(?P<c8>(?:19|20)\d{6})(?!\d)|(?<![\d.])(?P<c6>(?:19|20)\d{4})(?![\d.])"),
    (
        "year",
        rf"(?<![\dA-Za-z])(?P<y4>{YEAR4})年度?|(?<![\dA-Za-z])(?P<y2>\d{{2}})年(?!{WITHIN}|半)度?|(?P<y3>\d{{4}})(?=[上下]半年|第?[一二三四1-4]季度|{SEP}\d{{4}}年)"
        r"|(?<!\d)(?P<y5>\d{4})[./-](?=\d{1,2}月)",
    ),
    ("bigyear", rf"(?<!\d)(?P<y6>[2-9]\d)年(?={WITHIN})"),
    ("relyear", r"(?P<ry>今年|本年|当年|明年|次年|来年|后年|去年|同年)度?"),
    (
        "duration_range",
        rf"(?:{NUM}(?:个?(?:月|周|天|年|日))?(?:{SEP}|或|、){NUM}|(?<!十)[一二两三四五六七八九][二两三四五六七八九](?!年))"
        rf"(?:个半?月|个?工作日|个?星期|周(?!年)|天|个季度|(?:日|年|月){WITHIN})",
    ),
    ("workdays", rf"(?P<wd>{NUM})个?工作日"),
    (
        "duration",
        rf"(?<!第)(?P<dn>半|{NUM})(?P<du>个半月|个月|个?周(?![年一二三四五六日末])|个?星期(?![一二三四五六日])|个?自然日|个?日历日|天|个季度)"
        rf"|(?P<dd>{NUM})日(?={WITHIN})(?<!月\d日)(?<!月\d\d日)|(?P<hy>半)年(?!度)|(?P<ny>\d{{1,2}}|{CN}{{1,2}})年(?P<nh>半)?(?!度)(?![0-9]{{1,2}}月)"
        rf"|(?P<hm>半|两)月(?={WITHIN}|$)|(?P<hn>{NUM})个?小时",
    ),
    ("relmonth", r"(?P<rm>本月份?|当月|这个月|下个?月|次月|上个?月)"),
    ("relquarter", r"(?P<rq>本季度?|下个?季度?)"),
    (
        "quarter",
        rf"前(?P<qf>[二三两23])个?季度|第?(?P<qn>[一二三四五六七八九1-9])季度|第?(?P<qb>[一二三四1-4])(?={SEP}第?[一二三四1-4]季度)"
        r"|(?<=年)第?(?P<ql>[一二三四1-4])(?=、第?[一二三四1-4]季度)",
    ),
    ("half", r"(?P<hf>上|下)半年度?"),
    (
        "month",
        rf"(?P<mn>{N12})月份?|(?P<mb>{N12})(?={SEP}{N12}月)|(?P<ml>\d{{1,2}}(?=(?:、\d{{1,2}}){{0,11}}、\d{{1,2}}月)"
        rf"|{CN}{{1,2}}(?=(?:、{CN}{{1,2}}){{0,11}}、{CN}{{1,2}}月))",
    ),
    ("xun", r"(?P<xn>上中旬|中下旬|上旬|中旬|下旬)"),
    (
        "day",
        rf"(?P<dy>\d{{1,2}}|{CN}{{1,3}})[日号]|(?P<db>\d{{1,2}}|{CN}{{1,3}})(?=(?:{SEP}|、)(?:\d{{1,2}}|{CN}{{1,3}})[日号])",
    ),
    ("short", r"(?<![\d.])(?P<sm>\d{1,2})[./](?P<sd>\d{1,2})(?![\d.]|[万亿元%倍个项次月人家条])[日号]?"),
    ("yearend", r"年底|年末|年终(?![止身审结端])|年度?内|年度末|全年度?"),
    (
        "holiday",
        r"春节|元旦|元宵|清明|劳动节|五一|端午|中秋|国庆|除夕|七一|八一|(?<![第一二三四五六七八九])十一(?![月个日天号年周项条类家名人处点届次件起所])|妇女节|儿童节|教师节|重阳|新年|双节|两节|年前|年后",
    ),
    ("weekday", r"(?:本|下|上|这)?个?(?:周|星期|礼拜)[一二三四五六日天末]|[本下]周"),
    ("early", r"年初|年中(?![央期旬心小])|月初|月中(?!旬)"),
    ("lostyear", r"年(?=\d{0,2}月|\d{1,2}日)"),
    ("lostmonth", r"月(?=[底末初中]|\d{1,2}[日号]|日|内)"),
    ("end", r"[底末]|(?<=[年度])终(?![止身审结端])|(?<=年)全年"),
    ("since", r"以来|至今(?!年)|迄今(?:为止)?|至(?:目前|现在)"),
    ("start", r"(?:反馈|收到.{0,8}?|印发|交办|下发)?(?:之日)?(?:起|开始)"),
    ("before", r"之前|以前|前(?!后)"),
    ("within", WITHIN),
    ("about", r"左右|前后|上下"),
    ("after", r"(?:以|之)?后"),
    ("sep", SEP),
    ("or", r"或者?"),
    ("bare", r"(?<![\d.])(?P<bn>\d{1,2})(?![\d.%]|个|项|次|人|家|条|万|亿|元)"),
    ("stop", rf"[,;。、:()（）\[\]【】!{MARKS}]"),
)
_KINDS = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS)
# A sign that occurs in no pattern begins none: forty alternatives need not be tried at it.
_SIGNS = "".join(sorted(set(re.findall(r"[^\x00-\x7f]", _KINDS))))
LEXER = re.compile(rf"(?=[\x00-\x7f\d{_SIGNS}])(?:{_KINDS})")


def tokens(plain: str) -> list[Token]:
    """The tokens of a normalised text, from left to right; `value` is the match, read by the parser."""
    return [Token(match.lastgroup or "", match, match.start(), match.end()) for match in LEXER.finditer(plain)]
