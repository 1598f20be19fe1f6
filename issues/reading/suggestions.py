"""What no rule makes an issue or a recommendation but a person may: offered beside the tree, never put into it.

Whole lines (`issues.reading.candidates`), and pieces of lines: `存在甲、乙等问题`, three faults in one sentence, `要…；要…`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from issues.reading.announced import is_set_off
from issues.reading.candidates import Candidates
from issues.reading.faults import SUCH, revealed, sentences, wrong
from issues.reading.paper import Node, Suggestion, Total
from issues.reading.speakers import promises
from issues.reading.statements import FOUND, announces, is_advice, last_sentence

ASKING = re.compile(r"(?:意见|建议|要求)[^。；;：:，,]{0,4}[：:]\s*(?=要)")
GIVES = re.compile("提出?[^。；]{0,12}(?:意见|建议)|(?:意见|建议)[：:]\\s*$")
ASKED = re.compile(r"要[^；;。]+[；;。]?")
FEW, THREE = 2, 3
ONE_SENTENCE = "一句话里写了几个毛病，是一条还是几条，规则不能认定"
LISTED = "一条问题的一句话里列举了几个毛病，是不是它的几个表现，规则不能认定"
NO_COLON = "前面说到发现了问题，但没有用冒号引出，规则不能认定"
NO_COUNT = "前面说到提出意见建议，但没有写明几点，也没有用冒号引出，规则不能认定"
ASKED_IN_LINE = "一句话里的几个“要”，规则不能认定是几条建议"


def suggestions(roots: list[Node], kind: str, *, short: bool = False) -> list[Suggestion]:
    """What a feedback may hold beyond its tree, in reading order, no word twice; nothing for other kinds. `short`: the text
    names more problems than the tree holds."""
    if kind != "feedback":
        return []
    candidates = Candidates(short=short)
    lines = list(candidates.offered(roots, ""))
    pieces = [one for root in roots for node in root.walk() for one in _within(node)]
    pieces = [one for one in pieces if one.role == "recommendation" or one.line not in candidates.apart]
    starts: dict[int, list[int]] = {}
    for one in pieces:
        starts.setdefault(one.line, []).append(one.start)
    return _once([*(one for one in lines if not _is_taken_apart(one, starts.get(one.line, []))), *pieces])


def _is_taken_apart(line: Suggestion, starts: list[int]) -> bool:
    """A paragraph that begins with a sentence of faults is offered piece by piece; a numbered one is one finding."""
    stop = line.text.find("。")
    end = line.start + (stop if stop >= 0 else len(line.text))
    return not is_set_off(line.text) and any(line.start <= start < end for start in starts)


def _once(offered: list[Suggestion]) -> list[Suggestion]:
    """In reading order; of two that share words the one that begins first."""
    unique: list[Suggestion] = []
    for one in sorted(offered, key=lambda one: (one.line, one.start)):
        if not unique or unique[-1].line != one.line or unique[-1].start + len(unique[-1].text) <= one.start:
            unique.append(one)
    return unique


def _within(node: Node) -> Iterator[Suggestion]:
    """Pieces of a node's words."""
    if node.role == "issue" and node.form != "row" and not node.children:
        yield from _listed(node)
    if node.form == "row" or node.role not in ("other", "heading"):
        return
    single = [child for child in node.children if child.form == "part" and child.role == "issue"]
    if len(single) == 1 and len(clauses := wrong(single[0].text, named=True)) >= THREE:
        for clause in clauses:
            yield _piece(single[0], "issue", start=clause.start, text=clause.text, reason=ONE_SENTENCE)
    yield from _items(node)
    if node.role == "other":
        yield from _sentences(node)
    yield from _asked(node)


def _listed(node: Node) -> Iterator[Suggestion]:
    """`存在甲、乙等问题` in the words of an issue: how it shows itself, which no rule parts."""
    for sentence in sentences(node.text):
        if SUCH.search(sentence.text) and len(clauses := revealed(sentence.text)) >= FEW:
            for clause in clauses:
                yield _piece(
                    node, "manifestation", start=sentence.start + clause.start, text=clause.text, reason=LISTED
                )


def _items(node: Node) -> Iterator[Suggestion]:
    """`巡察发现了一些问题，一是…；二是…`; `提出了点意见建议，一要…`."""
    sentence = last_sentence(node.text)
    if is_advice(node.text) or not (asks := GIVES.search(sentence) is not None) and not FOUND.search(sentence):
        return
    role, reason = ("recommendation", NO_COUNT) if asks else ("issue", NO_COLON)
    for child in node.children:
        if child.form == "item" and child.role == "other":
            yield _piece(child, role, start=0, text=child.text, reason=reason)


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
                yield _piece(node, "issue", start=sentence.start + clause.start, text=clause.text, reason=ONE_SENTENCE)


def _asked(node: Node) -> Iterator[Suggestion]:
    for match in ASKING.finditer(node.text):
        asked = list(ASKED.finditer(node.text, match.end()))
        for one in asked if len(asked) >= FEW else ():
            yield _piece(node, "recommendation", start=one.start(), text=one.group(), reason=ASKED_IN_LINE)
        return


def _piece(node: Node, role: str, *, start: int, text: str, reason: str) -> Suggestion:
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
