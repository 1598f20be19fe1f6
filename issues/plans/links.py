"""联动整改: which measures answer which issues (docs/rules.md: plan-linked)."""

from issues.models import OPEN, Issue, Measure, MeasureLink, MeasureStatus
from rectify.accounts.models import Holding, Unit
from rectify.accounts.roles import OFFICE_ROLES, UNIT_ROLES

MOST = 200


def may_link(user, issue: Issue) -> bool:
    """The office that runs the round, or whoever works for the unit that leads the issue."""
    return bool(user.holds(*OFFICE_ROLES, at=issue.round.office) or user.holds(*UNIT_ROLES, at=issue.lead_unit))


def answering(issue: Issue, user) -> list[tuple[Measure, bool]]:
    """The live measures of other issues that answer `issue` too, and whether the reader may open their home. Three statements."""
    standing = MeasureLink.objects.standing().filter(issue=issue).exclude(measure__status=MeasureStatus.CANCELLED)
    rows = standing.select_related("measure__issue__lead_unit").prefetch_related("measure__evidence")
    measures = [link.measure for link in rows.order_by("made_at", "pk")]
    homes = {m.issue_id for m in measures}
    seen = set(Issue.objects.visible_to(user).filter(pk__in=homes).values_list("pk", flat=True)) if homes else set()
    return [(measure, measure.issue_id in seen) for measure in measures]


def of_measure(measure: Measure, user) -> list[MeasureLink]:
    """Where the measure answers too, as far as the reader may know."""
    standing = MeasureLink.objects.visible_to(user).standing().filter(measure=measure)
    return list(standing.select_related("issue__lead_unit", "made_by").order_by("made_at", "pk"))


def choices(measure: Measure, user) -> list[Issue]:
    """Open issues that the measure could answer too: those of its own lead unit first, none that it answers already."""
    already = MeasureLink.objects.standing().filter(measure=measure).values("issue")
    issues = Issue.objects.visible_to(user).filter(status__in=OPEN).exclude(pk=measure.issue_id).exclude(pk__in=already)
    issues = issues.select_related("lead_unit", "round").defer("original")
    own = list(issues.filter(lead_unit=measure.issue.lead_unit_id).order_by("-round__number", "number")[:MOST])
    others = issues.filter(round=measure.issue.round_id).exclude(lead_unit=measure.issue.lead_unit_id)
    return own + list(others.order_by("number")[: MOST - len(own)])


def leads_both(user, measure: Measure, issue: Issue) -> Holding | None:
    """The post by which `user` works for one unit that leads both."""
    if measure.issue.lead_unit_id != issue.lead_unit_id:
        return None
    return user.post(*UNIT_ROLES, at=Unit.objects.get(pk=issue.lead_unit_id))
