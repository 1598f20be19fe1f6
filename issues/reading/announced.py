"""What a heading or a lead-in says of that which follows it: findings, recommendations, or neither. It serves the suggestions
alone; the tree has its own, narrower zones (`issues.reading.roles`)."""

import re

from issues.reading.faults import WRONG
from issues.reading.marks import ALMOST, mark_of
from issues.reading.paper import Node
from issues.reading.roles import ISSUES, is_heading
from issues.reading.speakers import ends_list
from issues.reading.statements import announces, last_sentence

ASPECT = re.compile("方面[^，。；]{0,4}$")
LEADS = re.compile(r"(?:问题|不足)[^。：:]{0,16}[：:]\s*$")
ADVICE = re.compile("(?:整改|工作)?(?:意见|建议)[：:]?[*\\s]*$")
ASKS = re.compile("要求|意见|建议|措施|举措|下一步|今后|后续|打算|整改工作|抓好整改|认真整改|整改安排")
CAUSES = re.compile("(?:问题|不足)[^，。；]{0,8}(?:原因|根源|成因)|(?:原因|根源)(?:分析|剖析)?[：:]?[*\\s]*$")
PRAISE = re.compile("基本情况|概况|总体|肯定|成绩|成效|优点|亮点|工作开展|简介|评价")
PART = re.compile(r"[\s*#]*第[一二三四五六七八九十]+[章节部]")
BULLET = re.compile(r"[*\s]*(?:[-•●○·◆◇■□▪▶➢✓—–]+[\s\u3000]*|[*+][\s\u3000]+)(?=[^\s*+])")
SOME = re.compile(r"[\s*#]*还?有的(?!放矢)")
CLUES = re.compile("(?:线索|信访件?|来信来访)[^。；]{0,30}?(?:移[交送]|转[交送办有]|按规定)")
DEMANDS = re.compile("[提讲谈]出?[几以下如]{1,3}[点条项]?[^。；]{0,6}(?:要求|意见|建议|希望)")
SIDE = re.compile(r"[\s*#]*(?:同时|此外|另外)[，,]?")
FINDINGS = ("lead", "aspect", "issue", "fault")


def announced(node: Node) -> str:
    """`lead`, `issue`, `aspect`, `fault` (a heading that itself says what is wrong), `advice`, `praise`, `apart` (what
    is asked of the unit, why it came so), or nothing."""
    if node.role == "aspect":
        return "aspect"
    if not node.rank and LEADS.search(last_sentence(node.whole)):
        return "lead"
    if not is_heading(node) or is_marked_otherwise(node):
        return ""
    words = node.text
    if CAUSES.search(words):
        return "apart"
    if ISSUES.search(words):
        return "issue"
    if ADVICE.search(words) and "问题" not in words:
        return "advice"
    if ASPECT.search(words):
        return "aspect"
    if node.rank and node.children and WRONG.search(words):
        return "fault"
    if not (node.rank or ends_as_heading(words)):
        return ""
    return "apart" if ASKS.search(words) else "praise" if PRAISE.search(words) else ""


def below(outer: str, inner: str) -> str:
    """What is announced below a heading under a heading: what is apart stays so, praise holds findings only where it says so."""
    if outer in ("apart", "advice") or (outer == "praise" and inner != "issue"):
        return outer
    return inner or outer


def turns_away(text: str) -> bool:
    """Whether an unnumbered line leaves the findings: somebody asks or promises, the meeting is told of, clues are handed on."""
    side = SIDE.match(text)
    return bool(ends_list(text[side.end() if side else 0 :]) or CLUES.search(text) or DEMANDS.search(text))


def ends_as_heading(words: str) -> bool:
    """An unnumbered line of a few words without a stop, as `有关要求` or `工作要求：`."""
    return len(words) <= 24 and not re.search("[，,。；;]", words)


def is_part(node: Node) -> bool:
    """`第一部分 …`: a heading whose number is of no class."""
    return not node.rank and is_heading(node) and PART.match(node.text) is not None


def is_marked_otherwise(node: Node) -> bool:
    """A bullet or a number of no class: `● 甲`, `1) 甲`, `A. 甲`."""
    return not node.rank and _is_marked_otherwise(node.text)


def _is_marked_otherwise(text: str) -> bool:
    return not PART.match(text) and any(sign.match(text) for sign in (BULLET, ALMOST))


def is_set_off(text: str) -> bool:
    """Whether words begin with a number of any sort or a bullet."""
    return mark_of(text) is not None or _is_marked_otherwise(text)


def is_marked(node: Node) -> bool:
    """Whether a line or item is set off from its neighbours by a number, a bullet or 有的."""
    return bool(node.rank or node.form == "item" or is_marked_otherwise(node) or SOME.match(node.text))


def leads_on(node: Node) -> bool:
    return announces(node.text) or node.text.rstrip("* ").endswith(("：", ":"))
