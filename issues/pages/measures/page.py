"""What the page of one measure takes, and what the issue's page shows of its measures beyond their own row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from issues import policies
from issues.forms.outcomes import outcomes
from issues.models import Issue, Measure, MeasureLink, Status
from issues.plans import figures, links, progress
from issues.plans.schedule import Schedule, schedules
from rectify.accounts.models import User
from rectify.calendars.days import current
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class MeasurePage(Page):
    """Steps, links and addresses of one measure, and what the reader may do here."""

    template: ClassVar[str] = "issues/measure.html"
    issue: Issue
    measure: Measure
    schedule: Schedule | None
    may_reach: bool
    today: date
    links: Sequence[MeasureLink]
    may_link: bool
    choices: Sequence[Issue]
    urls: Mapping[str, str]
    key: str


def page(issue: Issue, measure: Measure, user: User) -> MeasurePage:
    """The page as `user` sees it."""
    at = [issue.public_id, measure.public_id]
    may_link = links.may_link(user, issue) and issue.is_open
    return MeasurePage(
        issue=issue,
        measure=measure,
        schedule=schedules([measure], today(), current()).get(measure.pk),
        may_reach=bool(policies.contributor(user, issue)) and issue.status == Status.RECTIFYING,
        today=today(),
        links=links.of_measure(measure, user),
        may_link=may_link,
        choices=links.choices(measure, user) if may_link else [],
        urls={name: reverse(f"issues:measure_{name}", args=at) for name in ("reach", "link", "unlink")},
        key=form_key(),
    )


def complete(rows: Sequence[dict], issue: Issue, user) -> dict:
    """Adds to each row of `sheet.measures` its address and schedule; gives the measures linked from elsewhere and the
    progress that counts all of them."""
    found = schedules([row["measure"] for row in rows], today(), current())
    numbers: dict[int, list[dict]] = {}
    for outcome in outcomes(issue):
        numbers.setdefault(outcome.measure_id, []).append(figures.told(outcome))
    for row in rows:
        measure = row["measure"]
        row["outcomes"] = numbers.get(measure.pk, [])
        row["schedule"] = found.get(measure.pk)
        row["page"] = reverse("issues:measure", args=[issue.public_id, measure.public_id])
    linked = [_linked(measure, seen) for measure, seen in links.answering(issue, user)]
    own = progress.of_statuses(row["measure"].status for row in rows)
    far = progress.of_statuses(one["measure"].status for one in linked)
    behind = [row["schedule"].behind for row in rows if row["schedule"]]
    return {
        "linked": linked,
        "progress": own + far,
        "behind": max(behind) if behind else None,
        "outcomes_url": reverse("issues:outcomes", args=[issue.public_id]) if rows and issue.plan_version else "",
        "outcomes": len([one for found in numbers.values() for one in found]),
    }


def _linked(measure: Measure, seen: bool) -> dict:
    """A measure at home in another issue; its files open for those only who may see that issue."""
    files = [file for file in measure.evidence.all() if file.withdrawn_at is None and file.pk not in _replaced(measure)]
    shown = [
        {"name": f.name, "url": address("issues:evidence_file", public_id=f.public_id) if seen else "", "row": f}
        for f in files
    ]
    home = measure.issue
    return {"measure": measure, "files": shown, "home": home, "url": home.get_absolute_url() if seen else ""}


def _replaced(measure: Measure) -> set[int]:
    return {file.replaces_id for file in measure.evidence.all() if file.replaces_id}
