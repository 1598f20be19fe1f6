"""Figures of the text that can be checked, beside what they come to (docs/rules.md: reading-facts)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from issues.reading.marks import chinese, mark_of
from issues.reading.paper import Node, PaperLine, Total

NUM = r"(?:\d{1,7}|[一二三四五六七八九十百两]{1,5})"
UNIT = "[个项条件]"
# Counts of something else than problems or people: `3个月`, `4个方面`.
ELSE = "(?!月|工作日|小时|季度|方面|单位|部门|乡|镇|村|街道|支部|班子|项目|领域|环节|科室|处室|阶段|百分)"
WHOLE = re.compile(
    rf"(?P<n>{NUM})(?P<u>{UNIT}){ELSE}(?P<of>[^，,。；;：:\d]{{0,8}}?问题)|问题(?:清单)?(?:共计|共有|共|合计|总计|总数为?)?(?P<n2>{NUM})(?P<u2>{UNIT})"
)
PEOPLE = re.compile(rf"(?P<n>{NUM})(?P<u>人)(?:次)?[，,（(]\s*其中")
PART = re.compile(rf"(?<![\d.])(?P<n>{NUM})(?P<u>[个项条件人名]){ELSE}")
STATE = re.compile(
    "完成|整改|改完|在改|已改|改正|纠正|销号|办结|解决|推进|到位|长期|持续|未|落实|启动|进行|正在|结案|归零"
)
NOT_PARTS = re.compile("单位|部门|支部|项目|措施|制度|举措|会议|线索|信访|方案|机制|意见|建议")
DONE = re.compile("完成|改完|已整改|整改到位|已改|办结|销号|结案|归零|解决|纠正")
NOT_DONE = re.compile("基本|阶段|部分|未|尚|没有|正在|持续|应|需|待|计划")
RATE = re.compile(
    r"[^，,。；;\s]{0,8}?(?:完成率|整改率|办结率|结案率)[^\d，,。；;百]{0,6}?(?P<p>\d+(?:\.\d+)?)\s*[%％]"
)
COUNT = re.compile(rf"(?<![\d.])(?P<n>\d+)(?P<u>[个项条件人起笔宗]){ELSE}")
FRACTION = re.compile(r"(?<!\d)(\d+)\s*[/／]\s*(\d+)(?!\d)")
CLAUSE = re.compile("[^，,；;、。]+")
STATED = re.compile(
    "发现|存在|反馈|指出|查找|梳理|归纳|合计|共|总计|涉及|分为|查出|[以如]上|[上前]述|这些?[\\d一二三四五六七八九十两]"
    "|仍有(?![^，,。；;]{0,24}(?:未|正在|尚|没有|推进|整改))"
)
ASPECTS = re.compile(rf"(?P<n>{NUM})个(?:主要|重点)?方面")
PROBLEMS = re.compile(rf"(?P<n>{NUM})[个类项条](?:具体|突出|主要)?问题")
ADVICE = re.compile(rf"(?P<n>{NUM})[点条][^，,。；;：:\d]{{0,8}}?(?:意见|建议)(?:建议)?")
# What looks like an announcement and is none: how the unit goes to work, what others were asked.
WAY = re.compile("个方面[^，,。；;]{0,8}?(?:抓|发力|入手|着手|做好|整改|用力)")
ASKED_OTHERS = re.compile("征求|征集|收集|收到|听取|群众")
BEFORE = re.compile("上轮|上一轮|上次|前一轮|前几轮|以往")
WORK = re.compile("任务|措施|举措|事项|线索|要点|信访")
# `共发现问题189个`: a number behind its noun is no figure to be checked.
TURNED = re.compile(
    r"(?:发现|反馈|指出|查出|梳理|[以如]上|[上前]述|这些)[^，,。；;\d]{0,12}?问题(?:清单)?(?:共计?|合计|总计|有|以下|如下)*(?P<n>\d{1,6})[个项条类](?!月|方面)"
)
CLAIM, LONGEST_CLAUSE, LEAST = 60, 30, 2
MOST_CLAUSES, FARTHEST, REACH = 40, 400, 1_000  # parts and numbers farther away belong to something else


def totals(lines: Sequence[PaperLine], kept: Sequence[int], roots: list[Node], kind: str) -> list[Total]:
    """All claims of the text in reading order."""
    nodes = [node for root in roots for node in root.walk()]
    by_role = Counter(node.role for node in nodes)
    wanted = {role: by_role[role] for role in _COUNTED if by_role[role] or kind == "feedback"}
    announcing = _announcing(nodes) if kind in ("feedback", "notice") else {}
    claims: list[Total] = []
    for i in kept:
        if lines[i].table:
            continue
        sentences = list(SENTENCE.finditer(lines[i].text))
        for n, sentence in enumerate(sentences):
            following = sentences[n + 1].group() if n + 1 < len(sentences) else ""
            sums, taken = _sums(sentence.group(), following, i)
            claims += sums
            claims += _rates(sentence.group(), i)
            if spans := announcing.get(i):
                announced = _announced(sentence.group(), wanted, taken, i)
                claims += (one for place, one in announced if any(a <= sentence.start() + place < b for a, b in spans))
    return claims


_COUNTED = ("aspect", "issue", "recommendation")
SENTENCE = re.compile(r"[^。！？]+[。！？]?")


def _announcing(nodes: list[Node]) -> dict[int, list[tuple[int, int]]]:
    """For each line where its words may announce: an issue's own numbers are no totals."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for node in nodes:
        if node.role in ("other", "heading"):
            spans.setdefault(node.line, []).append((node.start, node.start + len(node.text)))
    return spans


def turned(
    lines: Sequence[PaperLine], kept: Sequence[int], roots: list[Node], totals: list[Total]
) -> list[tuple[int, re.Match]]:
    """Where a number of problems stands behind its noun and is not what the tree holds; with the line."""
    nodes = [node for root in roots for node in root.walk()]
    issues = sum(node.role == "issue" for node in nodes)
    own = {node.line for node in nodes if node.role in ("issue", "manifestation", "recommendation")}
    claimed = {(one.line, one.expected) for one in totals}
    return [
        (i, match)
        for i in kept
        if i not in own and not lines[i].table
        for match in TURNED.finditer(lines[i].text)
        if (count := int(match["n"])) >= LEAST and count != issues and (i, count) not in claimed
    ]


def states_total(text: str) -> bool:
    """Whether words name how many problems there are."""
    return (PROBLEMS.search(text) is not None and STATED.search(text) is not None) or TURNED.search(text) is not None


def names_more(totals: list[Total], turns: list[tuple[int, re.Match]], roots: list[Node]) -> bool:
    """Whether the text names more problems than the tree holds."""
    issues = sum(node.role == "issue" for root in roots for node in root.walk())
    named = [one.expected for one in totals if one.of == "issue" or (not one.of and "问题" in one.claim)]
    return any(count > issues for count in [*named, *(int(match["n"]) for _, match in turns)])


def _count(words: str) -> int:
    return int(words) if words.isdecimal() else chinese(words.replace("两", "二"))


def _sums(sentence: str, following: str, line: int) -> tuple[list[Total], list[tuple[int, int]]]:
    """T1: a total and its parts, in the same sentence or the next; and which places of the sentence they took."""
    claims, taken, after = [], [], 0
    for pattern in (WHOLE, PEOPLE):
        for whole in pattern.finditer(sentence):
            if whole.start() < after:
                continue
            number = whole["n"] or whole["n2"]
            unit = whole["u"] or whole["u2"]
            start = whole.end() - 2 if pattern is PEOPLE else whole.end()
            parts = _parts(sentence, start, unit)
            end = len(sentence)
            if len(parts) < 2 and pattern is WHOLE:
                parts = parts + _parts(following, 0, unit)
            elif parts:
                end = parts[-1][1]
            if len(parts) < 2 or _counts_something_else(
                sentence, start=start, unit=unit, whole=_count(number), parts=parts
            ):
                continue
            begin = _clause_start(sentence, whole.start())
            claim = _bare(sentence[begin:end])
            counts = [count for count, _ in parts]
            about = "issue" if pattern is WHOLE and not BEFORE.search(sentence, begin, whole.end()) else ""
            terms = "＋".join(map(str, counts))
            claims.append(Total(claim[:CLAIM], _count(number), sum(counts), line, sum=terms, about=about))
            taken.append((whole.start(), end))
            after = end
    return claims, taken


def _counts_something_else(sentence: str, *, start: int, unit: str, whole: int, parts: list[tuple[int, int]]) -> bool:
    """`9个问题，细化任务31个，已办结29个，正在推进2个`: the parts are those of another noun that stands between."""
    total = sum(count for count, _ in parts)
    for clause in islice(CLAUSE.finditer(sentence, start, start + REACH), MOST_CLAUSES):
        words = clause.group()
        if WORK.search(words) and not STATE.search(WORK.sub("", words)):
            counted = [one for one in PART.finditer(words) if one["u"] == unit]
            if counted and clause.start() < parts[0][1] and total != whole:
                return True
    return False


def _bare(claim: str) -> str:
    """Without the number of the line and the signs around it."""
    mark = mark_of(claim)
    return claim[mark.end if mark else 0 :].strip("，,。；; ")


def _clause_start(sentence: str, place: int) -> int:
    return max(sentence.rfind(sign, max(0, place - FARTHEST), place) for sign in "，,；;：:") + 1


def _parts(text: str, start: int, unit: str) -> list[tuple[int, int]]:
    """Counts in clauses with a state word, or after 其中; with the place where each ends."""
    parts, among = [], False
    for clause in islice(CLAUSE.finditer(text, start, start + REACH), MOST_CLAUSES):
        words = clause.group()
        among = among or "其中" in words
        matches = list(islice((one for one in PART.finditer(words) if one["u"] == unit), 2))
        if len(matches) != 1 or NOT_PARTS.search(words) or RATE.search(words):
            continue
        if among or STATE.search(words):
            parts.append((_count(matches[0]["n"]), clause.start() + matches[0].end()))
    return parts


def _rates(sentence: str, line: int) -> Iterator[Total]:
    """T2: a rate and the quotient of its two numbers, rounded to as many places."""
    for rate in RATE.finditer(sentence):
        pair = _pair(sentence, rate.start("p")) or _fraction(sentence, rate.end())
        if not pair:
            continue
        done, whole = pair
        places = len(rate["p"].partition(".")[2])
        exact = Decimal(done * 100) / Decimal(whole)
        counted = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        claim = rate.group().strip()[:CLAIM]
        yield Total(claim, _plain(Decimal(rate["p"])), _plain(counted), line, sum=f"{done}÷{whole}")


def _pair(sentence: str, end: int) -> tuple[int, int] | None:
    """What is done and of how much: the last finished count before the rate, and the count before it in the same unit."""
    counts = [
        count for clause in CLAUSE.finditer(sentence, max(0, end - FARTHEST), end) for count in _said(clause.group())
    ]
    for i in range(len(counts) - 1, -1, -1):
        done, unit, words = counts[i]
        if not DONE.search(words) or NOT_DONE.search(words) or NOT_PARTS.search(words):
            continue
        for whole, other, whole_words in [*reversed(counts[:i]), *counts[i + 1 :]]:
            if (
                other == unit
                and whole >= done
                and whole
                and not (DONE.search(whole_words) and not NOT_DONE.search(whole_words))
            ):
                return done, whole
    return None


def _said(clause: str) -> Iterator[tuple[int, str, str]]:
    """The counts of a clause, each with its unit and what is said of it: all, or what leads up to it (`40个事项完成36个`)."""
    counts = list(COUNT.finditer(clause))
    begin = 0
    for one in counts:
        end = len(clause) if one is counts[-1] else one.end()
        yield int(one["n"]), one["u"], clause[begin:end]
        begin = one.end()


def _fraction(sentence: str, start: int) -> tuple[int, int] | None:
    """`（19/25）` straight after the rate."""
    match = FRACTION.search(sentence, start, start + 12)
    return (int(match[1]), int(match[2])) if match and int(match[2]) else None


def _plain(number: Decimal) -> float:
    return int(number) if number == number.to_integral_value() else float(number)


def _announced(
    sentence: str, counts: dict[str, int], taken: list[tuple[int, int]], line: int
) -> list[tuple[int, Total]]:
    """T3: how many aspects, problems, recommendations the text announces, beside those of the tree; each with its place."""
    claims = []
    for role, pattern in zip(_COUNTED, (ASPECTS, PROBLEMS, ADVICE), strict=True):
        if role not in counts or (role != "recommendation" and not STATED.search(sentence)):
            continue
        for match in pattern.finditer(sentence):
            number = _count(match["n"])
            if number < LEAST or any(a <= match.start() < b for a, b in taken):
                continue
            if not _says_something_else(sentence, match, role):
                claims.append((match.start(), Total(_clause_of(sentence, match), number, counts[role], line, role)))
    return sorted(claims, key=lambda one: one[0])


def _says_something_else(sentence: str, found: re.Match, role: str) -> bool:
    if role == "aspect":
        return WAY.match(sentence, found.end("n")) is not None
    other = BEFORE if role == "issue" else ASKED_OTHERS
    return other.search(sentence, _clause_start(sentence, found.start()), found.end()) is not None


def _clause_of(sentence: str, found: re.Match) -> str:
    """The clause in which a claim stands, where it is short enough to show."""
    near = sentence[: found.end() + LONGEST_CLAUSE]
    ends = [place for sign in "，,；;：:。" if (place := near.find(sign, found.end())) >= 0]
    words = sentence[_clause_start(sentence, found.start()) : min(ends, default=len(near))].strip()
    return words if len(words) <= LONGEST_CLAUSE else found.group()
