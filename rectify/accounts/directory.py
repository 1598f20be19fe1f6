from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.roles import Role


def people_for(unit: Unit, *roles: Role) -> list[User]:
    """Who answers for `unit` in one of `roles` today: its own people, else those of the nearest unit above it."""
    ancestors = [int(part) for part in unit.path.strip("/").split("/") if part]
    holdings = (
        Holding.objects.current()
        .filter(unit__in=ancestors, role__in=roles, user__is_active=True)
        .select_related("user", "unit")
        .order_by("id")
    )
    deepest = max((len(h.unit.path) for h in holdings), default=0)
    return list({h.user_id: h.user for h in holdings if len(h.unit.path) == deepest}.values())
