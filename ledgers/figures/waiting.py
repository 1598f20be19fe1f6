"""等我定的、等我们办的: the queues of a reader, counted in one statement and listed by who waits longest in another."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from issues import slices
from issues.models import PENDING, Extension, Issue
from issues.queues import Waiting, queues_of
from ledgers.figures.figure import Figure, Scope


@dataclass(frozen=True)
class WaitingItem:
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
    since = {
        f"{name}_since": Min("status_since", filter=slices.condition(code, scope.on))
        for code, name in names.items()
        if not code.startswith("extension")
    }
    totals = together(scope, mine).aggregate(**counts, **since)
    figures = []
    for code, name in names.items():
        oldest = age(totals.get(f"{name}_since"), scope)
        figures.append(Figure(slices.title(code), totals[name], code, scope.link(code), note=oldest))
    return figures


def age(since: datetime | None, scope: Scope) -> str:
    """How long the oldest has waited, in words; nothing where nothing waits."""
    if since is None:
        return ""
    days = (scope.on - timezone.localtime(since).date()).days
    return f"最久 {days} 天" if days else "今天到的"


def longest(scope: Scope, most: int = 6) -> list[WaitingItem]:
    """What has waited longest, over all queues: one statement."""
    mine = queues_of(scope.user)
    if not mine:
        return []
    whens = [When(slices.condition(queue.slice, scope.on), then=Value(str(place))) for place, queue in enumerate(mine)]
    asked = Extension.objects.filter(issue=OuterRef("pk"), status__in=PENDING)
    rows = together(scope, mine).annotate(
        queue=Case(*whens, output_field=CharField()),
        asked_at=Subquery(asked.values("status_since")[:1]),
        times=Subquery(asked.values("number")[:1]),
    )
    extensions = [str(place) for place, queue in enumerate(mine) if queue.slice.startswith("extension")]
    rows = rows.annotate(
        since=Case(When(queue__in=extensions, then=Coalesce("asked_at", "status_since")), default=F("status_since"))
    )
    items = rows.select_related("lead_unit").order_by("since", "pk")[:most]
    return [
        WaitingItem(
            row, mine[int(row.queue)], row.since, (scope.on - timezone.localtime(row.since).date()).days, row.times or 0
        )
        for row in items
    ]


def together(scope: Scope, mine: list[Waiting]) -> QuerySet:
    condition = Q()
    for queue in mine:
        condition |= slices.condition(queue.slice, scope.on)
    return scope.issues().filter(condition)
