"""What follows the moves of a closure, in the same transaction. Each takes (obj, act)."""

from typing import Any

from django.utils import timezone

from issues.models import Issue
from ledgers.conditions import live_closure
from ledgers.models import Closure
from rectify.lib.columns import set_columns
from rectify.workflow.move import Act


def finish(outcome: Closure.Outcome):
    """An effect that ends the request under way with `outcome`; for a return, who reviewed and why."""

    def effect(issue: Issue, act: Act):
        closure = act.read(live_closure, issue)
        fields: dict[str, Any] = {"outcome": outcome}
        if outcome == Closure.Outcome.RETURNED:
            fields |= {"reviewed_at": timezone.now(), "reviewed_by": act.by, "review_note": act.note}
        if outcome in (Closure.Outcome.DECLINED, Closure.Outcome.OBJECTED):
            fields |= {"decided_at": timezone.now(), "decided_by": act.by, "note": act.note}
        write(closure, fields)
        act.tell(closure=closure.number)

    return effect


def undeclare(issue: Issue, act: Act) -> dict:
    return {"declared": ""}


def undeclare_and_count(issue: Issue, act: Act) -> dict:
    """A return by the office: counted and kept."""
    return {"declared": "", "returns": issue.returns + 1}


def write(closure: Closure, fields: dict) -> None:
    set_columns(closure, fields)
    closure.save(update_fields=list(fields))
