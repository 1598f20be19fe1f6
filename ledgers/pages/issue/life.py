"""What an issue's page shows of its closings' life: the window and its objections, looks on site and back, the old closures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from issues import policies
from issues.models import Issue, Status
from ledgers.models import Closure, Objection, Visit
from ledgers.pages.objections.window import Window, window
from ledgers.pages.visits.page import MARKS
from rectify.accounts.models import User

ASKS_FOR_A_LOOK = frozenset(
    {Status.FIRST_REVIEW, Status.JOINT_REVIEW, Status.OBJECTION_WINDOW, Status.AWAITING_DECISION}
)


@dataclass(frozen=True)
class ObjectionLine:
    """That there was an objection, and what was answered; neither who objected nor their words."""

    at: datetime
    open: bool
    answer: str
    note: str


@dataclass(frozen=True)
class MarkedVisit:
    """A visit with the mark of its finding."""

    visit: Visit
    mark: str


@dataclass(frozen=True)
class IssueLife:
    """What templates/ledgers/issue/_life.html takes."""

    window: Window | None
    objections: Sequence[ObjectionLine]
    objections_url: str
    visits: Sequence[MarkedVisit]
    plan: str
    look_back_on: date | None
    old: Sequence[Closure]


def part(user: User, issue: Issue, on: date) -> IssueLife | None:
    """None where there is nothing to tell. Nobody but the office reads who objected, and nobody but the office and who goes
    reads of a visit that is ahead."""
    if issue.dispatched_at is None:
        return None
    closures = list(issue.closures.prefetch_related("objections").order_by("-number"))
    if not closures:
        return None
    office = bool(policies.office(user, issue))
    live = next((closure for closure in closures if closure.outcome == Closure.Outcome.LIVE), None)
    visits = Visit.objects.visible_to(user).filter(issue=issue).select_related("closure").order_by("-pk")
    ended = (Closure.Outcome.REOPENED, Closure.Outcome.APPROVED)
    return IssueLife(
        window=window(live) if issue.status == Status.OBJECTION_WINDOW else None,
        objections=_objections(closures),
        objections_url=reverse("ledgers:objections", args=[issue.public_id]) if office else "",
        visits=[MarkedVisit(visit, MARKS.get(visit.finding, "waiting")) for visit in visits],
        plan=_plan(issue) if office else "",
        look_back_on=issue.look_back_on if issue.status == Status.CLOSED else None,
        old=[closure for closure in closures if closure.outcome in ended],
    )


def _plan(issue: Issue) -> str:
    """Where the office plans a look on site, while the request is under way."""
    if issue.status not in ASKS_FOR_A_LOOK:
        return ""
    return f"{reverse('ledgers:visit_plan')}?kind={Visit.Kind.SITE_CHECK}&ids={issue.public_id}"


def _objections(closures: Iterable[Closure]) -> list[ObjectionLine]:
    rows = sorted((row for closure in closures for row in closure.objections.all()), key=lambda row: row.pk)
    return [
        ObjectionLine(row.entered_at, row.answer == Objection.Answer.OPEN, row.get_answer_display(), row.answer_note)
        for row in rows
    ]
