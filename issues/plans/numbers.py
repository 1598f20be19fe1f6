"""A number as a unit types it: an exact value, a masked or rough one kept as text, or nothing. Pure.

Source: docs/rules.md: outcome-numbers (`**个`, `60余次`, `1.2万人次`, `7.132万元`, `237054.47 万元`, `0人`): zero is
information, empty is not
zero, and what is masked is never a number.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

MASKED = re.compile(r"[*＊×xX某○〇□]{1,}|若干|数[十百千万]")
ROUGH = re.compile(r"余|多|超|约|近|以上|左右|不少于|不足")
EXACT = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万亿]*)([^\d.,]*)")
TIMES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
LARGEST = Decimal(10) ** 13
LONGEST = 60
NO_NUMBER = "读不出数，请写阿拉伯数字，如 12 或 7.13；不便写明的照原样写（如“**”），还没有数的空着"


@dataclass(frozen=True)
class Said:
    """`value` and `text` are never both there; neither: 未填. `question` says why it cannot be kept."""

    value: Decimal | None = None
    text: str = ""
    question: str = ""


def read_number(typed: str, *, unit: str, decimals: int) -> Said:
    """What was typed, in the kind's own unit (万元: “3000元” is 0.3)."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    if not plain:
        return Said()
    if MASKED.search(plain) or (ROUGH.search(plain) and re.search(r"\d", plain)):
        return Said(text=typed.strip()[:LONGEST])
    exact = EXACT.fullmatch(plain)
    if exact is None:
        return Said(question=NO_NUMBER)
    return _exact(exact, unit, decimals)


def _exact(found: re.Match, unit: str, decimals: int) -> Said:
    digits, times, rest = found.groups()
    scaled, own = _factor(unit)
    if times not in TIMES:
        return Said(question=NO_NUMBER)
    if rest and rest.removesuffix("次") != own and rest != unit:
        return Said(question=f"单位是“{unit}”，填的是“{rest}”，请换算后再填")
    value = Decimal(digits.replace(",", "")) * TIMES[times]
    if scaled > 1 and rest:  # “3000元”, “7.13万元” for a kind in 万元; a bare number is in the kind's unit already
        value /= scaled
    if value >= LARGEST:
        return Said(question="数太大，请核对")
    rounded = value.quantize(Decimal(1).scaleb(-decimals)) if decimals else value.to_integral_value()
    if rounded != value:
        return Said(question=f"最多 {decimals} 位小数" if decimals else "请填整数")
    return Said(value=rounded)


def _factor(unit: str) -> tuple[int, str]:
    """万元 → (10,000, 元); 人 → (1, 人)."""
    return (10_000, unit[1:]) if len(unit) > 1 and unit[0] == "万" else (1, unit)


def shown(value: Decimal | None, *, decimals: int) -> str:
    """A number as pages show it; empty for 未填."""
    return "" if value is None else f"{value:,.{decimals}f}"
