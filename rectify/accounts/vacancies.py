"""Units without people: nobody in use who could act for them. Holds no business content, so that administrators may read it."""

from django.db.models import Q, QuerySet

from rectify.accounts.models import Holding, Unit
from rectify.accounts.roles import Role, WorksFor


def needed(*places: WorksFor) -> tuple[Role, ...]:
    """Who must be there for work to go on: in a unit, in an office, or in both."""
    return tuple(role for role in Role if role.needed and role.works_for in (places or WorksFor))


def lacking(*roles: Role) -> dict[str, set[int]]:
    """For each of `roles` the ids of the units for which nobody with an account in use holds it today, neither there nor at
    a unit above. Two statements: compared here, since a database would hold every unit's path against every grant's."""
    there: dict[str, set[int]] = {role: set() for role in roles}
    held = Holding.objects.current().filter(role__in=roles, user__is_active=True).order_by()
    for role, unit in held.values_list("role", "unit"):
        there[role].add(unit)
    by_role: dict[str, set[int]] = {role: set() for role in roles}
    for pk, path in Unit.objects.order_by().values_list("pk", "path"):
        line = {int(part) for part in path.strip("/").split("/") if part}
        for role in roles:
            if not line & there[role]:
                by_role[role].add(pk)
    return by_role


def units_short() -> set[int]:
    """Ids of the units in which somebody needed is not there."""
    return set().union(*lacking(*needed(WorksFor.UNIT)).values())


def vacant() -> QuerySet[Unit]:
    """Units in use that an office supervises, and offices in use, of whom one of the people needed is not there."""
    without, condition = lacking(*needed()), Q(pk__in=[])
    for place in WorksFor:
        bare = set().union(*(without[role] for role in needed(place)))
        condition |= Q(is_office=place is WorksFor.OFFICE, pk__in=bare)
    supervised = Q(supervising_office__isnull=False) | Q(is_office=True)
    return Unit.objects.filter(condition, supervised, is_active=True).exclude(pk__in=_of_others().values("unit"))


def _of_others() -> QuerySet[Holding]:
    """Grants at bodies that only review or lead: no issue of their own was ever meant for them."""
    worked = Holding.objects.filter(role__in=needed()).values("unit")
    return Holding.objects.current().exclude(unit__in=worked)


def missing_roles(units: list[Unit]) -> dict[int, list[Role]]:
    """Which of the people needed each unit has not; two statements however many."""
    without = lacking(*needed())
    wanted = {place is WorksFor.OFFICE: needed(place) for place in WorksFor}
    return {unit.pk: [role for role in wanted[unit.is_office] if unit.pk in without[role]] for unit in units}


def former_holders(units: list[Unit]) -> dict[tuple[int, str], Holding]:
    """Who held each role last at exactly the unit: whom a successor is missing for."""
    rows = Holding.objects.filter(unit__in=units).select_related("user").order_by("starts", "pk")
    return {(row.unit_id, row.role): row for row in rows}
