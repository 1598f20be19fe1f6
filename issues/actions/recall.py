"""What a change of evidence does to a request for closure that rests on it: it takes the request back.

The move stands in the table of whoever keeps the requests (`ledgers/states.py`); it is found there by its name, so this app
does not know the books.
"""

from issues.models import Issue
from rectify.lib.errors import Refused
from rectify.workflow.move import make
from rectify.workflow.moves import Move, moves_of

NAME = "change_evidence"
WARNED = (
    "本件的销号申请正在办理。佐证一有变动，申请就会撤回，本件回到“整改中”，改好后重新申请；已经开始审核的，记退回 1 次"
)


def recalling(issue: Issue) -> Move | None:
    """The move that takes the request under way back; None where there is no request."""
    move = moves_of(Issue._meta.label_lower).get(NAME)
    return move if move and issue.status in move.sources else None


def take_back(issue: Issue, *, by, what: str, agreed: bool) -> None:
    """Take the request back because of `what`, inside the caller's transaction and under its lock. Nothing without a request.

    Raises Refused when the person was not told before, or may not change evidence.
    """
    move = recalling(issue)
    if move is None:
        return
    if not agreed:
        raise Refused(f"{WARNED}。确要变动，请先勾选“我知道”")
    make(move, issue, by=by, note=f"佐证变动：{what}")
