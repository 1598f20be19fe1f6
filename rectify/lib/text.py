"""Text that may be stored."""


def unfit(text: str) -> bool:
    """Whether a text holds NUL or half of a surrogate pair: neither engine stores them."""
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text) or "\x00" in text
