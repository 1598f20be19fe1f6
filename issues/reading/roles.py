"""What each piece of a document is: aspect, issue, recommendation … (docs/rules.md: reading-roles)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from issues.reading.marks import DRESS, mark_of
from issues.reading.paper import Node
from issues.reading.speakers import ends_list, opens_speech
from issues.reading.statements import announces, is_advice, is_advice_line, last_sentence

LONGEST_HEADING = 60
NO_HEADING = re.compile("[。；;]")
QUOTED = re.compile('“[^”]*”|‘[^’]*’|"[^"]*"|「[^」]*」|『[^』]*』')
QUOTE = '[“‘"「『]'
ISSUES = re.compile(
    "(?:发现|主要|存在|突出|反馈).{0,8}问题|问题整改(?:进展|落实|完成)情况|审计查出问题的?整改(?:进展|落实|完成)?情况|具体整改情况"
)
NEXT = re.compile("下一步|今后")
LATER = re.compile("下一步|今后|后续|持续巩固|持续深化")
ADVICE = re.compile("意见|建议")
NOTICE_LINE = re.compile(rf"在{QUOTE}.+方面|关于{QUOTE}")
WORK = re.compile(
    r"整改(?:(?P<progress>状态|情况|进展|成效|结果)|(?P<measure>措施|举措))(?P<label>[^，。；：:]{0,6}[：:]|$)?"
)
COLON = re.compile(r"[：:]\s*$")
INSPECTED, REVEALED = re.compile("巡视|巡察"), re.compile("发现|暴露|反映|指出|存在")


@dataclass(frozen=True, slots=True)
class Where:
    """What lies above a node: the zone, whether straight below its heading, below an issue, below a line of work."""

    zone: str = ""
    straight: bool = False
    below_issue: bool = False
    branch: str = ""
    advised: bool = False


def give_roles(roots: list[Node], kind: str) -> None:
    """Write the role of every node of a tree."""
    if kind not in ("feedback", "notice"):
        for node in (one for root in roots for one in root.walk()):
            node.role = "other"
        return
    _Roles(kind).siblings(roots, Where(), "")
    if kind == "feedback":
        _run_on(roots)


class _Roles:
    def __init__(self, kind: str):
        self.kind = kind
        self.feedback = kind == "feedback"

    def siblings(self, nodes: list[Node], where: Where, lead: str) -> None:
        """`lead` is what was said before: it decides what a series after it is."""
        around, rank = where, 0
        for node in nodes:
            if where.below_issue and not where.zone and self.feedback and node.form == "line" and ends_list(node.text):
                # 同时，… under the last of several lines is no part of it
                around = where = replace(where, below_issue=False)
            if where is not around and (node.closes or 0 < node.rank < rank):
                where = around
            self._one(node, where, lead)
            if self.feedback and _heads_advice(node):
                where, rank = Where("advice", straight=True), 0
            else:
                rank = rank or node.rank
            if node.form == "line":
                lead = node.whole if not node.rank else lead if node.rank >= 6 else ""

    def _one(self, node: Node, where: Where, lead: str) -> None:
        opened = "" if where.zone or where.below_issue else self._zone(node)
        if opened == "itself":
            where = replace(where, zone="issue")
            opened = ""
        node.role, branch = self._role(node, where, lead, opened)
        zone = opened or where.zone
        below = Where(
            zone,
            bool(opened),
            where.below_issue or node.role in ("issue", "manifestation"),
            branch,
            where.advised or node.role == "recommendation",
        )
        self.siblings(node.children, below, node.text if node.text else lead)

    def _zone(self, node: Node) -> str:
        """The zone that a line opens: its name, `itself` where the line is part of it, or nothing."""
        words = _words(node)
        if not self.feedback and node.form == "line" and NOTICE_LINE.match(words):
            return "itself"
        if self.feedback and _heads_advice(node):
            return "advice"
        if not (is_heading(node) and 1 <= node.rank <= 5):
            return ""
        if NEXT.search(words):
            return "measure"
        if ISSUES.search(words):
            return "issue"
        if self.feedback and ADVICE.search(words) and "问题" not in words:
            return "advice"
        return "measure" if LATER.search(words) else ""

    def _role(self, node: Node, where: Where, lead: str, opened: str) -> tuple[str, str]:
        """The first rule that fits; and the branch of work that goes on below."""
        if opened:
            return "heading", ""
        if self.feedback and where.zone != "advice" and (advice := _advice_in_issues(node, where, lead)):
            return advice, ""
        if where.zone == "issue" and (role := self._in_issues(node, where)):
            return role
        if where.below_issue:
            return self._below_issue(node), ""
        if where.zone == "issue":
            return ("issue" if _counted(node) else "other"), ""
        if where.zone == "advice" and _counted(node) and where.straight:
            return "recommendation", ""
        if where.zone == "measure" and _counted(node):
            return ("heading" if is_heading(node) and node.children else "measure"), ""
        return self._elsewhere(node, where, lead), ""

    def _in_issues(self, node: Node, where: Where) -> tuple[str, str] | None:
        if where.branch:
            return where.branch, where.branch
        if (work := WORK.match(_words(node))) and (work["label"] is not None or not self.feedback):
            branch = "progress" if work["progress"] else "measure"
            return branch, branch
        if is_heading(node) and node.rank and not where.below_issue and "方面" in QUOTED.sub("", node.whole):
            return "aspect", ""
        return None

    def _below_issue(self, node: Node) -> str:
        if node.form == "row":
            return "other"
        return "manifestation" if self.feedback or 1 <= node.rank <= 5 else "progress"

    def _elsewhere(self, node: Node, where: Where, lead: str) -> str:
        if self.feedback and not where.advised:
            if not where.zone and self._is_stated(node, lead):
                return "issue"
            if _is_advised(node, lead):
                return "recommendation"
        if where.zone:
            return "other"
        if is_heading(node) and 1 <= node.rank <= 5:
            return "heading"
        return "progress" if not self.feedback and _counted(node) else "other"

    def _is_stated(self, node: Node, lead: str) -> bool:
        if not (node.form == "part" or _ordinal(node) or _some(node)):
            return False
        if announces(lead):
            return True
        sentence = last_sentence(lead)
        return _some(node) and bool(INSPECTED.search(sentence) and REVEALED.search(sentence))


def _is_advised(node: Node, lead: str) -> bool:
    return (_ordinal(node) or node.form == "part") and is_advice(lead) and not announces(lead)


def _advice_in_issues(node: Node, where: Where, lead: str) -> str:
    """`巡察组提出三点建议：` and what follows it is no part of the issue that stands before it."""
    if not (where.zone == "issue" or where.below_issue):
        return ""
    if _is_advised(node, lead) and COLON.search(lead):
        return "recommendation"
    says = node.form == "line" and not node.rank and is_advice(node.text) and COLON.search(node.text)
    return "other" if says else ""


def _heads_advice(node: Node) -> bool:
    """An unnumbered heading over recommendations: what follows it on its level belongs to it."""
    return node.form == "line" and node.closes and is_advice_line(node.text.strip())


def is_heading(node: Node) -> bool:
    """A short line without a full stop."""
    return node.form == "line" and len(node.whole) <= LONGEST_HEADING and not NO_HEADING.search(node.whole)


def _run_on(roots: list[Node]) -> None:
    """Lines that go on with a list of statements which a mirror site has broken (`主要是：` and one line for each)."""
    running = False
    for node in roots:
        if node.rank or node.closes:
            running = False
        elif node.form == "line" and any(child.form == "part" for child in node.children):
            running = node.children[-1].form != "rest"
        elif node.form == "line" and not node.children and announces(node.whole):
            running = True
        elif running and node.form == "line":
            if ends_list(node.text) or opens_speech(node.text):
                running = False
            else:
                _turn_to_issue(node)


def _turn_to_issue(node: Node) -> None:
    node.role = "issue"
    for child in _below(node):
        child.role = "manifestation"


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield from child.walk()


def _words(node: Node) -> str:
    """A line's words after its number."""
    mark = None if mark_of(node.number) else mark_of(node.whole)
    words = node.whole[mark.end :] if mark else re.sub(f"^{DRESS}", "", node.whole)
    return words.strip()


def _counted(node: Node) -> bool:
    """A numbered line or an item of a series."""
    return node.form in ("item", "part") or (node.form == "line" and node.rank > 0)


def _ordinal(node: Node) -> bool:
    return node.rank in (6, 7)


def _some(node: Node) -> bool:
    return node.form == "item" and node.rank == 0
