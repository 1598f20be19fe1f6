"""The queues of a reader: by role which slices wait for whom, and what is to be done with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from issues import slices
from issues.leads import Lead
from issues.models import Issue
from rectify.accounts.models import Unit
from rectify.accounts.roles import WorksFor
from rectify.lib.addresses import address


@dataclass(frozen=True)
class Waiting:
    """One queue of a reader: the slice it opens and the verb. For who works for a unit, also whose issues of the slice are
    the own work (`lead`): its number counts these, its list opens these."""

    slice: str
    verb: str
    lead: Lead | None = None

    @property
    def place(self) -> Q:
        """The part of the slice that is the reader's own work."""
        return self.lead.condition() if self.lead else Q()

    @property
    def own(self) -> bool:
        """Whether the reader was asked in person."""
        return slices.find(self.slice)[0].own

    def url_of(self, issue: Issue) -> str:
        """Where an issue of it is dealt with."""
        page = slices.find(self.slice)[0].page
        return address(page, public_id=issue.public_id) if page else issue.get_absolute_url()


def queues_of(user) -> list[Waiting]:
    """The queues of all roles that the person holds, each once. A slice that names {unit} is one for each post: what waits for
    another body is not this person's; one that names {person} is of who was asked in person. What a unit shares without leading
    it waits for the unit that leads; a person of two systems has a queue for each of them."""
    queues: dict[tuple[str, str], Waiting] = {}
    for role in user.roles:
        units = [post.unit for post in user.posts if post.role == role]
        for pattern, verb in role.queues:
            for queue in _queues(pattern.replace("{person}", user.public_id), verb, units, role.works_for):
                queues.setdefault((queue.slice, queue.lead.value if queue.lead else ""), queue)
    return list(queues.values())


def _queues(pattern: str, verb: str, units: list[Unit], works_for: WorksFor) -> Iterator[Waiting]:
    if "{unit}" in pattern:
        yield from (Waiting(pattern.format(unit=unit.public_id), verb) for unit in units)
    elif works_for is WorksFor.OFFICE or slices.find(pattern)[0].own:
        yield Waiting(pattern, verb)
    else:
        yield from (Waiting(pattern, verb, Lead(unit, whole=True)) for unit in _topmost(units))


def _topmost(units: Iterable[Unit]) -> list[Unit]:
    """Of `units` those that lie below no other of them."""
    topmost: list[Unit] = []
    for unit in sorted(units, key=lambda unit: unit.path):
        if not any(unit.path.startswith(above.path) for above in topmost):
            topmost.append(unit)
    return topmost
