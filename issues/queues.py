"""What waits for a reader: computed from state and roles, never stored. Notices are a courtesy; this is the truth."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """One queue of a reader: the slice it opens, and the verb."""

    slice: str
    verb: str


def queues_of(user) -> list[Waiting]:
    """The queues of all roles that the person holds, each slice once. A slice that names {unit} is one for each post: what
    waits for another body is not this person's."""
    by_slice: dict[str, Waiting] = {}
    for role in user.roles:
        for post in (post for post in user.posts if post.role == role):
            for code, verb in role.queues:
                code = code.format(unit=post.unit.public_id)
                by_slice.setdefault(code, Waiting(code, verb))
    return list(by_slice.values())
