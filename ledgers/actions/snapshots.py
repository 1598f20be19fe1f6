"""快照: what stood open in each account at the end of a week, a month, on the day of a meeting, before a phase began. Taken by
the clock, the night after; a night that was lost is made up for within a week, what is older is worked out from the entries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from issues.models import Phase, Round
from ledgers.models import BalanceSnapshot, Entry, Meeting
from ledgers.models.entry import PLUS
from rectify.audit.trail import record
from rectify.lib.dates import month_end
from rectify.lib.locks import lock

Occasion = BalanceSnapshot.Occasion
SUNDAY = 6
BACK = 7  # days


def take_due(*, on: date) -> int:
    """Of every round the evenings before `on` that have an occasion and no snapshot yet. Gives how many accounts were
    recorded; coming twice it records none."""
    days = [on - timedelta(days=back) for back in range(BACK, 0, -1)]
    return sum(
        take(round_=round_, on=day, occasion=occasion)
        for round_ in Round.objects.select_related("office").order_by("pk")
        for day in days
        if (occasion := occasion_of(round_, day))
    )


def occasion_of(round_: Round, day: date) -> str:
    """For what the evening of a day is recorded; empty for most days."""
    tomorrow = day + timedelta(days=1)
    if Phase.objects.filter(round=round_, starts=tomorrow).exists():
        return Occasion.PHASE
    if Meeting.objects.filter(Q(round=round_) | Q(round=None), office=round_.office, held_on=day).exists():
        return Occasion.MEETING
    if day == month_end(day):
        return Occasion.MONTH
    return Occasion.WEEK if day.weekday() == SUNDAY else ""


@transaction.atomic
def take(*, round_: Round, on: date, occasion: str) -> int:
    """Record every account of the round as it stood in the evening of a day that is over."""
    lock(round_)
    known = set(BalanceSnapshot.objects.filter(round=round_, on=on).values_list("unit", flat=True))
    rows = [
        BalanceSnapshot(round=round_, unit_id=unit, on=on, occasion=occasion, issues=issues, balance=len(issues))
        for unit, issues in standing(round_, on)
        if unit not in known
    ]
    BalanceSnapshot.objects.bulk_create(rows)
    if rows:
        label = BalanceSnapshot.Occasion(occasion).label
        record("ledgers.balancesnapshot.take", round_, by=None, on=on.isoformat(), occasion=label, count=len(rows))
    return len(rows)


def standing(round_: Round, on: date) -> Iterator[tuple[int, list[int]]]:
    """Every account that has an entry, with the ids of the issues that stood open in it; one statement."""
    last: dict[tuple[int, int], str] = {}
    entries = Entry.objects.filter(round=round_, on__lte=on).order_by("sequence")
    for unit, issue, kind in entries.values_list("unit", "issue", "kind"):
        last[unit, issue] = kind
    accounts: dict[int, list[int]] = defaultdict(list)
    for (unit, issue), kind in last.items():
        accounts[unit] += [issue] if kind in PLUS else []
    return ((unit, sorted(issues)) for unit, issues in sorted(accounts.items()))
