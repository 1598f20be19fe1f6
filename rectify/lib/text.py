"""Text that may be stored."""

import re

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
