"""How the text of a cell is taken apart (reading specification, 3.4)."""

import re
import unicodedata
from functools import lru_cache

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
ROLES = {
    **dict.fromkeys(("牵头单位", "牵头部门", "主责单位", "主责部门"), "lead_unit"),
    **dict.fromkeys(("配合单位", "配合部门", "协办单位", "协同部门", "协助单位"), "supporting_units"),
    **dict.fromkeys(("责任单位", "责任部门", "承办单位", "责任科室"), "responsible_units"),
}
ROLE = re.compile(rf"({'|'.join(ROLES)})\s*[：:]")
LEAD = re.compile(r"[（(]\s*(?:牵头|牵头单位|牵头部门|主责|主责单位)\s*[)）]")
NAMED = re.compile(r"([^（()）]+)[（(]([^（()）]+)[)）]")
UNIT_ENDS = (
    *"科室处局部委办组站队所院厅会校馆股司镇乡村区系",
    *("中心", "集团", "街道", "支部", "大队", "公司", "单位", "学院"),
)
NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)(?:项|人次|人|个|万元)?")
MASKED = re.compile(r"[XxＸｘ×*＊]{2}|[XxＸｘ]月")


def pieces(text: str, signs: frozenset[str] = LISTED) -> list[str]:
    """A list cut at the signs outside brackets; empty pieces dropped."""
    found, depth, begin = [], 0, 0
    for i, sign in enumerate(text):
        if sign in OPEN:
            depth += 1
        elif sign in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in signs:
            found.append(text[begin:i].strip())
            begin = i + 1
    found.append(text[begin:].strip())
    return [piece for piece in found if piece]


@lru_cache(maxsize=8192)
def measures(text: str) -> tuple[str, ...]:
    """Measures cut before the markers of the series that begins first, else at line breaks; every piece verbatim."""
    found = list(MARKER.finditer(text))
    for first in found:
        if _order(first) != 1:
            continue
        cuts, expected = [first.start()], 2
        for one in found:
            if one.start() > first.start() and one.lastgroup == first.lastgroup and _order(one) == expected:
                cuts.append(one.start())
                expected += 1
        if len(cuts) > 1:
            parts = [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
            return tuple(part for part in parts if part)
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _order(marker: re.Match) -> int:
    sign = marker[marker.lastgroup]
    return int(sign) if sign.isdecimal() else ORDER.get(sign, 0)


def leaders(text: str) -> list[str]:
    """Titles of leaders; 党组书记、局长 is one person."""
    found = []
    for part in pieces(text, TITLES):
        last_is_party = False
        for piece in pieces(part, frozenset("、")):
            if last_is_party:
                found[-1] += f"、{piece}"
            else:
                found.append(piece)
            last_is_party = any(word in piece for word in PARTY) and piece.endswith(ENDS)
    return found


def units(text: str, field: str) -> dict[str, list[str]]:
    """A cell of units, with roles where they are written (牵头单位：A 配合单位：B; B（牵头）). Nobody is made lead else."""
    marks = list(ROLE.finditer(text))
    if marks:
        found: dict[str, list[str]] = {}
        if head := text[: marks[0].start()].strip(" \n；;，,。、"):
            found[field] = pieces(head)
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            part = text[mark.end() : after.start() if after else len(text)]
            found.setdefault(ROLES[mark[1]], []).extend(one.rstrip("。") for one in pieces(part.replace(" ", "\n")))
        return found
    listed = pieces(text)
    leads = [one for one in listed if LEAD.search(one)]
    if len(leads) == 1:
        rest = [one for one in listed if one is not leads[0]]
        return {
            "lead_unit": [LEAD.sub("", leads[0]).strip()],
            "responsible_units" if field == "lead_unit" else field: rest,
        }
    return {field: listed if field != "lead_unit" else [text]}


def persons(text: str, always: bool) -> tuple[list[str], list[str]]:
    """Units and persons of `部门(姓名)`; `always`: the column says so, and a piece without brackets is a unit."""
    found_units, found_persons = [], []
    for piece in pieces(text):
        named = NAMED.fullmatch(piece)
        if named and (always or named[1].strip().endswith(UNIT_ENDS)):
            found_units.append(named[1].strip())
            found_persons += pieces(named[2])
        else:
            (found_units if always else found_persons).append(piece)
    return found_units, found_persons


def number(text: str) -> int | float | None:
    """A number with its unit dropped; 无 is 0. None when it is anything else."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    if bare == "无":
        return 0
    found = NUMBER.fullmatch(bare)
    if not found:
        return None
    value = float(found[1])
    return int(value) if value == int(value) else value


def masked(text: str) -> bool:
    """Whether words were made illegible before the paper was given out."""
    return MASKED.search(text) is not None
