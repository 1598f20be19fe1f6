from collections.abc import Iterable

from django.db.models import QuerySet

from rectify.accounts.models import Holding, StandIn, Unit, User
from rectify.accounts.roles import Role


def people_for(unit: Unit, *roles: Role) -> list[User]:
    """Who answers for `unit` in one of `roles` today: its own people, else those of the nearest unit above it; and whoever
    stands in for one of them."""
    return with_deputies({person.pk: person for person in holders(unit, *roles)})


def holders(unit: Unit, *roles: Role) -> list[User]:
    """The same by their own posts."""
    ancestors = [int(part) for part in unit.path.strip("/").split("/") if part]
    holdings = (
        Holding.objects.current()
        .filter(unit__in=ancestors, role__in=roles, user__is_active=True)
        .select_related("user", "unit")
        .order_by("id")
    )
    deepest = max((len(h.unit.path) for h in holdings), default=0)
    return list({h.user_id: h.user for h in holdings if len(h.unit.path) == deepest}.values())


def seats_of(role: Role) -> QuerySet[Unit]:
    """The units in use at which somebody who may log in holds `role` today, in the order of the tree."""
    held = Holding.objects.current().filter(role=role, user__is_active=True)
    return Unit.objects.active().filter(pk__in=held.values("unit")).order_by("order", "id")


def with_deputies(people: dict[int, User]) -> list[User]:
    """`people` and whoever stands in for one of them today (AB角), each once."""
    rows = StandIn.objects.in_force().filter(absent__in=people, deputy__is_active=True).select_related("deputy")
    return list((people | {row.deputy_id: row.deputy for row in rows}).values()) if people else []


def people_for_each(units: Iterable[Unit], *roles: Role) -> dict[int, list[User]]:
    """`people_for` of many units at once, by unit id; two statements however many."""
    wanted = {unit.pk: [int(part) for part in unit.path.strip("/").split("/") if part] for unit in units}
    ancestors = {pk for path in wanted.values() for pk in path}
    holdings = (
        Holding.objects.current()
        .filter(unit__in=ancestors, role__in=roles, user__is_active=True)
        .select_related("user")
        .order_by("id")
    )
    at: dict[int, dict[int, User]] = {}
    for holding in holdings:
        at.setdefault(holding.unit_id, {})[holding.user_id] = holding.user
    nearest = {pk: next((at[step] for step in reversed(path) if step in at), {}) for pk, path in wanted.items()}
    deputies: dict[int, list[User]] = {}
    for row in StandIn.objects.in_force().filter(deputy__is_active=True).select_related("deputy"):
        deputies.setdefault(row.absent_id, []).append(row.deputy)
    return {
        pk: list((people | {one.pk: one for who in people for one in deputies.get(who, ())}).values())
        for pk, people in nearest.items()
    }
