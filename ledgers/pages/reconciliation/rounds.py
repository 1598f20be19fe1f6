"""对账 of all rounds of one reader, a line each: what came, what went, what is left, and whether as much stands open."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from issues.models import Issue, Round
from ledgers.models import Entry
from ledgers.reconcile import AccountLine
from ledgers.statement import MOVES
from rectify.accounts.models import User


@dataclass(frozen=True)
class RoundBalance:
    """The accounts of one round as one line; `open` is the same balance from the side of the issues."""

    round: Round
    accounts: int
    cells: Sequence[int]
    closing: int
    open: int
    url: str
    current: bool

    @property
    def agrees(self) -> bool:
        return self.closing == self.open


def balances(user: User, rounds: Sequence[Round], chosen: Round, on: date) -> list[RoundBalance]:
    """Each round of the reader, nothing for who has one; two statements however many."""
    if len(rounds) < 2:
        return []
    counts: defaultdict[int, Counter] = defaultdict(Counter)
    units: defaultdict[int, set[int]] = defaultdict(set)
    entries = Entry.objects.visible_to(user).filter(round__in=rounds).order_by()
    for round_, unit, kind, count in entries.values_list("round", "unit", "kind").annotate(Count("pk")):
        counts[round_][kind] += count
        units[round_].add(unit)
    standing: Counter = Counter()
    issues = Issue.objects.counted_for(user).open().filter(round__in=rounds).order_by()
    for round_, unit, count in issues.values_list("round", "lead_unit").annotate(Count("pk")):
        standing[round_] += count if unit in units[round_] else 0
    return [
        RoundBalance(
            round=each,
            accounts=len(units[each.pk]),
            cells=[counts[each.pk][kind] for kind, _ in MOVES],
            closing=AccountLine(each.pk, 0, on, 0, counts[each.pk]).closing,
            open=standing[each.pk],
            url=f"{reverse('ledgers:reconcile')}?round={each.public_id}",
            current=each == chosen,
        )
        for each in rounds
    ]
