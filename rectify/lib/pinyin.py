"""Chinese names as letters, so that every database sorts and finds them alike."""

from typing import Any

from pypinyin import Style, lazy_pinyin

LENGTH = 200


def pinyin_key(name: str) -> str:
    """市住建局 → "shi zhu jian ju szjj": sorts by sound, and holds the initials people type. At most 200 signs."""
    syllables = lazy_pinyin(name, errors=_sign_by_sign)
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_sign_by_sign))
    room = LENGTH - len(initials) - 1
    return f"{' '.join(syllables)[:room]} {initials}"[:LENGTH]


def _sign_by_sign(other: str) -> Any:  # pypinyin takes a list; its own annotation knows only a string
    return list(other.lower())


def account_name(name: str) -> str:
    """张三 → zhangsan: what an account may be called by."""
    return "".join(sign for sign in "".join(lazy_pinyin(name)).lower() if sign.isascii() and sign.isalnum())
