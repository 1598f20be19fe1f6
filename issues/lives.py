"""The changes of state of issues, out of the trail: what the clock (`issues.clock`) reads. One statement for a page of rows."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from issues import clock
from issues.clock import SideTime, StatusChange
from issues.models import Issue, Side, Status
from rectify.audit.models import Event, label_of
from rectify.calendars.days import current
from rectify.workflow.moves import moves_of

AT_ONCE = 500  # issues asked about in one statement


def kinds() -> list[str]:
    """The kinds of events that changed an issue's state: its moves, whichever app added them."""
    label = Issue._meta.label_lower
    return [f"{label}.{name}" for name in moves_of(label)]


def reopenings() -> list[str]:
    """The kinds of events by which what was struck off is worked on anew."""
    label = Issue._meta.label_lower
    moves = moves_of(label).items()
    return [
        f"{label}.{name}" for name, move in moves if Status.CLOSED in move.sources and move.target == Status.RECTIFYING
    ]


def events(issue: Issue) -> list[Event]:
    """The moves of one issue, oldest first: one statement."""
    rows = Event.objects.about(issue).filter(kind__in=kinds(), object=label_of(issue))
    return list(rows.only("number", "at", "kind", "facts").order_by("number"))


def told(issue: Issue, happened: Iterable[tuple[datetime, dict]]) -> list[StatusChange]:
    """The states an issue was in, out of its moves. What the trail does not know (rows that came in whole) is taken from the
    issue itself."""
    steps = [StatusChange(issue.created_at, Status.DRAFT)]
    steps += [StatusChange(at, facts["after"]) for at, facts in happened if facts.get("after") in Status.values]
    if steps[-1].status != issue.status:
        steps.append(StatusChange(issue.status_since, issue.status))
    return steps


def changes(issues: Iterable[Issue]) -> dict[int, list[StatusChange]]:
    """Of each issue the states it was in, oldest first."""
    rows = {label_of(issue): issue for issue in issues}
    happened: dict[str, list[tuple[datetime, dict]]] = {label: [] for label in rows}
    labels = list(rows)
    for start in range(0, len(labels), AT_ONCE):
        logged = Event.objects.filter(subject__in=labels[start : start + AT_ONCE], kind__in=kinds())
        for label, at, facts in logged.order_by("number").values_list("object", "at", "facts"):
            if label in happened:
                happened[label].append((at, facts))
    return {issue.pk: told(issue, happened[label]) for label, issue in rows.items()}


def held(issues: Iterable[Issue], now: datetime | None = None) -> dict[int, dict[Side, SideTime]]:
    """Days with each side, by issue."""
    now, calendar = now or timezone.now(), current()
    return {pk: clock.held(clock.spans(steps, now), calendar) for pk, steps in changes(issues).items()}
