"""What an office does that has entered so much of an issue for a unit (代录) that nobody is left to judge it: decision 89."""

from issues.models import Issue
from rectify.accounts.directory import holders
from rectify.accounts.roles import Role
from rectify.audit.hands import entrants


def nobody_reviews(issue: Issue, *also: int) -> bool:
    """Whether nobody is left to review it: no clerk who entered nothing of it, or but one who alone could decide it then. `also`
    are entering something now."""
    entered = entrants(issue) | set(also)
    if not entered:
        return False
    clerks, heads = (_left(issue, role, entered) for role in (Role.OFFICE_CLERK, Role.OFFICE_HEAD))
    return not clerks or (len(clerks) == 1 and clerks == heads)


def nobody_decides(issue: Issue, *others: int | None) -> bool:
    """Whether the office has no head who entered nothing of it and is none of `others`."""
    return not _left(issue, Role.OFFICE_HEAD, entrants(issue) | {pk for pk in others if pk})


def _left(issue: Issue, role: Role, without: set[int]) -> set[int]:
    return {person.pk for person in holders(issue.round.office, role)} - without
