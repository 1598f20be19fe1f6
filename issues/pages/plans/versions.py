"""The versions of a plan, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from issues.models import Issue, Plan


@dataclass(frozen=True)
class PlanLine:
    """A version that was handed in, with what was decided on it."""

    version: int
    url: str
    verdict: str
    on: datetime
    note: str
    passed: bool


def plan_lines(issue: Issue) -> list[PlanLine]:
    """One statement, without the plans' texts."""
    return [
        PlanLine(
            version=plan.version,
            url=reverse("issues:plan_version", args=[issue.public_id, plan.version]),
            verdict=plan.get_verdict_display(),
            on=plan.decided_at or plan.submitted_at,
            note=plan.note,
            passed=plan.verdict == Plan.Verdict.PASSED,
        )
        for plan in issue.plans.defer("body").order_by("-version")
    ]
