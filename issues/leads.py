"""The units a list can be cut by: each that leads one of its rows, and each whole system (a unit with all below it)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from issues.models import Issue
from rectify.accounts.models import Unit

WHOLE = "~"  # behind a public_id: this unit and all below it
ABOVE = {"knows_parent": "parent", "knows_grandparent": "parent__parent"}


@dataclass(frozen=True)
class Lead:
    """One choice: a unit, alone or with its system."""

    unit: Unit
    whole: bool = False

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
    statement, one more for such a unit."""
    above = {name: Exists(known.filter(pk=OuterRef(path))) for name, path in ABOVE.items()}
    leading = Unit.objects.filter(Exists(issues.filter(lead_unit=OuterRef("pk")).order_by())).annotate(**above)
    rows = list(leading.select_related("parent__parent").order_by("order", "pk"))
    systems = {unit.parent for unit in rows if unit.knows_parent}
    systems |= {unit.parent.parent for unit in rows if unit.knows_grandparent}
    choices = [Lead(unit) for unit in rows]
    choices += [Lead(unit, whole=True) for unit in sorted(systems, key=lambda unit: (unit.order, unit.pk))]
    strange = {value for value in asked if value and chosen(value, choices) is None}
    units = known.filter(public_id__in={value.removesuffix(WHOLE) for value in strange}) if strange else ()
    either = [Lead(unit, whole) for unit in units for whole in (False, True)]
    return choices + [lead for lead in either if lead.value in strange]


def chosen(value: str, among: list[Lead]) -> Lead | None:
    return next((lead for lead in among if lead.value == value), None)
