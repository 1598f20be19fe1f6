"""Whose name is this: a unit's name, its short name, an alias somebody once confirmed, or something like one of them."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from rectify.accounts.models import Unit, UnitAlias

TAIL = re.compile(r"(党组|党委|党总支|党支部|党工委|工委)$")
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
BRACKETED = re.compile(r"[(\[（【].*?[)\]）】]")
PLACE = re.compile(r"^[省市县区州镇乡]|局$")
LIKE, SURE, ALIKE = 0.5, 0.75, 5


def plain(text: str) -> str:
    """A name as it is compared: half-width, without blanks, signs without width, brackets and the party group behind it."""
    text = BRACKETED.sub("", "".join(UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split()))
    return TAIL.sub("", text) or text


class Names:
    """The names of the units an office knows. Loaded with two statements, asked thousands of times."""

    def __init__(self, units: Iterable[Unit], aliases: Iterable[tuple[str, int]]):
        self.units = {unit.pk: unit for unit in units}
        self.by_public_id = {unit.public_id: unit for unit in self.units.values()}
        self._known: dict[str, int] = {}
        for unit in self.units.values():
            for name in (unit.name, unit.short_name):
                if name:
                    self._known.setdefault(plain(name), unit.pk)
        for name, pk in aliases:
            if pk in self.units:
                self._known[plain(name)] = pk

    @classmethod
    def for_user(cls, user) -> "Names":
        """The active units this person may see."""
        units = list(Unit.objects.visible_to(user).active())
        aliases = UnitAlias.objects.filter(unit__in=[unit.pk for unit in units]).values_list("name", "unit_id")
        return cls(units, list(aliases))

    def find(self, text: str) -> Unit | None:
        """The unit that is called so, exactly."""
        pk = self._known.get(plain(text)) if text else None
        return self.units.get(pk) if pk is not None else None

    def like(self, text: str, most: int = ALIKE) -> list[Unit]:
        """Units whose name is like `text`, the likeliest first; 市住建局 is sooner 江州市住建局 than 江北县住建局."""
        scored, whole = self._scored(text), plain(text)
        found = [pk for pk, score in scored.items() if score >= LIKE]
        found.sort(
            key=lambda pk: (-scored[pk], not plain(self.units[pk].name).endswith(whole), self.units[pk].order, pk)
        )
        return [self.units[pk] for pk in found[:most]]

    def surely(self, text: str) -> bool:
        """Whether the likeliest is so like that it may stand chosen beforehand."""
        return max(self._scored(text).values(), default=0) >= SURE

    def _scored(self, text: str) -> dict[int, float]:
        wanted = core(plain(text))
        scored: dict[int, float] = {}
        for name, pk in self._known.items():
            scored[pk] = max(scored.get(pk, 0), likeness(wanted, core(name)))
        return scored


def core(name: str) -> str:
    """What tells a name from others: 市…局 is common to all."""
    return PLACE.sub("", name) or name


def likeness(one: str, other: str) -> float:
    """From 0 to 1. An abbreviation whose signs all occur in order (县委办 in 县委办公室) is near 1."""
    if not one or not other:
        return 0.0
    ratio = SequenceMatcher(None, one, other).ratio()
    short, long = sorted((one, other), key=len)
    signs = iter(long)
    in_order = len(short) >= 2 and all(sign in signs for sign in short)
    return max(ratio, 0.75 + 0.2 * len(short) / len(long)) if in_order else ratio
