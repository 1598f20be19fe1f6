"""Where one may go from an issue's page; empty for what is not there or not the reader's."""

from dataclasses import dataclass

from django.urls import reverse

from issues import policies
from issues.models import Issue, Status
from rectify.accounts.models import User
from rectify.lib.addresses import address


@dataclass(frozen=True)
class IssuePlaces:
    """Addresses."""

    move: str
    trail: str
    lasting: str
    extension: str
    plan: str
    papers: str
    feedback: str = ""
    again: str = ""
    alike: str = ""
    reword: str = ""
    level: str = ""
    knowing: str = ""
    procedure: str = ""
    hand: str = ""


def places(issue: Issue, user: User) -> IssuePlaces:
    """What only the office or the unit's principal opens is empty for all others."""
    pid = issue.public_id
    own = {name: reverse(f"issues:{name}", args=[pid]) for name in ("move", "trail", "lasting", "extension", "plan")}
    hand = policies.unit_principal(user, issue) and issue.is_open
    more = _of_office(issue) if policies.office(user, issue) else {}
    papers = address("ledgers:papers", public_id=pid) if issue.dispatched_at else ""
    if policies.office_head(user, issue):
        more |= {name: reverse(f"issues:{name}", args=[pid]) for name in ("level", "knowing")}
    return IssuePlaces(**own, **more, papers=papers, hand=reverse("issues:hand", args=[pid]) if hand else "")


def _of_office(issue: Issue) -> dict[str, str]:
    pid = issue.public_id
    return {
        "feedback": reverse("issues:feedback", args=[issue.feedback.public_id]) if issue.feedback else "",
        "again": f"{reverse('issues:new')}?again={pid}" if issue.status == Status.ARCHIVED else "",
        "alike": reverse("issues:alike", args=[pid]),
        "reword": reverse("issues:reword", args=[pid]) if issue.dispatched_at else "",
        "procedure": reverse("issues:procedure", args=[issue.procedure.public_id]) if issue.procedure else "",
    }
