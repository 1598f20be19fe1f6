"""How alike two findings are, by their letters alone: no service, no model, and every percent can be checked by hand.

Compared are pairs of neighbouring characters. Punctuation, spaces and figures are left out; pairs that every inspection
paper is full of (落实、不到位、管理……) weigh a quarter. The percent is twice what both have over what each has (weighted
Dice), once for the titles and once for title and original together: the higher of the two counts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

ENOUGH = 40  # percent from which two findings are shown to a person; test_likeness.py measures what that catches
LONGEST = 600  # characters of a text that are compared
SHORTEST_PHRASE, MOST_PHRASES = 3, 5
STOCK_WEIGHT = 0.25
STOCK = """
不到位 不够 不严 不力 不足 不规范 不及时 不健全 不完善 不扎实 不深入 不彻底 不高 不强 不实 不准 缺失 缺位 滞后
薄弱 落实 贯彻 执行 工作 管理 制度 问题 存在 情况 有关 要求 部分 个别 一些 仍然 有的 方面 责任 监管 监督 机制
建设 推进 推动 开展 履行 加强 重视 意识 党组 党委 党支部 领导 班子 干部 单位 部门 整改 规定 进行 相关 没有 以及
年以来 截至 至今 发现 巡察 巡视 反馈 主体责任 责任制 不严格 还不
"""
MEASURE = (
    "比的是相邻两个字组成的字对：标点、空格、数字不比，“落实”“不到位”这类到处都有的话只按四分之一算。"
    "百分比＝两边都有的字对×2÷两边字对之和，问题标题比一次、标题加原文再比一次，取高的。100% 是一字不差，0% 是没有一处相同。"
    f"到 {ENOUGH}% 才列出来请您看；是不是同一个问题，由人定。"
)


def _runs(text: str) -> list[str]:
    """The text in runs of letters, without figures and signs; full-width and half-width alike."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return re.findall(r"[^\W\d_]+", plain)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(run[at : at + 2] for run in _runs(text) for at in range(len(run) - 1))


STOCK_PAIRS = frozenset(pair for word in STOCK.split() for pair in pairs(word))


def weight(found: Iterable[str]) -> float:
    """What a set of pairs weighs."""
    return sum(STOCK_WEIGHT if pair in STOCK_PAIRS else 1.0 for pair in found)


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """Weighted Dice, 0 to 1; nothing is like an empty text."""
    common = one & other
    if not common:
        return 0.0
    return 2 * weight(common) / (weight(one) + weight(other))


@dataclass(frozen=True)
class ComparedText:
    """A finding made ready to be compared with many."""

    title: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, title: str, original: str) -> "ComparedText":
        return cls(pairs(title), pairs(f"{title}\n{original}"))


def percent(one: ComparedText, other: ComparedText) -> int:
    """How alike, 0 to 100: by title or by title and original, whichever is more."""
    return round(100 * max(share(one.title, other.title), share(one.whole, other.whole)))


def repeated(text: str, before: str) -> int:
    """How much of two texts of one series is the same, 0 to 100: every pair of neighbouring signs counts, figures too, as often
    as it stands there. The page shows the same number while it is typed (static/src/js/likeness.js)."""
    one, other = (
        Counter(zip(bare, bare[1:], strict=False)) for bare in ("".join(text.split()), "".join(before.split()))
    )
    both = one.total() + other.total()
    return round(200 * (one & other).total() / both) if both else 0


def phrases(one: str, other: str) -> list[str]:
    """The longest wordings that both texts have, the longest first: what a person checks the percent by."""
    # Runs, and what was found already, end with a different sign on each side: nothing matches across the gap.
    left, right = "\0".join(_runs(one)), "\1".join(_runs(other))
    shared: list[str] = []
    while len(shared) < MOST_PHRASES:
        match = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
        if match.size < SHORTEST_PHRASE:
            return shared
        shared.append(left[match.a : match.a + match.size])
        left = f"{left[: match.a]}\0{left[match.a + match.size :]}"
        right = f"{right[: match.b]}\1{right[match.b + match.size :]}"
    return shared


def marked(text: str, said: Iterable[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of the shared wordings."""
    wanted = sorted(said, key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    pieces = re.split("(" + "|".join(map(re.escape, wanted)) + ")", text, flags=re.IGNORECASE)
    known = {one.casefold() for one in wanted}
    return [(piece, piece.casefold() in known) for piece in pieces if piece]
