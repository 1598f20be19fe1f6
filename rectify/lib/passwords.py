"""Password rules beyond Django's own."""

import secrets
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

# Without the signs that are mistaken for each other when read from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


def kinds_of_signs(password: str) -> int:
    """How many kinds there are: small letters, capitals, digits, everything else (signs, Chinese)."""
    known = sum(any(sign in kind for sign in password) for kind in KINDS)
    return known + any(all(sign not in kind for kind in KINDS) for sign in password)


@cache
def trade_words() -> frozenset[str]:
    """Words of the trade and words of everybody, in letters and in Chinese."""
    return frozenset((Path(__file__).parent / "trade_words.txt").read_text(encoding="utf-8").split())


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码至少 {self.min_length} 个字符，现在不够。"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符。"


class NotLikeOneself(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码与“%(verbose_name)s”太像，容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        return "不能与自己的姓名、账号相像。"


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这个密码太常见，容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        return "不能是许多人都在用的密码。"


class TwoKindsOfSigns:
    """GB/T 22239-2019 8.1.4.1 a asks for complexity; length does the most, two kinds the rest."""

    def validate(self, password: str, user: object = None) -> None:
        if kinds_of_signs(password) < 2:
            raise ValidationError(self.get_help_text(), code="password_one_kind")

    def get_help_text(self) -> str:
        return "至少含有两类字符：小写字母、大写字母、数字、其他符号或汉字。"


class NotTheName:
    """A password that holds the log-in name is the first one that is tried."""

    def validate(self, password: str, user: object = None) -> None:
        name = getattr(user, "username", "")
        if name and name.casefold() in password.casefold():
            raise ValidationError(self.get_help_text(), code="password_holds_name")

    def get_help_text(self) -> str:
        return "密码里不能有自己的账号。"


class NoTradeWord:
    """What a stranger who knows the office tries first: the name of the work or of the own unit, a year and a sign."""

    def validate(self, password: str, user: object = None) -> None:
        letters = "".join(sign for sign in password.casefold() if sign.isalpha())
        if letters in trade_words() | set(names_around(user)):
            raise ValidationError(
                "单位或业务的名称加上年份、符号，知道这个单位的人一猜就中，请换一个。", code="password_trade_word"
            )

    def get_help_text(self) -> str:
        return "不能只是单位、业务的名称（拼音也算）加数字和符号。"


def names_around(user: object) -> Iterator[str]:
    """Names of the units at which the person holds a post, with and without the place before them: in Chinese, spelt out
    (`shi zhu jian ju szjj`, rectify/lib/pinyin.py), by initials."""
    for post in getattr(user, "posts", ()):
        *syllables, initials = post.unit.pinyin.split() or [""]
        for name in (post.unit.name.casefold(), post.unit.short_name.casefold(), syllables, initials):
            yield from ("".join(name[start:]) for start in range(max(1, len(name) - 1)))


def one_time_password() -> str:
    """Sixteen signs with at least one digit and one letter."""
    while True:
        password = "".join(secrets.choice(SIGNS) for _ in range(16))
        if any(sign.isdigit() for sign in password) and any(sign.isalpha() for sign in password):
            return password
