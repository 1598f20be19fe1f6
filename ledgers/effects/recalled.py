"""A request for closure that a change of evidence has taken back (product.md section 3; nobody may swap what is being read)."""

from issues.models import Issue
from ledgers.conditions import live_closure
from rectify.workflow.move import Act


def undeclare(issue: Issue, act: Act) -> dict:
    """The unit's word is open again. Where somebody had begun to read, it counts as a return: a file swapped at the last moment
    must not be cheaper than the return it avoids."""
    closure = act.read(live_closure, issue)
    begun = closure and (closure.reviewed_at or closure.verdicts.exists())
    return {"declared": "", "returns": issue.returns + 1} if begun else {"declared": ""}
