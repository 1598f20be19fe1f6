"""What a joint review is about, as it was handed in: the plan that waits, or the request for closure with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from issues.models import Issue, JointReview, Plan
from issues.pages.plans.reading import PlanDifference, difference
from issues.panels import panel
from rectify.accounts.models import User
from rectify.lib.dates import today


@dataclass(frozen=True)
class ReviewedMeasure:
    """A measure as it was handed in; `files` where its evidence is looked at too."""

    order: int
    text: str
    criterion: str
    person: str
    due: date | None
    files: Sequence[Any] = ()


@dataclass(frozen=True)
class UnderReview:
    """`request` is what the books say of the closure (issues/panels.py); nothing of it once the review is over."""

    measures: Sequence[ReviewedMeasure]
    plan: Plan | None = None
    difference: PlanDifference | None = None
    request: Any = None

    @property
    def orders(self) -> list[int]:
        return [measure.order for measure in self.measures]


def under_review(review: JointReview, user: User) -> UnderReview:
    """Measures as rows, of the plan or of the request."""
    live = review.outcome == JointReview.Outcome.LIVE
    if review.subject == JointReview.Subject.PLAN:
        return _plan(review.issue) if live else UnderReview([])
    request = panel("closure_asked", user, review.issue, today()) if live else None
    return UnderReview([_handed_in(measure) for measure in request.asked.measures] if request else [], request=request)


def _plan(issue: Issue) -> UnderReview:
    plan = issue.plans.filter(verdict=Plan.Verdict.WAITING).first()
    if plan is None:
        return UnderReview([])
    rows = [row | {"due": _day(row.get("due"))} for row in plan.body["measures"]]
    return UnderReview([_measure(row) for row in rows], plan, difference(issue, plan))


def _measure(row: Mapping[str, Any]) -> ReviewedMeasure:
    words = {name: row.get(name, "") for name in ("text", "criterion", "person")}
    return ReviewedMeasure(order=row["order"], due=row.get("due"), files=row.get("files", ()), **words)


def _handed_in(measure: Any) -> ReviewedMeasure:
    return ReviewedMeasure(
        order=measure.order,
        text=measure.text,
        criterion=measure.criterion,
        person=measure.person,
        due=measure.due,
        files=measure.files,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
