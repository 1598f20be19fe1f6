"""What no rule makes an issue or a recommendation but a person may: offered beside the tree, never put into it.

Numbered lines under headings that do not say 问题, bullets, `存在甲、乙等问题`, three faults in one sentence, `要…；要…`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from issues.reading.faults import revealed, sentences, wrong
from issues.reading.paper import Node, Suggestion, Total
from issues.reading.roles import ISSUES, is_heading
from issues.reading.speakers import promises
from issues.reading.statements import FOUND, announces, is_advice, last_sentence

ASPECT = re.compile("方面[^，。；]{0,4}$")
LEADS = re.compile(r"(?:问题|不足)[^。：:]{0,16}[：:]\s*$")
BULLET = re.compile(r"[*\s]*[-•●○·◆◇■□▪▶➢✓—–]+[\s\u3000]*(?=\S)")
ASKING = re.compile(r"(?:意见|建议|要求)[^。；;：:，,]{0,4}[：:]\s*(?=要)")
GIVES = re.compile("提出?[^。；]{0,12}(?:意见|建议)|(?:意见|建议)[：:]\\s*$")
ASKED = re.compile(r"要[^；;。]+[；;。]?")
FEW, THREE = 2, 3
ADVICE = re.compile("(?:整改|工作)?(?:意见|建议)[：:]?[*\\s]*$")
UNDER_ASPECT = "标题写的是方面，没有写“问题”，规则不能认定下面的条目是问题"
BEHIND_LEAD = "前一行说下面是问题，但条目在以后各行，规则不能认定"
NO_NUMBER = "在问题的标题下，没有编号，规则不能认定"
NO_NUMBER_ADVICE = "在意见建议的标题下，没有编号，规则不能认定"
ONE_SENTENCE = "一句话里写了几个毛病，是一条还是几条，规则不能认定"
NO_COLON = "前面说到发现了问题，但没有用冒号引出，规则不能认定"
NO_COUNT = "前面说到提出意见建议，但没有写明几点，也没有用冒号引出，规则不能认定"
ASKED_IN_LINE = "一句话里的几个“要”，规则不能认定是几条建议"
NO_MARK = "上面的标题没有能认的编号，规则不能认定"
BULLETED = {
    "issue": ("issue", NO_NUMBER),
    "lead": ("issue", NO_NUMBER),
    "advice": ("recommendation", NO_NUMBER_ADVICE),
}
# What a numbered line would be that stands under or behind such words.
NUMBERED = {
    "lead": ("issue", BEHIND_LEAD),
    "aspect": ("issue", UNDER_ASPECT),
    "issue": ("issue", NO_MARK),
    "advice": ("recommendation", NO_MARK),
}


def suggestions(roots: list[Node], kind: str) -> list[Suggestion]:
    """What a feedback may hold beyond its tree, in reading order; nothing for other kinds."""
    if kind != "feedback":
        return []
    found = [*_Lines().offered(roots, ""), *(one for root in roots for node in root.walk() for one in _within(node))]
    places = {(one.line, one.start, one.role): one for one in reversed(found)}
    return sorted(places.values(), key=lambda one: (one.line, one.start))


class _Lines:
    """Whole lines: numbered ones under or behind words that announce them, bullets. `part` is what the last unnumbered heading
    or lead-in announces for all that follows, whatever stands open in the tree."""

    def __init__(self) -> None:
        self.part = ""

    def offered(self, nodes: list[Node], zone: str) -> Iterator[Suggestion]:
        """`zone` is what the heading above the nodes says they are."""
        for node in nodes:
            if node.form != "line" or node.role not in ("heading", "other") or (node.closes and node.role == "other"):
                self.part = "" if node.closes else self.part
                continue
            inner = _announced(node) if node.rank else ""
            self.part = "" if inner else self.part
            yield from self._line(node, self.part or zone)
            yield from self.offered(node.children, inner or zone)
            if not node.rank:
                self.part = _announced(node) or self.part

    def _line(self, node: Node, zone: str) -> Iterator[Suggestion]:
        if node.rank:
            if zone in NUMBERED and not _heads_others(node) and not _announced(node):
                yield _whole(node, *NUMBERED[zone])
        elif BULLET.match(node.text):
            if zone in BULLETED:
                yield _whole(node, *BULLETED[zone])
        elif zone == "issue" and not node.children and not _announced(node) and wrong(node.text):
            yield _whole(node, "issue", NO_NUMBER)


def _heads_others(node: Node) -> bool:
    return node.role == "heading" and any(1 <= child.rank <= 5 and child.form == "line" for child in node.children)


def _announced(node: Node) -> str:
    """What a heading or a lead-in says of what follows: issues, recommendations, an aspect; nothing for other lines."""
    if not node.rank and LEADS.search(last_sentence(node.whole)):
        return "lead"
    if not is_heading(node):
        return ""
    if ISSUES.search(node.text):
        return "issue"
    if ADVICE.search(node.text) and "问题" not in node.text:
        return "advice"
    return "aspect" if ASPECT.search(node.text) else ""


def _whole(node: Node, role: str, reason: str) -> Suggestion:
    return Suggestion(role, node.locator, node.text, node.line, node.start, reason)


def _within(node: Node) -> Iterator[Suggestion]:
    """Pieces of a node's words."""
    if node.form == "row" or node.role not in ("other", "heading"):
        return
    single = [child for child in node.children if child.form == "part" and child.role == "issue"]
    if len(single) == 1 and len(clauses := wrong(single[0].text, named=True)) >= THREE:
        for clause in clauses:
            yield _piece(single[0], "issue", clause.start, clause.text, ONE_SENTENCE)
    yield from _items(node)
    if node.role == "other":
        yield from _sentences(node)
    yield from _asked(node)


def _items(node: Node) -> Iterator[Suggestion]:
    """`巡察发现了一些问题，一是…；二是…`; `提出了点意见建议，一要…`."""
    said = last_sentence(node.text)
    if is_advice(node.text) or not (asks := GIVES.search(said) is not None) and not FOUND.search(said):
        return
    role, reason = ("recommendation", NO_COUNT) if asks else ("issue", NO_COLON)
    for child in node.children:
        if child.form == "item" and child.role == "other":
            yield _whole(child, role, reason)


def _sentences(node: Node) -> Iterator[Suggestion]:
    text = node.text
    if node.children and announces(text):
        text = text[
            : max(text.rfind(sign) for sign in "，,；;。") + 1
        ]  # what stands before the words that announce the list
    for sentence in sentences(text):
        if promises(sentence.text):
            continue
        clauses = revealed(sentence.text)
        if len(clauses) >= (FEW if re.search("[；;]|等", sentence.text) else THREE):
            for clause in clauses:
                yield _piece(node, "issue", sentence.start + clause.start, clause.text, ONE_SENTENCE)


def _asked(node: Node) -> Iterator[Suggestion]:
    for found in ASKING.finditer(node.text):
        asked = list(ASKED.finditer(node.text, found.end()))
        for one in asked if len(asked) >= FEW else ():
            yield _piece(node, "recommendation", one.start(), one.group(), ASKED_IN_LINE)
        return


def _piece(node: Node, role: str, start: int, text: str, reason: str) -> Suggestion:
    return Suggestion(role, node.locator, text, node.line, node.start + start, reason)


WORDS = {"aspect": "方面", "issue": "问题", "recommendation": "意见建议"}


def explained(totals: list[Total], offered: list[Suggestion], roots: list[Node]) -> list[Total]:
    """The figures, each that disagrees with a reason as far as it can be seen."""
    if all(one.agrees for one in totals):
        return totals
    issues = sum(node.role == "issue" for root in roots for node in root.walk())
    return [one if one.agrees else replace(one, reason=_reason(one, offered, issues)) for one in totals]


def _reason(total: Total, offered: list[Suggestion], issues: int) -> str:
    if not total.of:
        return "原文自己的几个数合不上"
    word, alike = WORDS[total.of], sum(one.role == total.of for one in offered)
    more = f"另有 {alike} 处像是{word}，列为建议，请人核定" if alike else ""
    if total.of == "aspect" and issues == total.expected:
        return f"原文说的 {issues} 个方面，写出来是 {issues} 条问题"
    if not total.counted:
        none = f"正文没有按能认的写法写出一条条的{word}"
        return f"{none}；{more}" if more else f"{none}，可能写在问题清单或附件里"
    if total.counted < total.expected:
        return f"正文写出的{word}少；{more}" if more else f"正文写出的{word}少，可能没有全写，或几条写在了一起"
    return f"写出的{word}多，可能一条分开写了几处"
