"""What a document says about the inspection itself: round, team, unit, days, its number (docs/rules.md: reading-facts).

Words are given as written. What is not stated, or not stated in one way, stays empty.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from issues.reading.marks import chinese
from issues.reading.paper import FACTS, PaperLine

N = r"[\d一二三四五六七八九十百]{1,4}"
SORTS = r"(?:常规|专项|机动|提级|交叉|联动|延伸|巩固|政治|涉粮|粮食购销|教育|医疗|国企|领域|“回头看”){0,4}"
BODY = r"(?:中央|党工委|党委|党组|工委|委员会|[省市区县州盟旗地校院部局厅]委)"
ROUND = re.compile(
    rf"第?{N}届[\u4e00-\u9fff]{{1,8}}?(?:\d{{4}}年)?第{N}轮{SORTS}(?:巡视|巡察)"
    rf"|(?:自治区|[省市区县州盟旗学校院局]|集团|公司|大学){{0,4}}{BODY}(?:\d{{4}}年)?第{N}轮{SORTS}(?:巡视|巡察)"
)
FORMS = "专项|提级|交叉|联动|上下|市县|机动|联合|常规|延伸"
TEAM = re.compile(
    rf"第(?:{N}|[Xx×*]+)(?P<more>(?:[、和及]第?{N}){{0,30}})(?:{FORMS})?(?:巡视|巡察|审计|督察)组|(?:巡视|巡察)第?{N}组"
)
UNCOUNTED_TEAM = re.compile(rf"(?:{FORMS}){{0,3}}(?:巡视|巡察)组")
TEAM_OF = re.compile(r"[\u4e00-\u9fff]{0,14}(?:委|党组|中央|委员会|公司|集团|大学|学校)$")
BORDER = re.compile(
    r"(?:根据|按照|经过|[了由受于对届轮年月日的]|接受|派出|组织|组建|配合|(?<=[巡])[视察](?!组)|向(?!阳)|和(?!平|县|田|静|政|顺|林)|与|至|在)"
)
PARTY = r"(?:党委|党组|党支部|党总支|党工委|工委|支部委员会|委员会|总支|支部|[省市区县州盟旗地]委|团委)"
UNIT_WORDS = r"(?P<unit>(?:(?!巡[视察]|对(?!外))[^，,。；;：:、\s]){2,40}?" + PARTY + ")"
VISIT = rf"(?:进行|开展|实施)(?:了)?(?:为期[^，。]{{1,8}}的)?{SORTS}(?:巡视|巡察|审计)"
UNITS = (
    re.compile(rf"(?:分别)?向{UNIT_WORDS}(?:(?:领导)?班子)?(?:正式|集中|书面|现场|当面|集体)?反馈"),
    re.compile(rf"对{UNIT_WORDS}(?:（[^）]*）)?(?:及[^，。；]{{0,30}}?)?{VISIT}"),
    re.compile(rf"(?<=巡)[视察](?!组)了?{UNIT_WORDS}(?=[，,。；;]|情况|的反馈|工作)"),
)
VAGUE = re.compile(
    r"^(?:我|本|其|该|上述|各|有关|相关|被|\d|多|部分|局|校|院|委|厅|县|区|市|镇|乡|街道|公司|集团|单位|学校)(?:党(?:组|委|支部|总支|工委)|委)?$"
    r"|^(?:我|本|其|该|上述|各|有关|相关|被巡|多|部分|\d)|负责|书记|领导|同志|巡[视察]|家单位|个单位|全体"
)
YEAR = r"(?P<y{0}>\d{{4}}|[〇○零一二三四五六七八九]{{4}})"
DAY = (
    rf"(?:{YEAR}\s*年\s*)?(?P<m{{0}}>\d{{{{1,2}}}}|[一二三四五六七八九十]{{{{1,3}}}})\s*月"
    r"(?:份|底|初|[上中下]旬|\s*(?P<d{0}>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号])?"
)
DOTTED = r"(?P<y{0}>\d{{4}})[./-](?P<m{0}>\d{{1,2}})[./-](?P<d{0}>\d{{1,2}})"
TO = r"(?:至|到|—+|–|-+|~|―)"
BARE_DAY = r"(?P<d{0}>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号]"
RANGES = tuple(
    re.compile(rf"(?<!\d)(?:{first.format(1)})\s*(?:起|开始)?，?\s*{TO}\s*(?:{last.format(2)})(?![\d])")
    for first, last in ((DAY, DAY), (DOTTED, DOTTED), (DAY, BARE_DAY))
)
ON_SITE = re.compile("巡视|巡察|进驻|审计组|督察组")
GIVEN = re.compile(
    rf"(?<!截至)(?<!截止)(?<!\d)(?:{DAY.format(1)})(?:[上下]午)?\s*[，,]?"
    r"(?:经[^，。；]{2,12}[，,])?(?:(?:(?!学习|研究|传达|部署|整改|听取|对照|围绕|针对|落实)[^，,。；;：:]){0,40}?"
    r"(?:组|办|办公室|委|党委|领导小组))?"
    r"(?:召开[^，,。；;：:]{0,20}?反馈(?:大?会|会议)"
    r"|(?:分别|正式|集中|统一|书面|现场|当面|已)*(?:向[^，,。；;]{1,60}?)?(?:分别|正式|集中|统一|书面|现场|当面|进行)*"
    r"反馈(?!的|意见整改|问题|会|后|以来))"
)
NUMBER = re.compile(
    r"(?:发文字号|文号)?[:：]?\s*(?P<number>[\u4e00-\u9fff]{1,14}\s*[〔\[［（(【]\s*\d{4}\s*[〕\]］）)】]\s*第?\s*\d+\s*号)"
)
LONGEST_NUMBER, LONGEST_COMMITTEE = 45, 60
CHINESE = re.compile(r"[^\u4e00-\u9fff]")


def facts(lines: Sequence[PaperLine], kept: Sequence[int], title: str | None) -> dict[str, str | None]:
    """The seven facts, None where not stated. The text comes before the title: it says more."""
    texts = [lines[i].text for i in kept if not lines[i].table]
    both = [*texts, *([title] if title else [])]
    by_name: dict[str, str | None] = dict.fromkeys(FACTS)
    by_name["round"] = _first(ROUND, both)
    by_name["team"] = _team(both)
    by_name["unit"] = _unit(texts, title)
    by_name["onsite_start"], by_name["onsite_end"] = _on_site(texts)
    by_name["feedback_date"] = _given(texts)
    by_name["doc_number"] = _doc_number(lines)
    return by_name


def _first(pattern: re.Pattern, texts: Sequence[str]) -> str | None:
    return next((match.group() for text in texts if (match := pattern.search(text))), None)


def _team(texts: Sequence[str]) -> str | None:
    """The team with its committee; None where several are named together. A team without a number counts where none has one."""
    numbered = False
    for text in texts:
        for match in TEAM.finditer(text):
            numbered = True
            if match["more"] or text[: match.start()].endswith("、"):
                continue
            return _committee(text[: match.start()]) + match.group()
    for text in () if numbered else texts:
        for match in UNCOUNTED_TEAM.finditer(text):
            if committee := _committee(text[: match.start()]):
                return committee + match.group()
    return None


def _committee(before: str) -> str:
    """The committee straight before a team (`根据安排，县委` → `县委`)."""
    run = CHINESE.split(before[-LONGEST_COMMITTEE:])[-1]
    borders = [match.end() for match in BORDER.finditer(run)]
    run = run[borders[-1] :] if borders else run
    return run if TEAM_OF.fullmatch(run) else ""


def _unit(texts: Sequence[str], title: str | None) -> str | None:
    """The inspected organisation, where one is named by its full name."""
    for text in texts:
        for pattern in UNITS:
            for match in pattern.finditer(text):
                if not VAGUE.search(match["unit"]) and not text[: match.start("unit")].endswith("、"):
                    return match["unit"]
    name = title if title and "整改" not in title else ""
    for pattern in UNITS:
        if (named := pattern.search(name)) and not VAGUE.search(named["unit"]):
            return named["unit"]
    return None


def _on_site(texts: Sequence[str]) -> tuple[str | None, str | None]:
    for text in texts:
        for sentence in re.findall(r"[^。]+。?", text):
            if not ON_SITE.search(sentence):
                continue
            plain = unicodedata.normalize("NFKC", sentence).replace(",", "，")
            for pattern in RANGES:
                if match := pattern.search(plain):
                    return _span(match.groupdict())
    return None, None


def _span(parts: dict[str, str | None]) -> tuple[str | None, str | None]:
    """Both ends; the second takes year (and month) of the first where it has none of its own."""
    start = _iso(parts.get("y1"), parts.get("m1"), parts.get("d1"))
    month = parts.get("m2") or parts.get("m1")
    end = _iso(parts.get("y2") or parts.get("y1"), month, parts.get("d2"))
    if start and end and end < start[: len(end)]:
        return start, None
    return start, end


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    """A day, or a month without its day, in ISO form; None without a year, or outside the calendar."""
    if not year or not month:
        return None
    y, m = _number(year), _number(month)
    try:
        whole = date(y, m, _number(day) if day else 1)
    except ValueError:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]


def _number(words: str) -> int:
    if words.isdecimal():
        return int(words)
    if len(words) == 4:
        return int(
            "".join(str("零一二三四五六七八九".find(sign.translate({0x3007: "零", 0x25CB: "零"}))) for sign in words)
        )
    return chinese(words)


def _given(texts: Sequence[str]) -> str | None:
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).replace(",", "，")
        for match in GIVEN.finditer(plain):
            if iso := _iso(match["y1"], match["m1"], match["d1"]):
                return iso
    return None


def _doc_number(lines: Sequence[PaperLine]) -> str | None:
    """The document's own number: a line of its own, not one cited in the text."""
    for line in lines:
        if len(line.text) <= LONGEST_NUMBER and (match := NUMBER.match(line.text)) and not line.table:
            return re.sub(r"\s", "", match["number"])
    return None
