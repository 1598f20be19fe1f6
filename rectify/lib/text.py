"""Text that may be stored."""

import re

from rectify.lib.errors import Refused

BREAK = re.compile("\r\n?|[\x0b\x0c]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # category Cc but for tab and line break


def unfit(text: str) -> bool:
    """Whether a text holds NUL or half of a surrogate pair: neither engine stores them."""
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text) or "\x00" in text


def settled(text: str) -> tuple[str, int]:
    """`text` with one kind of line break and without the controls nobody can see, and how many of these were dropped.
    Whatever else is unseen (joiners, private signs) belongs to the words and stays."""
    if text.isprintable():
        return text, 0
    return CONTROL.subn("", BREAK.sub("\n", text))


def within(text: str, most: int, name: str) -> str:
    """`text` without blanks at its ends; nothing a person typed is cut to fit. Raises Refused, naming both lengths."""
    text = text.strip()
    if len(text) > most:
        raise Refused(f"{name}最多 {most:,} 个字，现有 {len(text):,} 个字。请改短后再提交")
    return text


def shortened(text: str, most: int) -> str:
    """The beginning of `text` as a list shows it, with … where there is more."""
    return text if len(text) <= most else f"{text[:most]}…"
