"""The ledger held against the trail: an entry stands for what an event did to its issue, on the day of that event."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from issues.models import OPEN, STRUCK_OFF, Issue, Status
from ledgers.models import Entry
from ledgers.reconcile import everything
from rectify.audit.checks import CheckedSlice, SealCheck, at_once
from rectify.audit.models import Event
from rectify.audit.seals import Fault

K = Entry.Kind
MOVED = (K.MOVED_IN, K.MOVED_OUT)
ISSUES = 500
SLACK = timedelta(minutes=1)  # an entry is written before its event, perhaps just before midnight
WORK_LEFT = "反馈"  # items that are not yet issues are work, no damage


def posted(before: str, after: str) -> str | None:
    """Which entry a change of state calls for (as `ledgers.effects.posting.post` writes it), none where it calls for none."""
    if after in OPEN and before not in OPEN:
        return K.REOPENED if before in STRUCK_OFF else K.OPENED
    if before in OPEN and after in STRUCK_OFF:
        return K.CLOSED
    return K.TERMINATED if before in OPEN and after == Status.TERMINATED else None


def days_of(at: datetime) -> set[date]:
    return {timezone.localdate(at), timezone.localdate(at - SLACK)}


def against_trail(after: int, since: date | None) -> Iterator[CheckedSlice]:
    """Every entry has its event, and every event that calls for an entry has one, on the same day."""
    rows = Issue._base_manager.filter(dispatched_at__isnull=False).order_by("pk")
    while issues := dict(rows.filter(pk__gt=after).values_list("pk", "number")[:ISSUES]):
        after = max(issues)
        acts = _acts(list(issues))
        entries: dict[int, list[tuple]] = defaultdict(list)
        fields = ("issue_id", "pk", "kind", "on")
        for row in Entry._base_manager.filter(issue__in=issues).order_by("sequence").values_list(*fields):
            entries[row[0]].append(row[1:])
        faults = [
            Fault("账目与记录", row, f"问题 {number}", why)
            for pk, number in issues.items()
            for row, why in _compared(pk, entries[pk], acts[pk])
        ]
        yield CheckedSlice(after, sum(map(len, entries.values())), faults)


def _acts(issues: list[int]) -> dict[int, list[tuple[str | None, datetime]]]:
    """Of each issue the events of its moves: the entry that each calls for, and when it was."""
    labels = {f"issues.issue:{pk}": pk for pk in issues}
    events = Event.objects.filter(subject__in=labels, kind__startswith="issues.issue.", facts__has_key="after")
    acts: dict[int, list[tuple[str | None, datetime]]] = defaultdict(list)
    for label, facts, at in events.order_by("number").values_list("object", "facts", "at"):
        if label in labels:
            acts[labels[label]].append((posted(facts.get("before", ""), facts["after"]), at))
    return acts


def _compared(issue: int, entries: list[tuple], acts: list[tuple[str | None, datetime]]) -> Iterator[tuple[str, str]]:
    """Row and reason. A move of the lead unit is an entry pair on the day of some event; what it was, the trail's seal says."""
    waiting = [(kind, days_of(at)) for kind, at in acts if kind]
    every_day = set().union(*(days_of(at) for _, at in acts)) if acts else set()
    for pk, kind, on in entries:
        row = f"ledgers.entry:{pk}"
        if kind in MOVED:
            if on not in every_day:
                yield row, f"记在 {on}，那一天没有改派的记录"
            continue
        place = next((n for n, (called, _) in enumerate(waiting) if called == kind), None)
        if place is None:
            yield row, f"账上有“{K(kind).label}”，没有哪一条记录说过"
            continue
        _, days = waiting.pop(place)
        if on not in days:
            yield row, f"“{K(kind).label}”账上是 {on}，记录里是 {max(days)}"
    for kind, count in Counter(kind for kind, _ in waiting).items():
        yield f"issues.issue:{issue}", f"记录里有 {count} 次“{K(kind).label}”没有入账"


def balanced() -> tuple[int, list[Fault]]:
    """对账 of everything: what `manage.py reconcile` finds."""
    result = everything()
    differences = [one for one in result.differences if one.check != WORK_LEFT]
    numbers = dict(Issue._base_manager.filter(pk__in={one.issue_id for one in differences}).values_list("pk", "number"))
    faults = []
    for one in differences:
        about = f"问题 {numbers[one.issue_id]}" if one.issue_id in numbers else "账户"
        faults.append(Fault(f"对账：{one.check}", one.row.replace("_", ".", 1), about, one.text))
    return sum(result.counted.values()), faults


CHECKS = (SealCheck("reconcile", "对账", at_once(balanced)), SealCheck("entries", "账目与记录", against_trail))
