"""制度建设: the rules that came of one issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues import policies
from issues.actions.regulations import DECLARED_IN
from issues.forms.regulations import RegulationForm
from issues.models import Issue, Regulation
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class RegulationsPage(Page):
    """`told` are numbers by kind, `accepted` how many the office has accepted; the form is the unit's."""

    template: ClassVar[str] = "issues/regulations/regulations.html"
    issue: Issue
    rows: Sequence[Regulation]
    told: Mapping[str, int]
    accepted: int
    form: RegulationForm | None
    may_accept: bool
    key: str


def regulations_page(issue: Issue, form: RegulationForm, user: User) -> RegulationsPage:
    """Written by the unit, accepted by the office, read by all who see the issue."""
    may_add = issue.status in DECLARED_IN and bool(policies.contributor(user, issue))
    rows = list(issue.regulations.select_related("measure", "added_by", "accepted_by").order_by("pk"))
    return RegulationsPage(
        issue=issue,
        rows=rows,
        told={kind: sum(row.kind == kind for row in rows) for kind in ("new", "revised", "abolished")},
        accepted=sum(bool(row.accepted_at) for row in rows),
        form=form if may_add else None,
        may_accept=bool(policies.office_clerk(user, issue)),
        key=form_key(),
    )
