"""What an issue's page shows of its closings' life: the window and its objections, looks on site and back, the old closures."""

from datetime import date

from django.urls import reverse

from issues import policies
from issues.models import Issue, Status
from ledgers.models import Closure, Objection, Visit
from ledgers.pages.visits.page import MARKS
from rectify.calendars.days import current
from rectify.lib.dates import today

ASKS_FOR_A_LOOK = frozenset(
    {Status.FIRST_REVIEW, Status.JOINT_REVIEW, Status.OBJECTION_WINDOW, Status.AWAITING_DECISION}
)


def window(closure: Closure | None) -> dict | None:
    """How long objections may still come: to the end of which day, how many working days are left."""
    if closure is None or closure.window_until is None:
        return None
    until, on = closure.window_until, today()
    left = current().working_days_between(on, until) + current().is_working(on) if until >= on else 0
    return {"until": until, "left": left, "over": until < on}


def part(user, issue: Issue, on: date) -> dict | None:
    """What templates/ledgers/_issue_life.html takes; None where there is nothing to tell. Nobody but the office reads who
    objected, and nobody but the office and who goes reads of a visit that is ahead."""
    if issue.dispatched_at is None:
        return None
    closures = list(issue.closures.prefetch_related("objections").order_by("-number"))
    if not closures:
        return None
    office = bool(policies.office(user, issue))
    live = next((c for c in closures if c.outcome == Closure.Outcome.LIVE), None)
    visits = Visit.objects.visible_to(user).filter(issue=issue).select_related("closure").order_by("-pk")
    return {
        "issue": issue,
        "office": office,
        "window": window(live) if issue.status == Status.OBJECTION_WINDOW else None,
        "objections": objections(closures),
        "objections_url": reverse("ledgers:objections", args=[issue.public_id]) if office else "",
        "visits": [{"visit": v, "mark": MARKS.get(v.finding, "waiting")} for v in visits],
        "plan": plan(issue, office),
        "look_back_on": issue.look_back_on if issue.status == Status.CLOSED else None,
        "old": [c for c in closures if c.outcome in (Closure.Outcome.REOPENED, Closure.Outcome.APPROVED)],
    }


def plan(issue: Issue, office: bool) -> str:
    """Where the office plans a look on site, while the request is under way."""
    if not office or issue.status not in ASKS_FOR_A_LOOK:
        return ""
    return f"{reverse('ledgers:visit_plan')}?kind={Visit.Kind.SITE_CHECK}&ids={issue.public_id}"


def objections(closures: list[Closure]) -> list[dict]:
    """That there were objections, and what was answered; neither who objected nor their words."""
    rows = sorted((row for closure in closures for row in closure.objections.all()), key=lambda row: row.pk)
    return [
        {"answer": row.get_answer_display(), "open": row.answer == Objection.Answer.OPEN, "note": row.answer_note,
         "at": row.entered_at, "answered_at": row.answered_at}
        for row in rows
    ]  # fmt: skip
