"""Words by which a clause says that something is wrong, and the clauses of a sentence that do. They prove nothing: what is
found here is offered to a person, never made an issue."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from issues.reading.statements import CLOSING, LEAD, OPENING

WRONG = re.compile(
    "不(?![断忘仅但移懈折同管过惜])|未(?!来)|没有|缺|弱|松|乱|滞后|迟缓|缓慢|违|超[标期范编额]|虚[报假化列]|造假|走过场|流于|形式主义|官僚主义"
    "|短板|差距|落差|温差|隐患|漏洞|偏差|脱节|闲置|挪用|套取|截留|侵占|坐支|私设|拖欠|长期[占借挂空]|失[察守管职真]|淡[薄化]|涣散|薄|欠|有待|仍需|还需|亟待"
    "|偏[高低大小少软]|过[大高低]|有假|作假|弄虚|倒签|雷同|拖[延沓拉]|断档|低价|无(?:证|据|合同|计划|台账|记录|专人|审批|预算)"
)
REVEALED = re.compile("发现|暴露出?|反映出?|指出|存在|反馈了|查出|仍有|还有")
TAIL = re.compile(
    r"等[^、；;，,。]{0,16}?(?:问题|不足|现象|情况|短板|环节|差距|隐患)?[^；;。]{0,4}$"
    r"|等[\d一二三四五六七八九十]+[个类项条].*$"
)
SUCH = re.compile(r"等[^、；;，,。]{0,24}?(?:问题|不足|现象|短板)")
HEAD = re.compile(r"[了的着在]+|(?:一些|不少|突出|主要|部分)?(?:问题|不足)[，,]?")
DEMAND = re.compile("要求|必须|务必|坚决|将会|将[进立认严]|要[进切认坚强提把不]|确保|切实")
THERE, FIRST = re.compile("存在|反馈了"), re.compile("[、；;。]")
SHORTEST, LONGEST = 4, 90
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


class Clause(NamedTuple):
    start: int
    text: str


def sentences(text: str) -> Iterator[Clause]:
    for match in SENTENCE.finditer(text):
        yield Clause(match.start(), match.group())


def revealed(sentence: str) -> list[Clause]:
    """The clauses of a sentence in which an inspection says what is wrong: `存在甲不严、乙滞后等问题`; often none."""
    match = REVEALED.search(sentence)
    if not match:
        return []
    if lead := LEAD.search(sentence, match.start()):
        return wrong(sentence, lead.end())
    such = SUCH.search(sentence, match.end())
    if such:
        sentence = sentence[: such.end()]
    elif DEMAND.search(sentence, match.end()):
        return []
    first = FIRST.search(sentence, match.start())
    there = THERE.search(sentence, match.start(), first.start() if first else len(sentence))
    return wrong(sentence, (there or match).end(), named=such is not None and "方面" not in such.group())


def is_faulty(text: str) -> bool:
    """Whether words say that something is wrong, or call what they list problems."""
    listed = THERE.search(text)
    return bool(wrong(text)) or (listed is not None and SUCH.search(text, listed.end()) is not None)


def wrong(sentence: str, start: int = 0, *, named: bool = False) -> list[Clause]:
    """The clauses behind `start` that say that something is wrong: parted by ；, else by 、, else by commas. `named`: the
    sentence itself calls them problems (`等问题`), whatever their words."""
    for signs in ("；;", "、", "，,", ""):
        clauses = [clause for clause in _split(sentence, start, signs) if SHORTEST <= len(clause.text) <= LONGEST]
        clauses = [clause for clause in clauses if named or WRONG.search(clause.text)]
        if len(clauses) > 1:
            break
    return clauses


def _split(text: str, start: int, signs: str) -> Iterator[Clause]:
    depth, begin = 0, start
    for i in range(start, len(text) + 1):
        sign = text[i] if i < len(text) else ""
        if sign and sign in OPENING:
            depth += 1
        elif sign and sign in CLOSING:
            depth = max(0, depth - 1)
        elif not sign or (sign in signs and not depth):
            yield _trimmed(text, begin, i)
            begin = i + 1


def _trimmed(text: str, begin: int, end: int) -> Clause:
    """Without `了`, `的` before and `等问题。` behind."""
    words = text[begin:end].rstrip(" 。！？；;，,、\t\u3000")
    if tail := TAIL.search(words, max(0, len(words) - 60)):
        words = words[: tail.start()]
    cut = len(words) - len(words.lstrip())
    if head := HEAD.match(words, cut):
        cut = head.end()
    return Clause(begin + cut, words[cut:])
