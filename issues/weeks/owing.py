"""Which issues owe a report this week, and what was promised last week."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from issues.models import Issue, PhaseKind, Report, Round
from issues.models.status import UNDER_WAY
from issues.slices import holds
from rectify.lib.dates import month_start


def why(issue: Issue, *, on: date, concentrated: bool, due_days: int, reported_this_month: bool) -> str:
    """Why this issue owes a report in the week opened on `on`; empty when it owes none (docs/rules.md: week-owing).

    Weekly in 集中整改, overdue, 重点 or due within `due_days`; else once a month.
    """
    if holds("overdue", issue, on):
        return "已逾期，每周报"
    if concentrated and not issue.long_term:
        return "集中整改期，每周报"
    if issue.is_focus:
        return "重点关注，每周报"
    if holds(f"due_within:{due_days}", issue, on):
        return f"{due_days} 天内到期，每周报"
    return "" if reported_this_month else "每月报一次"


def concentrated(round_: Round, on: date) -> bool:
    """Whether `on` lies in the round's 集中整改期."""
    inside = Q(starts__lte=on) & (Q(ends=None) | Q(ends__gte=on))
    return round_.phases.filter(inside, kind=PhaseKind.CONCENTRATED).exists()


def under_way(round_: Round) -> QuerySet:
    """The issues that a unit is working on, with what it promised last and whether it was asked this month."""
    own = Report.objects.filter(issue=OuterRef("pk"), unit=OuterRef("lead_unit"), sent_at__isnull=False)
    last = own.order_by("-week__starts")  # what a former lead unit promised is not asked of the present one
    return round_.issues.filter(status__in=UNDER_WAY).annotate(promised=Subquery(last.values("next_step")[:1]))


def owed(round_: Round, *, on: date, due_days: int) -> Iterable[tuple[Issue, str, str]]:
    """(issue, why, last promise) for each issue that owes a report in the week opened on `on`; three statements."""
    weekly = concentrated(round_, on)
    asked = set(
        Report.objects.filter(issue__round=round_, week__starts__gte=month_start(on), week__starts__lt=on).values_list(
            "issue_id", flat=True
        )
    )
    for issue in under_way(round_):
        reason = why(issue, on=on, concentrated=weekly, due_days=due_days, reported_this_month=issue.pk in asked)
        if reason:
            yield issue, reason, issue.promised or ""
