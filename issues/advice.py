"""意见建议 beside other things: what waits for a reader, what stands beside a plan, what a week's summary counts. Reads only."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from issues.lateness import overdue_days
from issues.models import Issue, Recommendation, RecommendationStatus, Round
from issues.workload import Workload
from rectify.accounts.models import Unit
from rectify.accounts.roles import UNIT_ROLES
from rectify.accounts.scoping import under
from rectify.lib.dates import today
from rectify.lib.predicate import true_of

R = RecommendationStatus
WITH_OFFICE = (R.DRAFT, R.PLAN_REVIEW, R.FIRST_REVIEW)
WITH_UNIT = (R.PLANNING, R.RECTIFYING)
STANDING = (*WITH_UNIT, R.PLAN_REVIEW, R.FIRST_REVIEW)
MOST = 5


def overdue(on: date) -> Q:
    """What was given to a unit and is not settled, past its deadline."""
    return Q(status__in=STANDING, due__lt=on)


def due_within(on: date, count: int) -> Q:
    """The same with a deadline in the `count` days ahead."""
    return Q(status__in=STANDING, due__range=(on, on + timedelta(days=count)))


def late_words(recommendation: Recommendation, on: date) -> str:
    """How late it is, as lists say it; empty for one that is not."""
    if recommendation.due is None or not true_of(overdue(on), recommendation):
        return ""
    return f"逾期 {overdue_days(recommendation.due, on)} 个工作日"


def marked(recommendations: Iterable[Recommendation]) -> list[Recommendation]:
    """Each with how late it is."""
    rows = list(recommendations)
    for row in rows:
        row.late_words = late_words(row, today())
    return rows


def reminders(round_: Round, *, on: date, soon_days: int) -> dict[Unit, str]:
    """What the week's list says to each unit of its recommendations: 意见建议逾期 1、临期 2; units without any are left out."""
    counts = round_.recommendations.values("lead_unit").annotate(
        late=Count("pk", filter=overdue(on)), soon=Count("pk", filter=due_within(on, soon_days))
    )
    by_unit = {row["lead_unit"]: (("逾期", row["late"]), ("临期", row["soon"])) for row in counts.order_by()}
    units = Unit.objects.filter(pk__in=[pk for pk, numbers in by_unit.items() if any(count for _, count in numbers)])
    words = {pk: "、".join(f"{word} {count}" for word, count in numbers if count) for pk, numbers in by_unit.items()}
    return {unit: f"意见建议{words[unit.pk]}" for unit in units}


def waiting_for(user: Any) -> QuerySet[Recommendation]:
    """Those that wait for the person's office, or for the units the person works for."""
    ours = Q(round__office__in=user.offices(), status__in=WITH_OFFICE)
    theirs = under("lead_unit", user.paths(*UNIT_ROLES)) & Q(status__in=WITH_UNIT)
    return Recommendation.objects.visible_to(user).filter(ours | theirs)


def waiting(workload: Workload) -> Sequence[Recommendation]:
    """Those that wait for the person; the longest waiting first."""
    rows = workload.of(waiting_for(workload.user)).select_related("lead_unit", "round")
    return marked(rows.order_by("status_since", "pk")[:MOST])


def beside(issue: Issue, user: Any) -> Sequence[Recommendation]:
    """Those of the issue's own feedback that its lead unit answers."""
    if issue.feedback_id is None:
        return []
    same = Recommendation.objects.visible_to(user).filter(feedback=issue.feedback_id, lead_unit=issue.lead_unit_id)
    return marked(same.exclude(status=R.DRAFT).select_related("lead_unit").order_by("number"))


def counts(round_: Round, on: date) -> dict[str, int]:
    """How many were given to units and stand, how many of these are settled and how many late; one statement."""
    assigned = round_.recommendations.exclude(status__in=(R.DRAFT, R.TERMINATED))
    settled = Count("pk", filter=Q(status=R.SETTLED))
    return assigned.aggregate(given=Count("pk"), settled=settled, late=Count("pk", filter=overdue(on)))
