"""Where every character of a text goes: into the wording of an issue, a heading, a recommendation, or beside them under a name
(docs/rules.md: split-every-word). Blanks are not counted; each other character is counted once."""

from dataclasses import dataclass
from typing import Any

from issues.splitting.draft import Row
from issues.splitting.passages import OWNERS, Passages, passages, zone

LOST = "没有去处"
NUMBERS = "编号、栏名"
ROLES = {
    "aspect": "方面、标题",
    "heading": "方面、标题",
    "recommendation": "意见建议",
    "manifestation": "没有归到问题的表现",
    "progress": "整改情况",
    "measure": "整改措施",
}
ORDER = (
    "问题原文",
    "方面、标题",
    "意见建议",
    NUMBERS,
    "不立为问题",
    "没有归到问题的表现",
    "整改情况",
    "整改措施",
    "其他文字",
    "您定为不计入的",
    "页眉、文号等",
    LOST,
)


@dataclass(frozen=True, slots=True)
class WordAccount:
    """How many characters go where, in a fixed order; `whole` is what the text has, and what the shares add up to."""

    whole: int
    shares: tuple[tuple[str, int], ...]

    @property
    def lost(self) -> int:
        return dict(self.shares).get(LOST, 0)

    @property
    def loose(self) -> int:
        """Characters of manifestations that belong to no issue."""
        return dict(self.shares).get("没有归到问题的表现", 0)


def kind_of(row: Row) -> str:
    """What a row is called that is no words of an issue."""
    if row.get("aside"):
        return "您定为不计入的"
    if row["role"] == "issue":
        return "不立为问题" if row.get("out") else "问题原文"
    return ROLES.get(row["role"], "其他文字")


def account(read: dict[str, Any], rows: list[Row], text: str) -> WordAccount:
    """Every character of the text by where it goes."""
    place = [LOST] * len(text)
    for start, _, number in read["lines"]:
        place[start - len(number) : start] = [NUMBERS] * len(number)
    for line in read["cut"]:
        start, end, number = read["lines"][line]
        place[start - len(number) : end] = ["页眉、文号等"] * (end - start + len(number))
    for row in rows:
        place[row["a"] : row["b"]] = [kind_of(row)] * (row["b"] - row["a"])
    for index, row in enumerate(rows):
        if row["role"] == "issue":
            _of_issue(place, rows, index, passages(rows, index, text))
    count = dict.fromkeys(ORDER, 0)
    for name, sign in zip(place, text, strict=True):
        if not sign.isspace():
            count[name] += 1
    shares = tuple((name, number) for name, number in count.items() if number)
    return WordAccount(sum(count.values()), shares)


def _of_issue(place: list[str], rows: list[Row], index: int, said: Passages) -> None:
    """The words of an issue, and of its rows the numbers, labels and cells that are none."""
    name = kind_of(rows[index])
    own = [rows[index], *(row for row in zone(rows, index) if row["role"] == "manifestation")]
    for row in own:
        beside = "其他文字" if row["form"] == "row" else NUMBERS
        place[row["a"] : row["b"]] = [beside] * (row["b"] - row["a"])
    for a, b in said.places:
        place[a:b] = [name] * (b - a)


def left_of(rows: list[Row], index: int, text: str) -> dict[str, int]:
    """What stands below an issue and is no word of it: by its name how many rows. Those with names of their own aside."""
    counts: dict[str, int] = {}
    for row in passages(rows, index, text).left:
        if row["role"] not in OWNERS:
            counts[kind_of(row)] = counts.get(kind_of(row), 0) + 1
    return counts
