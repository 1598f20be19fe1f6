"""Marks of classified material and words that may be one: the system must never hold any.

A *marking* is refused wherever it stands, with no override: 绝密, 机密 or 秘密 with ★ behind it, with 级 or a term at the end
of its token, as a label, or alone in a line, cell or part of a file name. The bare *word* in running text marks nothing (an
issue may say 机密文件登记不全): it warns, and the person confirms that nothing classified is entered. 工作秘密 and 商业秘密 are
free, 国家秘密 warns.
"""

import re
import unicodedata
from dataclasses import dataclass

EXPLAINED = "本系统不得处理涉密信息"
LEVELS = ("绝密", "机密", "秘密")
SPREADING = ("内部资料", "内部文件", "注意保存", "禁止外传", "不得扩散", "仅供学习")
STATE_SECRET = "国家秘密"

GAP, BLANK = r"\s*", r"[^\S\n]*"
# What our own copies bear (rectify/lib/copies.py) is asked about by nobody when they come back.
COPY_LINE = re.compile(rf"(副本{BLANK}[^\n]{{1,80}}?\d{{4}}-\d\d-\d\d{BLANK}\d\d:\d\d){BLANK}禁止外传")
SOME = "某某"  # stands for a word that is settled


def _spread(*words: str) -> str:
    """A pattern for one of `words`, whatever blanks and breaks stand between its characters."""
    return "(?:" + "|".join(GAP.join(word) for word in words) + ")"


# 计算机密码, 主机密钥, 杜绝密集: the two signs belong to two words.
_LEVEL = rf"{_spread(*LEVELS)}(?!{GAP}[码钥集切])"
_TERM = rf"(?:\d(?:\s?\d)*{BLANK}(?:年|个?月|日|天)|{_spread('长期', '永久')})"
_END = r"(?=[^\w\s]*(?:[\s_]|$))"
MARKING = re.compile(
    "|".join(
        (
            rf"{_LEVEL}{GAP}[★☆⭐]",
            rf"{_LEVEL}{GAP}(?:级|{_TERM}){_END}",
            rf"{_spread('密级')}{GAP}:{GAP}{_LEVEL}",
            rf"[【〔［\[(《〈{{<]{BLANK}{_LEVEL}{BLANK}级?{BLANK}[】〕］\])》〉}}>]",
            rf"(?<!\w){_LEVEL}{BLANK}级?{BLANK}:",
            rf"(?:^|(?<=\n))[^\w\n]*{_LEVEL}[^\w\n]*(?=\n|$)",
        )
    )
)
PART_OF_NAME = re.compile(rf"(?:^|(?<=[\s_.,、+\-—])){_LEVEL}(?=[\s_.,、+\-—]|$)")
WARNING = re.compile(rf"{_LEVEL}|{_spread(*SPREADING)}")
STATE = re.compile(_spread(STATE_SECRET))
FREE = re.compile(_spread("工作秘密", "商业秘密"))
APART = re.compile(r"(?:(?<=\s)|^)\S(?:[^\S\n]+\S)+(?=\s|$)")  # 机 密 文 件: signs set apart one by one


@dataclass(frozen=True)
class Marks:
    """What a text bears: a marking, which refuses it, and the line it begins on; or the words that have to be confirmed."""

    marking: str = ""
    line: int = 0
    words: tuple[str, ...] = ()


def _settled(word: re.Match[str]) -> str:
    """SOME in its place; the lines below keep their numbers."""
    return SOME + "\n" * word[0].count("\n")


def marks(text: str, *, file_name: bool = False) -> Marks:
    """What `text`, the whole of a field, cell, paragraph or file name, bears. No width, blank or break hides it."""
    if not any(sign in text for sign in "密部意止得供"):
        return Marks()
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = APART.sub(lambda run: "".join(run[0].split()), unicodedata.normalize("NFKC", shown).replace("\r", "\n"))
    plain = COPY_LINE.sub(r"\1", plain)
    words = [STATE_SECRET] if STATE.search(plain) else []
    plain = FREE.sub(_settled, STATE.sub(_settled, plain))
    marking = MARKING.search(plain) or (PART_OF_NAME.search(plain) if file_name else None)
    if marking:
        line = plain.count("\n", 0, marking.start()) + 1
        return Marks(marking="".join(marking[0].split()).strip("_.,、+-—"), line=line)
    words += ["".join(word[0].split()) for word in WARNING.finditer(plain)]
    return Marks(words=tuple(dict.fromkeys(words)))


def unmarked(text: str) -> str:
    """`text` as a record may keep it that nobody was asked about, such as a condition of a list that was exported."""
    return "（标有密级，未记）" if marks(text).marking else text


def marked(text: str, *, file_name: bool = False) -> str:
    """The marking that refuses `text`, or nothing."""
    return marks(text, file_name=file_name).marking
