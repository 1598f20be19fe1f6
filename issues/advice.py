"""意见建议 beside other things: what waits for a reader, what stands beside a plan, what a week's summary counts. Reads only."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from issues.models import Issue, Recommendation, RecommendationStatus, Round
from rectify.accounts.roles import UNIT_ROLES
from rectify.accounts.scoping import under

R = RecommendationStatus
WITH_OFFICE = (R.DRAFT, R.PLAN_REVIEW, R.FIRST_REVIEW)
WITH_UNIT = (R.PLANNING, R.RECTIFYING)
MOST = 5


def waiting(user: Any, round_: Round, *, office: bool) -> Sequence[Recommendation]:
    """Those of the round that wait for the office, or for the units the person works for; the longest waiting first."""
    seen = Recommendation.objects.visible_to(user).filter(round=round_)
    mine = (
        Q(status__in=WITH_OFFICE) if office else Q(status__in=WITH_UNIT) & under("lead_unit", user.paths(*UNIT_ROLES))
    )
    return list(seen.filter(mine).select_related("lead_unit").order_by("status_since", "pk")[:MOST])


def beside(issue: Issue, user: Any) -> Sequence[Recommendation]:
    """Those of the issue's own feedback that its lead unit answers."""
    if issue.feedback_id is None:
        return []
    same = Recommendation.objects.visible_to(user).filter(feedback=issue.feedback_id, lead_unit=issue.lead_unit_id)
    return list(same.exclude(status=R.DRAFT).select_related("lead_unit").order_by("number"))


def counts(round_: Round) -> dict[str, int]:
    """How many were given to units and stand, and how many of these are settled; one statement."""
    states = list(round_.recommendations.exclude(status__in=(R.DRAFT, R.TERMINATED)).values_list("status", flat=True))
    return {"given": len(states), "settled": states.count(R.SETTLED)}
