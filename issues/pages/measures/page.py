"""One measure: its steps, and what it answers besides its own issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from issues import policies
from issues.models import Issue, Measure, MeasureLink, Status
from issues.plans import links
from issues.plans.schedule import Schedule, schedules
from rectify.accounts.models import User
from rectify.calendars.days import current
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class MeasurePage(Page):
    """Steps, links and addresses of one measure, and what the reader may do here."""

    template: ClassVar[str] = "issues/measures/measure.html"
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


def measure_page(issue: Issue, measure: Measure, user: User) -> MeasurePage:
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
