"""Whose name is this: a unit's name, its short name, an alias somebody once confirmed, or something like one of them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from rectify.accounts.models import FormerName, Unit, UnitAlias

TAIL = re.compile(r"(党组|党委|党总支|党支部|党工委|工委)$")
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
BRACKETED = re.compile(r"[(\[【].*?[)\]】]")
PLACE = re.compile(r"^[省市县区州镇乡]|局$")
LIKE, SURE, ALIKE = 0.5, 0.75, 5


def exact(text: str) -> str:
    """A name as it is written: half-width, without blanks and signs without width."""
    return "".join(UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


def plain(text: str) -> str:
    """A name shortened: without what stands in brackets and the party group behind it. Decides only where one unit fits."""
    text = BRACKETED.sub("", exact(text))
    return TAIL.sub("", text) or text


class Names:
    """The names of the units an office knows. Loaded with three statements, asked thousands of times."""

    def __init__(
        self, units: Iterable[Unit], aliases: Iterable[tuple[str, int]], former: Iterable[tuple[str, int]] = ()
    ):
        self.units = {unit.pk: unit for unit in units}
        self.by_public_id = {unit.public_id: unit for unit in self.units.values()}
        own = [(name, unit.pk) for unit in self.units.values() for name in self.called(unit) if name]
        confirmed = [(name, pk) for name, pk in aliases if pk in self.units]
        borne = [(name, pk) for name, pk in former if pk in self.units and name]
        # From the surest to the least: what somebody confirmed, the name as written, a former name, the name shortened.
        self._steps: list[tuple[Callable[[str], str], dict[str, set[int]]]] = [
            (exact, _gathered(confirmed, exact)),
            (exact, _gathered(own, exact)),
            (exact, _gathered(borne, exact)),
            (plain, _gathered([*own, *confirmed], plain)),
        ]
        self._alike = self._steps[-1][1]
        levels = Counter(unit.path.count("/") for unit in self.units.values() if unit.is_office)
        self._level = max(levels, key=lambda level: levels[level], default=0)

    def called(self, unit: Unit) -> list[str]:
        """The names of a unit, and those with the unit above it before them: 市教育局办公室."""
        names = [unit.name, unit.short_name, unit.full_name, str(unit)]
        above = self.units.get(unit.parent_id or 0)
        if above:
            names += [f"{one}{unit.name}" for one in (above.name, above.short_name) if one]
        return names

    @classmethod
    def for_user(cls, user) -> "Names":
        """The active units this person may see."""
        units = list(Unit.objects.visible_to(user).active())
        aliases = UnitAlias.objects.filter(unit__in=[unit.pk for unit in units]).values_list("name", "unit_id")
        former = FormerName.objects.filter(unit__in=[unit.pk for unit in units])
        borne = [(name, pk) for *names, pk in former.values_list("name", "short_name", "unit_id") for name in names]
        return cls(units, list(aliases), borne)

    def find(self, text: str) -> Unit | None:
        """The only unit that is called so. What names several is nobody's."""
        for form, known in self._steps if text else ():
            if called := known.get(form(text)):
                return self.units[next(iter(called))] if len(called) == 1 else None
        return None

    def like(self, text: str, most: int = ALIKE) -> list[Unit]:
        """Units that may be meant and are no office: the same level first, there the likeliest; 市住建局 is sooner
        江州市住建局 than 江北县住建局."""
        scored, whole = self._scored(text), plain(text)
        near = [unit for pk, unit in self.units.items() if scored.get(pk, 0) >= LIKE and not unit.is_office]
        near.sort(
            key=lambda unit: (
                unit.path.count("/") != self._level,
                -scored[unit.pk],
                not plain(unit.name).endswith(whole),
                unit.order,
                unit.pk,
            )
        )
        return near[:most]

    def surely(self, text: str) -> bool:
        """Whether the likeliest is so like that nobody asks for a new unit by the way."""
        return max(self._scored(text).values(), default=0) >= SURE

    def _scored(self, text: str) -> dict[int, float]:
        wanted = core(plain(text))
        scored: dict[int, float] = {}
        for name, called in self._alike.items():
            score = likeness(wanted, core(name))
            scored |= {pk: max(scored.get(pk, 0), score) for pk in called}
        return scored


def _gathered(pairs: Iterable[tuple[str, int]], form: Callable[[str], str]) -> dict[str, set[int]]:
    """The units that go by each name in one form of it."""
    by_name: dict[str, set[int]] = {}
    for name, pk in pairs:
        by_name.setdefault(form(name), set()).add(pk)
    return by_name


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
