"""别的轮次: what waits for a reader outside the round that is looked at. People serve several rounds at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from issues.models import Issue, Round
from issues.queues import queues_of
from issues.slices import condition
from rectify.lib.addresses import address


@dataclass(frozen=True)
class Elsewhere:
    """Another round in which something waits: how much, and the reader's first page in it."""

    round: Round
    count: int

    @property
    def url(self) -> str:
        return f"{address('issues:home')}?round={self.round.public_id}"


def elsewhere(user: Any, rounds: Sequence[Round], chosen: Round | None, on: date) -> list[Elsewhere]:
    """The reader's other rounds with the issues in any of the reader's queues, in the order of `rounds`. One statement, none
    for who has one round."""
    others = [each for each in rounds if each != chosen]
    waiting = Q(pk__in=[])
    for queue in queues_of(user):
        waiting |= condition(queue.slice, on)
    if not others:
        return []
    issues = Issue.objects.visible_to(user).filter(waiting, round__in=others).order_by()
    counts = dict(issues.values_list("round").annotate(Count("pk")))
    return [Elsewhere(each, counts[each.pk]) for each in others if each.pk in counts]
