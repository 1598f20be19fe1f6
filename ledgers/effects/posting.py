"""The ledger follows the facts: what a move did to an issue is posted in the same transaction (docs/rules.md: ledger-entry)."""

from django.utils import timezone

from issues.models import OPEN, STRUCK_OFF, Issue, Status
from ledgers.models import Closure, Entry
from rectify.workflow.move import Act
from rectify.workflow.moves import Move

K = Entry.Kind


def post(move: Move, issue: Issue, before: str, act: Act) -> list[Entry]:
    """Write the entries that the change from `before` to the issue's present state and lead unit calls for."""
    last = Entry.objects.filter(issue=issue).order_by("-sequence").first()
    kinds: list[tuple[str, int]] = []
    if before not in OPEN | STRUCK_OFF and issue.status in OPEN:
        kinds.append((K.OPENED, issue.lead_unit_id))
    elif before in STRUCK_OFF and issue.status in OPEN:
        kinds.append((K.REOPENED, issue.lead_unit_id))
    elif last and before in OPEN and last.unit_id != issue.lead_unit_id:
        kinds += [(K.MOVED_OUT, last.unit_id), (K.MOVED_IN, issue.lead_unit_id)]
    if before in OPEN and issue.status in STRUCK_OFF:
        kinds.append((K.CLOSED, issue.lead_unit_id))
    if before in OPEN and issue.status == Status.TERMINATED:
        kinds.append((K.TERMINATED, issue.lead_unit_id))
    sequence, today = last.sequence if last else 0, timezone.localdate()
    entries = [
        Entry(round=issue.round, unit_id=unit, issue=issue, sequence=sequence + step, kind=kind, on=today, by=act.by)
        for step, (kind, unit) in enumerate(kinds, start=1)
    ]
    for entry in entries:
        entry.save(force_insert=True)
    if issue.status == Status.TERMINATED:
        issue.closures.filter(outcome=Closure.Outcome.LIVE).update(outcome=Closure.Outcome.ENDED)
    return entries
