"""How far an issue is: accepted ÷ live measures, its own and those linked to it. Derived, never typed (docs/rules.md:
plan-progress).

What the unit reports done and what the office accepted are two numbers, everywhere shown as two.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from issues.models import Measure, MeasureLink, MeasureStatus

DECLARED = (MeasureStatus.DONE, MeasureStatus.ACCEPTED)


@dataclass(frozen=True)
class Progress:
    """单位申报 (reported done, accepted or not yet), 监督认定 (accepted), and of how many."""

    declared: int = 0
    accepted: int = 0
    whole: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(self.declared + other.declared, self.accepted + other.accepted, self.whole + other.whole)


def of_statuses(statuses: Iterable[str]) -> Progress:
    """From the states of measures already at hand."""
    live = [status for status in statuses if status != MeasureStatus.CANCELLED]
    return Progress(sum(s in DECLARED for s in live), live.count(MeasureStatus.ACCEPTED), len(live))


def of_issues(ids: Iterable[int]) -> dict[int, Progress]:
    """For each issue that has measures; one statement, however many issues."""
    ids = list(ids)
    own = _counted(Measure.objects.filter(issue__in=ids), "")
    linked = _counted(MeasureLink.objects.standing().filter(issue__in=ids), "measure__")
    by_issue: dict[int, Progress] = {}
    for pk, *numbers in own.union(linked, all=True):
        by_issue[pk] = by_issue.get(pk, Progress()) + Progress(*numbers)
    return by_issue


def _counted(rows: QuerySet, path: str) -> QuerySet:
    """(issue, declared, accepted, whole) of the live measures among `rows`; `path` leads to the measure."""
    status = f"{path}status"
    live = rows.exclude(**{status: MeasureStatus.CANCELLED}).order_by().values("issue")
    return live.annotate(
        declared=Count("pk", filter=Q(**{f"{status}__in": DECLARED})),
        accepted=Count("pk", filter=Q(**{status: MeasureStatus.ACCEPTED})),
        whole=Count("pk"),
    ).values_list("issue", "declared", "accepted", "whole")
