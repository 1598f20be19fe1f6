"""The queues of a reader: by role which slices wait for whom, and what is to be done with them."""

from dataclasses import dataclass, field, replace

from django.db.models import Q

from rectify.accounts.roles import WorksFor
from rectify.accounts.scoping import under


@dataclass(frozen=True)
class Waiting:
    """One queue of a reader: the slice it opens, the verb, and the part of the slice that is the reader's own work."""

    slice: str
    verb: str
    place: Q = field(default_factory=Q)


def queues_of(user) -> list[Waiting]:
    """The queues of all roles that the person holds, each slice once. A slice that names {unit} is one for each post: what
    waits for another body is not this person's. What a unit shares without leading it waits for the unit that leads."""
    by_slice: dict[str, Waiting] = {}
    for role in user.roles:
        led = under("lead_unit", user.paths(role))
        for post in (post for post in user.posts if post.role == role):
            for pattern, verb in role.queues:
                code = pattern.format(unit=post.unit.public_id)
                place = Q() if role.works_for is WorksFor.OFFICE or code != pattern else led
                known = by_slice.setdefault(code, Waiting(code, verb, place))
                by_slice[code] = replace(known, place=known.place | place)
    return list(by_slice.values())
