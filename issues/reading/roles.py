"""What each piece of a document is: aspect, issue, recommendation … (reading specification, section 2.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from issues.reading.marks import DRESS, mark_of
from issues.reading.outline import opens_speech
from issues.reading.paper import Node
from issues.reading.series import FURTHER, lead_in

LONGEST_HEADING = 60
NO_HEADING = re.compile("[。；;]")
QUOTED = re.compile('“[^”]*”|‘[^’]*’|"[^"]*"|「[^」]*」|『[^』]*』')
QUOTE = '[“‘"「『]'
ISSUES = re.compile("(?:发现|主要|存在|突出|反馈).{0,8}问题|问题整改(?:进展|落实|完成)情况")
NEXT = re.compile("下一步|今后")
LATER = re.compile("下一步|今后|后续|持续巩固|持续深化")
ADVICE = re.compile("意见|建议")
NOTICE_LINE = re.compile(rf"在{QUOTE}.+方面|关于{QUOTE}")
WORK = re.compile(
    r"整改(?:(?P<progress>状态|情况|进展|成效|结果)|(?P<measure>措施|举措))(?P<label>[^，。；：:]{0,6}[：:]|$)?"
)
STOPS, CLOSING = "。！？", "。！？”’）) \t\u3000"
ASKED = re.compile(
    r"提出?(?!的)[^。；]{0,30}?[\d一二三四五六七八九十两几](?:点|条|个方面|项)[^。；：:]{0,20}?(?:意见|建议)"
)
ANNOUNCED = re.compile(r"(?:反馈要求|意见建议|整改建议|整改意见|以下建议|以下意见|如下建议|如下意见)[：:]\s*$")
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
        for node in nodes:
            if (
                where.below_issue
                and not where.zone
                and node.form == "line"
                and self.feedback
                and FURTHER.match(node.text)
            ):
                where = replace(where, below_issue=False)  # 同时，… under the last of several lines is no part of it
            self._one(node, where, lead)
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
        if where.zone == "issue" and (found := self._in_issues(node, where)):
            return found
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
            if _ordinal(node) and is_advice(lead):
                return "recommendation"
        if where.zone:
            return "other"
        if is_heading(node) and 1 <= node.rank <= 5:
            return "heading"
        return "progress" if not self.feedback and _counted(node) else "other"

    def _is_stated(self, node: Node, lead: str) -> bool:
        if node.form == "part":
            return True
        if not (_ordinal(node) or _some(node)):
            return False
        if lead_in(lead.rstrip()) == len(lead.rstrip()) and lead.strip():
            return True
        said = last_sentence(lead)
        return _some(node) and bool(INSPECTED.search(said) and REVEALED.search(said))


def is_heading(node: Node) -> bool:
    """A short line without a full stop."""
    return node.form == "line" and len(node.whole) <= LONGEST_HEADING and not NO_HEADING.search(node.whole)


def is_advice(lead: str) -> bool:
    """Whether what was said last announces recommendations: `提出三点意见建议`, `反馈要求：`."""
    said = last_sentence(lead)
    return bool(ASKED.search(said) or ANNOUNCED.search(said))


def last_sentence(text: str) -> str:
    """What stands after the last full stop but the one at the end."""
    body = text.rstrip(CLOSING)
    return text[max(body.rfind(stop) for stop in STOPS) + 1 :]


def _run_on(roots: list[Node]) -> None:
    """Lines that go on with a list of statements which a mirror site has broken (`主要是：` and one line for each)."""
    running = False
    for node in roots:
        if node.rank or node.closes:
            running = False
        elif node.form == "line" and any(child.form == "part" for child in node.children):
            running = node.children[-1].form != "rest"
        elif node.form == "line" and not node.children and lead_in(node.whole) == len(node.whole):
            running = True
        elif running and node.form == "line":
            if FURTHER.match(node.text) or opens_speech(node.text):
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
