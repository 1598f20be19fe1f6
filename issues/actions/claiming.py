"""认领: a liaison signs for the whole list of its unit in one act; every issue is judged and written by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from issues.models import Issue
from issues.moves.dispatching import SIGN
from rectify.accounts.models import User
from rectify.lib.errors import Refused
from rectify.workflow.doors import by_json


@dataclass(frozen=True)
class ClaimedIssue:
    """One issue of the list as the liaison saw it, with the remark that becomes the note of its move."""

    issue: Issue
    remark: str = ""
    version: int | None = None
    key: str = ""


@dataclass
class Claimed:
    """What came of it: the issues signed for, and of each that was not the reasons."""

    done: list[Issue] = field(default_factory=list)
    refused: list[tuple[Issue, str]] = field(default_factory=list)


def claim(*, rows: Iterable[ClaimedIssue], by: User) -> Claimed:
    """Make 签收 for each of `rows`, in a transaction of its own: one refused row stops no other. Who and when stands in the
    trail of each issue, the remark as its note."""
    claimed = Claimed()
    for row in rows:
        try:
            words = {"note": row.remark} if row.remark.strip() else {}
            by_json(SIGN, row.issue, words, by=by, version=row.version, key=row.key)
            claimed.done.append(row.issue)
        except Refused as no:
            claimed.refused.append((row.issue, "；".join(no.reasons)))
    return claimed
