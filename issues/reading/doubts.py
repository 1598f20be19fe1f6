"""What a person is asked before the tree is taken as it is: the document is never corrected, and nothing is guessed."""

import re
from collections.abc import Iterator, Sequence

from issues.reading.marks import ALMOST, value
from issues.reading.paper import Node, PaperLine, PaperQuestion, Total
from issues.reading.speakers import opens_speech
from issues.reading.totals import turned

LOST = re.compile(r"(?<![\d.])\d{3,8}日|(?<!\d)(?:\d{3}|\d{5,8})年|(?<=\d)年(?:\d{3,}日|日)|(?<=\d年)月底")
MASKED = re.compile(r"[Xx×*＊]{1,4}[年月日]|[X×＊]{2,}|(?<!\*)\*{2}(?=[^*\s]{0,3}(?:个|万|元|人|次|以上|%))")
STATED = ("issue", "manifestation", "recommendation")
SHOWN = 24


def doubts(
    lines: Sequence[PaperLine], *, kept: Sequence[int], roots: list[Node], kind: str, totals: list[Total]
) -> list[PaperQuestion]:
    """All questions in the order of the text."""
    questions = [*_whole(roots, kind), *_totals(totals), *_gaps(roots)]
    if kind == "feedback":
        questions += _turned(roots, turned(lines, kept, roots, totals))
    for root in roots:
        for node in root.walk():
            questions += _node(node)
    for i in kept:
        if not lines[i].table and (begin := ALMOST.match(lines[i].text)) and kind in ("feedback", "notice"):
            text = f"“{begin.group().strip()}”像是编号，但不在能认的编号之列，按无编号段落处理。请核对它的层级。"
            questions.append(PaperQuestion("number", i, 0, begin.group().strip(), text))
    return sorted(questions, key=lambda one: (one.line, one.start))


def _whole(roots: list[Node], kind: str) -> Iterator[PaperQuestion]:
    if kind != "feedback":
        return
    if not any(node.role == "issue" for root in roots for node in root.walk()):
        yield PaperQuestion("none", 0, 0, "", "没有认出问题。请在左边选中文字，逐条建立问题。")


def _totals(totals: list[Total]) -> Iterator[PaperQuestion]:
    for total in totals:
        if not total.agrees:
            sentence = f"原文写“{total.claim}”，是 {total.expected:g}，数出来是 {total.counted:g}"
            why = f"：{total.reason}" if total.reason else ""
            text = f"{sentence}{why}。请核对是原文有出入，还是条目拆分不对。"
            yield PaperQuestion("total", total.line, 0, total.claim, text)


def _turned(roots: list[Node], turns: list[tuple[int, re.Match]]) -> Iterator[PaperQuestion]:
    """`共发现问题189个`: a person must see it all the same."""
    issues = sum(node.role == "issue" for root in roots for node in root.walk())
    for i, match in turns:
        text = f"原文写“{match.group()}”，是 {match['n']}，拆出的问题是 {issues}。请核对是没有写出，还是没有认出。"
        yield PaperQuestion("total", i, match.start(), match.group(), text)


def _gaps(nodes: list[Node]) -> Iterator[PaperQuestion]:
    """Numbers that leave one out or come twice: a line may be lost or misread."""
    before: Node | None = None
    for node in nodes:
        yield from _gaps(node.children)
        if not node.rank or node.form != "line":
            before = before if not node.rank and not opens_speech(node.text) else None
            continue
        here, last = value(node.own), value(before.own) if before and before.rank == node.rank else 0
        if here and here not in (1, last + 1):
            was = f"前一条是“{before.own}”" if last and before else "前面没有同级的条目"
            text = f"编号“{node.own}”不连续，{was}。请核对有没有漏掉或认错的条目。"
            yield PaperQuestion("gap", node.line, node.start, node.own, text)
        before = node


def _node(node: Node) -> Iterator[PaperQuestion]:
    if node.role not in STATED:
        return
    if match := LOST.search(node.text):
        text = f"“{match.group()}”缺了字，系统不猜日期。请填写真实日期。"
        yield PaperQuestion("date", node.line, node.start + match.start(), match.group(), text)
    elif match := MASKED.search(node.text):
        text = f"“{match.group()}”处被遮盖。请按原件补全，或保留原文。"
        yield PaperQuestion("masked", node.line, node.start + match.start(), match.group(), text)
    some = [child for child in node.children if child.own.startswith("有的")]
    if node.role == "issue" and len(some) > 1:
        text = f"{len(some)} 个“有的”，是 1 条问题的 {len(some)} 个表现，还是 {len(some)} 条问题？"
        yield PaperQuestion("several", node.line, node.start, node.text[:SHOWN], text)
