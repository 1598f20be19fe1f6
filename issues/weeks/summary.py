"""周小结 as words with places for numbers: {应报} stands for the figure and cannot be typed over; sentences can be edited."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from issues.rates import Share
from issues.weeks.facts import FIGURES

PLACE = re.compile(r"\{([^{}\n]{1,12})\}")
LEAD = re.compile(r"[一二三四五六七八九十]+、[^。，{]{1,12}(?:。|(?=\{))")
BY_WORD = {word: name for name, (word, _) in FIGURES.items()}
NAMED_UNITS = "未报单位"
SHARES = {"严口径占比": "strict", "宽口径占比": "lenient"}
DRAFT = """一、报送。本周应报 {应报} 件，按时 {按时} 件（其中无进展 {无进展} 件），迟报 {迟报} 件，未报 {未报} 件{未报单位}。
二、进展。销号 {销号} 件（全面 {全面}、基本 {基本}），退回 {退回} 件，新逾期 {新逾期} 件。至本周应整改 {应整改} 件，严口径 {严口径} 件（{严口径占比}），宽口径 {宽口径} 件（{宽口径占比}），长期坚持 {长期坚持} 件另列。
三、承诺。应答 {应答承诺} 条，兑现 {兑现} 条，未兑现 {未兑现} 条。
四、整改办自己的。待初审 {待初审} 件，其中 {初审超时限} 件超过 5 个工作日。
五、下周到期 {下周到期} 件。"""  # noqa: E501 (a paragraph a line, as it is printed)

# Where the round has any: counted beside the issues, never among them.
ADVICE = {"意见建议": "given", "已落实建议": "settled", "逾期建议": "late"}
ADVICE_LINE = "六、意见建议 {意见建议} 条，已落实 {已落实建议} 条，逾期 {逾期建议} 条，另列，不计入问题。"

# What a unit reads of a published summary: its own numbers only.
PART = """本周应报 {应报} 件，按时 {按时} 件（其中无进展 {无进展} 件），迟报 {迟报} 件，未报 {未报} 件。
应答承诺 {应答承诺} 条，兑现 {兑现} 条，未兑现 {未兑现} 条。
本周销号 {销号} 件，退回 {退回} 件，新逾期 {新逾期} 件；下周到期 {下周到期} 件。"""


def draft(facts: dict[str, Any]) -> str:
    """The words that a person begins from."""
    return "\n".join([DRAFT, ADVICE_LINE]) if facts.get("recommendations", {}).get("given") else DRAFT


def unknown_places(words: str) -> list[str]:
    """Places in the text that stand for no figure."""
    known = {*BY_WORD, *SHARES, *ADVICE, NAMED_UNITS}
    return [place for place in PLACE.findall(words) if place not in known]


def missing_places(words: str) -> list[str]:
    """The figures without which a summary does not go out: what was owed and what was missed."""
    places = set(PLACE.findall(words))
    return [word for word in ("应报", "未报") if word not in places]


@dataclass(frozen=True)
class SummaryPiece:
    """Words of the summary; a number carries the address of the list it counts, `lead` opens a paragraph."""

    text: str
    url: str = ""
    lead: bool = False


def paragraphs(words: str, facts: dict[str, Any], url: Callable[[str], str]) -> list[list[SummaryPiece]]:
    """The text as paragraphs of pieces."""
    paragraphs = []
    for line in words.splitlines():
        if line.strip():
            lead = LEAD.match(line)
            pieces = [SummaryPiece(lead.group(), lead=True)] if lead else []
            rest = PLACE.split(line[lead.end() :] if lead else line)
            paragraphs.append(pieces + [piece(part, at % 2 == 1, facts, url) for at, part in enumerate(rest) if part])
    return paragraphs


def piece(part: str, is_place: bool, facts: dict[str, Any], url: Callable[[str], str]) -> SummaryPiece:
    if not is_place:
        return SummaryPiece(part)
    lists = facts.get("lists", {})
    if part in BY_WORD:
        return SummaryPiece(str(len(lists.get(BY_WORD[part], []))), url(BY_WORD[part]))
    if part in SHARES:
        return SummaryPiece(Share(len(lists.get(SHARES[part], [])), len(lists.get("counted", []))).percent)
    if part in ADVICE:
        return SummaryPiece(str(facts.get("recommendations", {}).get(ADVICE[part], 0)), url("recommendations"))
    if part == NAMED_UNITS:
        return SummaryPiece(named(facts.get("missed_units", [])))
    return SummaryPiece("{" + part + "}")


def named(units: list[dict[str, Any]]) -> str:
    """“：临河县委 3 件（连续 2 周）、…”, or nothing."""
    words = [
        f"{row['name']} {row['missed']} 件" + (f"（连续 {row['weeks']} 周）" if row["weeks"] > 1 else "")
        for row in units
    ]
    return "：" + "、".join(words) if words else ""


def plain(words: str, facts: dict[str, Any]) -> str:
    """The text with its numbers, for a file or a notice."""
    return "\n".join("".join(piece.text for piece in line) for line in paragraphs(words, facts, lambda name: ""))
