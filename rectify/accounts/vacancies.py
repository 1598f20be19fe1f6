"""Units without people: nobody in use who could act for them. Holds no business content, so that administrators may read it."""

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from rectify.accounts.models import Holding, Unit
from rectify.accounts.roles import Role

# Who must be there for work to go on: on the unit's side and in an office.
NEEDED = {
    False: (Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL),
    True: (Role.OFFICE_CLERK, Role.OFFICE_HEAD),
}


def lacking(role: Role) -> QuerySet[Unit]:
    """Units for which nobody with an account in use holds `role` today, neither there nor at a unit above."""
    held = Holding.objects.current().filter(role=role, user__is_active=True)
    held = held.annotate(below=ExpressionWrapper(OuterRef("path"), output_field=Unit._meta.get_field("path")))
    return Unit.objects.filter(~Exists(held.filter(below__startswith=F("unit__path"))))


def vacant() -> QuerySet[Unit]:
    """Units in use that an office supervises, and offices in use, of whom one of the people needed is not there."""
    found = Q(pk__in=[])
    for is_office, roles in NEEDED.items():
        for role in roles:
            found |= Q(is_office=is_office, pk__in=lacking(role).values("pk"))
    supervised = Q(supervising_office__isnull=False) | Q(is_office=True)
    return Unit.objects.filter(found, supervised, is_active=True).exclude(pk__in=_of_others().values("unit"))


def _of_others() -> QuerySet[Holding]:
    """Grants at bodies that only review or lead: no issue of their own was ever meant for them."""
    worked = Holding.objects.filter(role__in=NEEDED[False] + NEEDED[True]).values("unit")
    return Holding.objects.current().exclude(unit__in=worked)


def missing_roles(units: list[Unit]) -> dict[int, list[Role]]:
    """Which of the people needed each unit has not; four statements however many."""
    without = {
        role: set(lacking(role).filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
        for roles in NEEDED.values()
        for role in roles
    }
    return {unit.pk: [role for role in NEEDED[unit.is_office] if unit.pk in without[role]] for unit in units}


def former_holders(units: list[Unit]) -> dict[tuple[int, str], Holding]:
    """Who held each role last at exactly the unit: whom a successor is missing for."""
    rows = Holding.objects.filter(unit__in=units).select_related("user").order_by("starts", "pk")
    return {(row.unit_id, row.role): row for row in rows}
