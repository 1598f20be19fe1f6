"""What may stand in a cell or a paragraph: text that stays text in any program, whatever was typed."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rectify.lib.dates import SHANGHAI

LONGEST = 32_767
CUT = "……〔原文共 {} 字，此处截断，全文见系统〕"
MARK = "□"

# What XML cannot carry or a reader cannot see: C0 and C1 but for tab and line feed, halves of pairs, non-characters.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def length(text: str) -> int:
    """As spreadsheets count: in UTF-16 units, so a rare character counts two."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def visible(text: str) -> str:
    """Line ends made one kind, unseen characters replaced by a mark."""
    return UNSEEN.sub(MARK, text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """A text made visible, and cut with a note that says so where it is too long for a cell."""
    text = visible(text)
    if length(text) <= LONGEST:
        return text
    note = CUT.format(f"{len(text):,}")
    room = LONGEST - len(note)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore") + note


def is_risky(text: str) -> bool:
    """Whether a program that guesses would take it for a formula."""
    return text.startswith(FORMULA_STARTS)


def words(value: Any) -> str:
    """Any value as a person reads it; a list as one line each."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (list, tuple)):
        return "\n".join(words(one) for one in value)
    return str(value)


def local(moment: datetime) -> datetime:
    """The office's clock without a zone, which is all a cell can hold."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None) if moment.tzinfo else moment


def as_number(value: Any) -> int | float | None:
    """A number a cell can hold exactly, else None: more than 15 digits are ruined by every spreadsheet program."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = int(value) if isinstance(value, int) else float(value)
    if number != number or number in (float("inf"), float("-inf")) or abs(number) >= 10**15:
        return None
    return number
