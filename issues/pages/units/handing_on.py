"""What a unit leads and somebody else has to lead before the unit is stopped: each issue with the way to hand it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from issues import policies
from issues.burdens import led
from issues.models import Issue, Status
from issues.moves.leading import REASSIGN, TRANSFER
from rectify.accounts.models import Unit, User


@dataclass(frozen=True)
class LedIssue:
    """An open issue or draft; `act` and `url` where the reader can give it to another unit now, else `why` says what is first."""

    issue: Issue
    act: str
    url: str
    why: str


def led_issues(unit: Unit, user: User) -> Sequence[LedIssue]:
    """Of all rounds of the reader's offices, longest due first; nothing for a reader of no office."""
    issues = led(unit).visible_to(user).filter(round__office__in=user.offices())
    return [_row(issue, user) for issue in issues.select_related("round__office", "lead_unit").order_by("due", "pk")]


def _row(issue: Issue, user: User) -> LedIssue:
    if issue.status == Status.DRAFT:
        may = bool(policies.works_in_office(user, issue.round.office))
        act, url = "改牵头单位", reverse("issues:edit", args=[issue.public_id])
        return LedIssue(issue, act, url, "") if may else LedIssue(issue, "", "", "由督查办修改草稿")
    move = next((move for move in (REASSIGN, TRANSFER) if issue.status in move.sources), None)
    if move is None:
        return LedIssue(issue, "", "", "先办完或退回，再改派")
    if not move.may(user, issue):
        return LedIssue(issue, "", "", "由督查负责人改派")
    url = f"{reverse('issues:move', args=[issue.public_id])}?{urlencode({'move': move.name})}"
    return LedIssue(issue, "改派", url, "")
