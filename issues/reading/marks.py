"""The number with which a line begins: its class and its own locator (docs/rules.md: reading-tree)."""

import re
import unicodedata
from typing import NamedTuple

CN = "[〇零一二三四五六七八九十百]"
DIGIT = "[0-9０-９]"
CIRCLED = "①-⑳㉑-㉟㊱-㊿"
DRESS = r"[\s*#\ufeff\u200b]*"
MARK = re.compile(
    DRESS + rf"(?:(?P<c1>{CN}{{1,4}})\s*、"
    rf"|(?P<c2>[（(]\s*{CN}{{1,4}}\s*[)）]|[㈠-㈩])"
    rf"|(?P<c3>{DIGIT}{{1,3}})\s*[.．、](?!{DIGIT})|(?P<c3b>[⒈-⒛])(?!{DIGIT})"
    rf"|(?P<c4>[（(]\s*{DIGIT}{{1,3}}\s*[)）]|[⑴-⒇])"
    rf"|(?P<c5>[{CIRCLED}])"
    rf"|(?P<c6>第{CN}{{1,3}})\s*[，：,:]"
    rf"|(?P<c7>{CN}{{1,3}}[是要]))"
)
# What is written like a number and is of no class.
ALMOST = re.compile(
    r"[\s*#]*(?:\d{1,3}(?:\.\d{1,3}){1,3}(?!\d|[万亿元%％])|\d{1,3}[.．、](?=(?:19|20)\d\d年)"
    r"|\d{1,3}[)）]|[A-Za-z][.)）、]|第[一二三四五六七八九十]+[章节条部])"
)


class NumberMark(NamedTuple):
    rank: int
    own: str
    end: int


def mark_of(text: str) -> NumberMark | None:
    """The number at the start of a line; `end` is where the words after it begin. None for a line without one."""
    match = MARK.match(text)
    if not match:
        return None
    kind = match.lastgroup or ""
    words = match[kind]
    own = words if kind == "c5" else re.sub(r"[\s.]", "", unicodedata.normalize("NFKC", words))
    return NumberMark(int(kind[1]), own, match.end())


def value(own: str) -> int:
    """What a locator counts: `(十二)` is 12, `③` is 3; 0 when it counts nothing."""
    core = re.sub(r"[()第是要]", "", own)
    if core and core[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(core[0]) - ord("①") + 1
    if core.isdecimal():
        return int(core)
    return chinese(core)


def chinese(words: str) -> int:
    """`二十三` is 23, `一百零五` is 105; 0 for anything else."""
    total, digit = 0, 0
    for sign in words:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        elif sign in "零〇":
            digit = 0
        elif sign in "一二三四五六七八九":
            digit = "一二三四五六七八九".index(sign) + 1
        else:
            return 0
    return total + digit
