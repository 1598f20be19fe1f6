"""查找: what somebody types to find issues. Every word must be found: in the number however it is spelt, in the title, in the
original, or in a name of a unit that answers (its name, short name, another or a former name, the sound of it)."""

import re
import unicodedata

from django.db.models import Q, QuerySet

from issues.models import IssueUnit
from rectify.accounts.models import FormerName, Unit, UnitAlias

DASHES = re.compile(r"\s*[-‐-―−﹘﹣－ー~～]+\s*")  # noqa: RUF001  all that look like one
NUMBER = re.compile(r"0*(\d{1,3})-0*(\d{1,4})(-\d+)?")
RUN_TOGETHER = re.compile(r"(\d{2})(\d{3})")
SHORTEST_SOUND = 2  # one letter is the beginning of nearly every unit


def words_of(typed: str) -> list[str]:
    """The words of what was typed, full-width signs as plain ones; the parts of a number stay together."""
    return unicodedata.normalize("NFKC", typed).split()


def number_of(word: str) -> str:
    """06-003 for 6-3, 06—003, ０６－3 and 06003; nothing where the word is no number of an issue."""
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", word).strip())
    together = RUN_TOGETHER.fullmatch(plain)
    parts = together or NUMBER.fullmatch(plain)
    if parts is None:
        return ""
    place, number, *piece = parts.groups()
    return f"{int(place):02d}-{int(number):03d}{piece[0] or '' if piece else ''}"


def finds(typed: str, readable: Q = Q()) -> Q:  # noqa: B008 (a condition is never changed)
    """The condition on issues; all of them where nothing was typed. Words are looked for in those that are `readable`: of the
    others it must not be found out what they say."""
    words = [typed.strip()] if number_of(typed) else words_of(typed)
    condition = Q()
    for word in words:
        condition &= _finds(word, readable)
    return condition


def _finds(word: str, readable: Q) -> Q:
    words = Q(title__icontains=word) | Q(original__icontains=word)
    either = Q(number__icontains=word) | (words & readable)
    if number := number_of(word):
        either |= Q(number=number) | Q(number__startswith=f"{number}-")
    units = units_called(word)
    return either | Q(lead_unit__in=units) | Q(pk__in=IssueUnit.objects.filter(unit__in=units).values("issue"))


def units_called(word: str) -> QuerySet:
    """The keys of the units that go by a name with this word in it."""
    named = Q(name__icontains=word) | Q(short_name__icontains=word)
    if word.isascii() and len(word) >= SHORTEST_SOUND:
        named |= Q(pinyin__icontains=word)
    aliases = UnitAlias.objects.filter(name__icontains=word).values("unit")
    former = FormerName.objects.filter(Q(name__icontains=word) | Q(short_name__icontains=word)).values("unit")
    return Unit.objects.filter(named | Q(pk__in=aliases) | Q(pk__in=former)).values("pk")
