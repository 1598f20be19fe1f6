"""代录: an office enters what a unit without the network has signed on paper. The acts are those of the unit's own people, each
marked with the unit and the signed sheet; who enters is one hand with them in every review."""

from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.models.holding import Behalf
from rectify.accounts.roles import UNIT_ROLES
from rectify.lib.dates import today


def entering(user: User, unit: Unit, sheet: str) -> User:
    """`user` as the one who enters what `unit` signed: beside the own posts those of the unit's people, which are stored
    nowhere. `sheet` is the digest of what was signed. Whether the person may enter is asked before."""
    entrant = User.objects.get(pk=user.pk)
    lent = [Holding(user=entrant, role=role, unit=unit, starts=today()) for role in UNIT_ROLES]
    for post in lent:
        post.behalf = Behalf(unit.pk, unit.full_name, sheet)
    entrant.posts = [*lent, *user.posts]
    return entrant
