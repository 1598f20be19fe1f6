"""The units a list can be cut by: each that leads one of its rows, and each whole system (a unit with all below it)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from issues.models import Issue
from rectify.accounts.models import FormerName, Unit, UnitAlias

WHOLE = "~"  # behind a public_id: this unit and all below it
ABOVE = {"knows_parent": "parent", "knows_grandparent": "parent__parent"}


@dataclass(frozen=True)
class Lead:
    """One choice: a unit, alone or with its system."""

    unit: Unit
    whole: bool = False
    others: str = ""  # its other and its former names

    @property
    def words(self) -> str:
        """By what it is found: every name it has and had, and the sound of it."""
        return f"{self.unit.name} {self.unit.short_name} {self.unit.pinyin} {self.others}"

    @property
    def value(self) -> str:
        return f"{self.unit.public_id}{WHOLE if self.whole else ''}"

    def __str__(self) -> str:
        return f"{self.unit}（全系统）" if self.whole else str(self.unit)

    def condition(self, path: str = "") -> Q:
        """The rows it keeps; `path` leads from a row to its issue (`issue__`)."""
        if self.whole:
            return Q(**{f"{path}lead_unit__path__startswith": self.unit.path})
        return Q(**{f"{path}lead_unit": self.unit.pk})


def leads(issues: QuerySet[Issue], known: QuerySet[Unit], *asked: str) -> list[Lead]:
    """What `issues` can be cut by, in protocol order: every unit that leads one, and the two units above each that the reader
    knows (`known`), as systems. A known unit that was `asked` for stands there too: leading nothing is an answer. One
    statement, one for their other names, one more for such a unit."""
    above = {name: Exists(known.filter(pk=OuterRef(path))) for name, path in ABOVE.items()}
    leading = Unit.objects.filter(Exists(issues.filter(lead_unit=OuterRef("pk")).order_by())).annotate(**above)
    rows = list(leading.select_related("parent__parent").order_by("order", "pk"))
    systems = {unit.parent for unit in rows if unit.knows_parent}
    systems |= {unit.parent.parent for unit in rows if unit.knows_grandparent}
    others = _other_names({unit.pk for unit in (*rows, *systems)})
    choices = [Lead(unit, others=others.get(unit.pk, "")) for unit in rows]
    above_all = sorted(systems, key=lambda unit: (unit.order, unit.pk))
    choices += [Lead(unit, whole=True, others=others.get(unit.pk, "")) for unit in above_all]
    strange = {value for value in asked if value and chosen(value, choices) is None}
    units = known.filter(public_id__in={value.removesuffix(WHOLE) for value in strange}) if strange else ()
    either = [Lead(unit, whole) for unit in units for whole in (False, True)]
    return choices + [lead for lead in either if lead.value in strange]


def _other_names(units: set[int]) -> dict[int, str]:
    aliases = UnitAlias.objects.filter(unit__in=units).order_by().values_list("unit", "name")
    former = FormerName.objects.filter(unit__in=units).order_by().values_list("unit", "name")
    names: dict[int, str] = {}
    for unit, name in aliases.union(former):
        names[unit] = f"{names.get(unit, '')} {name}"
    return names


def chosen(value: str, among: list[Lead]) -> Lead | None:
    return next((lead for lead in among if lead.value == value), None)
