"""How the text of a cell is taken apart (docs/rules.md: reading-cell-text)."""

import re
import unicodedata
from functools import lru_cache

from ledgers.reading.fields import NOBODY
from ledgers.reading.grid import EDGES

OUTSIDE = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
OPEN, CLOSE = "（([【〔{《“", "）)]】〕}》”"
LISTED = frozenset("、；;，,/\n")
TITLES = frozenset("；;，,\n")
PARTY = ("党组", "党委", "党工委", "党总支", "纪委")
ENDS = ("书记", "成员", "委员", "组长")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHINESE = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    *(f"十{one}" for one in "一二三四五六七八九"),
    "二十",
]
ORDER = {sign: i for i, sign in enumerate(CIRCLED, 1)} | {f"{sign}是": i for i, sign in enumerate(CHINESE, 1)}
MARKER = re.compile(
    r"(?:^|(?<=[\n。；;]))[ \t\u3000]*"
    rf"(?:(?P<dot>\d{{1,2}})[.．、](?!\d)|[（(](?P<brackets>\d{{1,2}})[)）]|(?P<circle>[{CIRCLED}])"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3}是))"
)
NAMED = re.compile(r"([^（()）]+)[（(]([^（()）]+)[)）]")
UNIT_ENDS = (
    *"科室处局部委办组站队所院厅会校馆股司镇乡村区系",
    *("中心", "集团", "街道", "支部", "大队", "公司", "单位", "学院"),
)
NUMBER = re.compile(r"\+?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:项|人次|人|个|万元)?")
MASKED = re.compile(r"[XxＸｘ×*＊]{2}|[XxＸｘ]月")


def pieces(text: str, signs: frozenset[str] = LISTED) -> list[str]:
    """A list cut at the signs outside brackets; empty pieces dropped."""
    listed, depth, begin = [], 0, 0
    for i, sign in enumerate(text):
        if sign in OPEN:
            depth += 1
        elif sign in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in signs:
            listed.append(text[begin:i].strip(EDGES))
            begin = i + 1
    listed.append(text[begin:].strip(EDGES))
    return [piece for piece in listed if piece]


@lru_cache(maxsize=8192)
def measures(text: str) -> tuple[str, ...]:
    """Measures cut before the markers of the series that begins first, else at line breaks; every piece verbatim."""
    marks = list(MARKER.finditer(text))
    for first in marks:
        if _order(first) != 1:
            continue
        cuts, expected = [first.start()], 2
        for one in marks:
            if one.start() > first.start() and one.lastgroup == first.lastgroup and _order(one) == expected:
                cuts.append(one.start())
                expected += 1
        if len(cuts) > 1:
            parts = [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
            return tuple(part for part in parts if part)
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _order(marker: re.Match) -> int:
    sign = marker[marker.lastgroup or 0]
    return int(sign) if sign.isdecimal() else ORDER.get(sign, 0)


def names(text: str) -> list[str]:
    """The names of a list; 无 and its like are nobody."""
    listed = pieces(text)
    return [] if not listed or text.strip() in NOBODY or all(one in NOBODY for one in listed) else listed


def parted_by_blanks(name: str) -> bool:
    """Whether what stands as one name may be several: two words or more, each long enough for a name (市 住 建 局 is one)."""
    return sum(len(word) > 1 for word in OUTSIDE.sub("", name).split()) > 1


def leaders(text: str) -> list[str]:
    """Titles of leaders; 党组书记、局长 is one person."""
    names: list[str] = []
    for part in [] if text.strip() in NOBODY else pieces(text, TITLES):
        last_is_party = False
        for piece in pieces(part, frozenset("、")):
            if last_is_party:
                names[-1] += f"、{piece}"
            else:
                names.append(piece)
            last_is_party = any(word in piece for word in PARTY) and piece.endswith(ENDS)
    return names


def persons(text: str, always: bool) -> tuple[list[str], list[str]]:
    """Units and persons of `部门(姓名)`; `always`: the column says so, and a piece without brackets is a unit."""
    found_units: list[str] = []
    found_persons: list[str] = []
    for piece in names(text):
        named = NAMED.fullmatch(piece)
        if named and (always or named[1].strip().endswith(UNIT_ENDS)):
            found_units.append(named[1].strip())
            found_persons += pieces(named[2])
        else:
            (found_units if always else found_persons).append(piece)
    return found_units, found_persons


def number(text: str, *, whole: bool = True) -> int | float | None:
    """A number that is not negative, its unit dropped; 无 is 0. None when it is anything else, or no whole number but `whole`."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    if bare == "无":
        return 0
    match = NUMBER.fullmatch(bare)
    if not match:
        return None
    value = float(match[1].replace(",", "") + (match[2] or ""))
    if value == int(value):
        return int(value)
    return None if whole else value


def masked(text: str) -> bool:
    """Whether words were made illegible before the paper was given out."""
    return MASKED.search(text) is not None
