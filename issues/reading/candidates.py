"""Whole lines that no rule makes a finding or a recommendation but that stand where such are announced: numbered lines under
headings that do not say 问题, bullets, numbers of no class, paragraphs, 有的, rows of a table."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from issues.reading.announced import (
    FINDINGS,
    SOME,
    announced,
    below,
    is_marked,
    is_marked_otherwise,
    is_part,
    leads_on,
    turns_away,
)
from issues.reading.faults import is_faulty
from issues.reading.paper import Node, Suggestion
from issues.reading.totals import states_total

UNDER_ASPECT = "标题写的是方面，没有写“问题”，规则不能认定下面的条目是问题"
UNDER_FAULT = "标题本身写的是毛病，没有写“问题”，规则不能认定下面的条目是问题"
BEHIND_LEAD = "前一行说下面是问题，但条目在以后各行，规则不能认定"
NO_NUMBER = "在问题的标题下，没有编号，规则不能认定"
NO_NUMBER_ADVICE = "在意见建议的标题下，没有编号，规则不能认定"
NO_MARK = "上面的标题没有能认的编号，规则不能认定"
FEWER = "原文写明的问题数比拆出的多，这里像是其中一条，规则不能认定"
# What a numbered line would be that stands under or behind such words; what one without a number.
NUMBERED = {
    "lead": ("issue", BEHIND_LEAD),
    "aspect": ("issue", UNDER_ASPECT),
    "fault": ("issue", UNDER_FAULT),
    "issue": ("issue", NO_MARK),
    "advice": ("recommendation", NO_MARK),
    "": ("issue", FEWER),
}
UNNUMBERED = {
    "issue": ("issue", NO_NUMBER),
    "lead": ("issue", NO_NUMBER),
    "aspect": ("issue", UNDER_ASPECT),
    "fault": ("issue", UNDER_FAULT),
    "advice": ("recommendation", NO_NUMBER_ADVICE),
    "": ("issue", FEWER),
}
HIGH = 3  # 一、 and （一） stand over what follows, 1. and below may be explained by it
OWN = "own"  # below a line that was offered: its own words, until something else is announced
CLEARED = re.compile("(?:没有|未|尚未)发现|总的[来]?看|总体上?[来]?看")
GENERAL = re.compile("(?:一些|不少|有些|部分|诸多|突出|明显|的)(?:突出)?(?:问题|不足|差距|短板|薄弱环节)")


class Candidates:
    """Goes through the tree. `part` is what the last unnumbered heading or lead-in announces for all that follows, whatever
    stands open in the tree; `begun` says that findings were met. `short`: the text names more than the tree holds, so that a
    finding may stand under any heading that does not announce something else."""

    def __init__(self, *, short: bool):
        self.short = short
        self.part = ""
        self.begun = False
        self.apart: set[int] = set()  # lines outside the findings

    def offered(self, nodes: Sequence[Node], zone: str) -> Iterator[Suggestion]:
        """`zone` is what the heading above the nodes announces."""
        alike = any(is_marked(node) and is_faulty(node.text) for node in nodes)
        for node, following in zip(nodes, [*nodes[1:], None], strict=False):
            if node.role not in ("heading", "other", "aspect") or (node.closes and not announced(node)):
                self.begun = self.begun or node.role == "issue"
                self.part = "" if node.closes else self.part
                continue
            yield from self._one(node, zone, alike, following)

    def _one(self, node: Node, zone: str, alike: bool, following: Node | None) -> Iterator[Suggestion]:
        inner = announced(node)
        if inner == "fault" and not _heads(node, below(zone, self.part)):
            inner = ""
        if node.rank and inner:
            self.part = ""
        around = below(zone, self.part)
        if not node.rank and node.form == "line" and self.begun and turns_away(node.text):
            inner = "apart"
        if below(around, inner) in ("apart", "advice", "praise"):
            self.apart.add(node.line)
        if not inner and self._is_one(node, around, alike, following):
            self.begun = True
            yield self._suggestion(node, around)
            yield from self.offered(node.children, OWN)
        elif node.form not in ("part", "rest"):
            yield from self.offered(node.children, below(around, inner))
        if not node.rank and node.form == "line" and (inner or is_part(node)):
            self.part = inner

    def _is_one(self, node: Node, zone: str, alike: bool, following: Node | None) -> bool:
        if node.form in ("part", "rest") or zone in (OWN, "apart", "praise") or (not zone and not self.short):
            return False
        if node.form == "row":
            return zone != "advice" and is_faulty(node.text)
        if node.rank and node.form == "line":
            return not (node.role == "heading" and _heads(node, zone)) and (bool(zone) or alike)
        if node.form == "item" or is_marked_otherwise(node) or (SOME.match(node.text) and not node.children):
            return zone in FINDINGS or (zone == "advice" and node.form == "line") or (not zone and alike)
        return zone != "advice" and not node.children and self._says_wrong(node, following)

    def _says_wrong(self, node: Node, following: Node | None) -> bool:
        """An unnumbered paragraph that names a fault, and is no heading over bullets, no announcement, no word of a meeting."""
        if (
            following is not None
            and not following.rank
            and is_marked(following)
            and len(node.text) <= 30
            and "。" not in node.text
        ):
            return False
        if leads_on(node) or turns_away(node.text) or states_total(node.text) or is_part(node):
            return False
        if CLEARED.search(node.text) and "但" not in node.text:
            return False
        return is_faulty(GENERAL.sub("", node.text))

    def _suggestion(self, node: Node, zone: str) -> Suggestion:
        role, reason = (NUMBERED if node.rank else UNNUMBERED)[zone]
        return Suggestion(role, node.locator, node.text, node.line, node.start, reason)


def _heads(node: Node, zone: str) -> bool:
    """Whether a heading stands over findings rather than being one: under words that announce findings only over numbered lines,
    elsewhere also over bullets, and with a high number over anything."""
    if zone in ("lead", "aspect", "issue", "advice"):
        return any(1 <= child.rank <= 5 and child.form == "line" for child in node.children)
    own = list(takewhile(lambda child: announced(child) in ("", "fault") and not is_part(child), node.children))
    return bool(own) if node.rank < HIGH else any(map(is_marked, own))
