"""认领: the list of 待签收 of one's unit, each row with how long it has waited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues.models import Issue, Status
from issues.waits import Limits, Wait
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class Claimable:
    """An issue that waits for the liaison's signature."""

    issue: Issue
    wait: Wait


@dataclass(frozen=True)
class ClaimPage(Page):
    """`several`: of more than one lead unit; `rounds`: of more than one round; `limit` in words."""

    template: ClassVar[str] = "issues/claims/claim.html"
    rows: Sequence[Claimable]
    key: str
    several: bool
    rounds: bool
    limit: str


def claim_page(issues: Sequence[Issue]) -> ClaimPage:
    """Rounds of one profile have the same limits: one statement for each profile."""
    profiles = {issue.round.profile_id: issue.round for issue in issues}
    limits = {profile: Limits(round_) for profile, round_ in profiles.items()}
    return ClaimPage(
        rows=[
            Claimable(issue, limits[issue.round.profile_id].wait(issue.status, issue.status_since, today()))
            for issue in issues
        ],
        key=form_key(),
        several=len({issue.lead_unit_id for issue in issues}) > 1,
        rounds=len({issue.round_id for issue in issues}) > 1,
        limit="；".join(dict.fromkeys(each.words(Status.DISPATCHED) for each in limits.values())),
    )
