"""等我定的、等我们办的: the queues of a reader, counted in one statement and listed by who waits longest in another."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from issues import slices
from issues.models import Extension, Issue
from issues.queues import Waiting, queues_of
from ledgers.figures.figure import Figure, Scope


@dataclass(frozen=True)
class Item:
    """One thing that waits: which queue it stands in, what it is, since when."""

    issue: Issue
    queue: Waiting
    since: datetime
    days: int
    times: int

    @property
    def is_extension(self) -> bool:
        return self.queue.slice.startswith("extension")


def queues(scope: Scope) -> list[Figure]:
    """Each queue with its number and the list it counts; a queue with nothing in it is there too."""
    mine = queues_of(scope.user)
    if not mine:
        return []
    names = {queue.slice: f"q{place}" for place, queue in enumerate(mine)}
    counts = {name: Count("pk", filter=slices.condition(code, scope.on)) for code, name in names.items()}
    found = together(scope, mine).aggregate(**counts)
    return [
        Figure(
            slices.title(queue.slice), found[names[queue.slice]], queue.slice, scope.link(queue.slice), note=queue.verb
        )
        for queue in mine
    ]


def longest(scope: Scope, most: int = 6) -> list[Item]:
    """What has waited longest, over all queues: one statement."""
    mine = queues_of(scope.user)
    if not mine:
        return []
    whens = [When(slices.condition(queue.slice, scope.on), then=Value(str(place))) for place, queue in enumerate(mine)]
    asked = Extension.objects.filter(issue=OuterRef("pk"), status__in=["waiting", "consented"])
    rows = together(scope, mine).annotate(
        queue=Case(*whens, output_field=CharField()),
        asked_at=Subquery(asked.values("status_since")[:1]),
        times=Subquery(asked.values("number")[:1]),
    )
    extensions = [str(place) for place, queue in enumerate(mine) if queue.slice.startswith("extension")]
    rows = rows.annotate(
        since=Case(When(queue__in=extensions, then=Coalesce("asked_at", "status_since")), default=F("status_since"))
    )
    found = rows.select_related("lead_unit").order_by("since", "pk")[:most]
    return [
        Item(
            row, mine[int(row.queue)], row.since, (scope.on - timezone.localtime(row.since).date()).days, row.times or 0
        )
        for row in found
    ]


def together(scope: Scope, mine: list[Waiting]) -> QuerySet:
    condition = Q()
    for queue in mine:
        condition |= slices.condition(queue.slice, scope.on)
    return scope.issues().filter(condition)
