"""The page on which a body says what it thinks. Of the other bodies it holds how many are awaited, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse

from issues.models import Issue, JointReview, Opinion, Plan
from issues.moves.opinions import GIVE, TAKE_BACK, Give, OpinionItem
from issues.pages.issue.origin import IssueOrigin, origin
from issues.pages.opinions.subject import ReviewedMeasure, UnderReview
from issues.pages.plans.reading import PlanDifference
from issues.replies import GRADES
from rectify.accounts.models import User
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class OpinionMeasure(ReviewedMeasure):
    """A measure with what is said of it: a field while one writes, words once it was given."""

    item: OpinionItem | None = None
    said: str = ""


@dataclass(frozen=True)
class OpinionPage(Page):
    """`writes` while the body is asked; `grades` as they were given, each with its name."""

    template: ClassVar[str] = "issues/opinions/opinion.html"
    opinion: Opinion
    review: JointReview
    issue: Issue
    form: Give
    give: Judgement
    writes: bool
    may_take_back: bool
    take_back: Move
    awaited: int
    rows: Sequence[OpinionMeasure]
    grades: Sequence[tuple[str, str]]
    origin: IssueOrigin
    earlier: Sequence[JointReview]
    plan: Plan | None
    difference: PlanDifference | None
    asking: Any
    today: date
    review_url: str
    key: str


def opinion_page(opinion: Opinion, form: Give, under: UnderReview, user: User) -> OpinionPage:
    """What is under review beside the form; once given, what was said."""
    review, issue = opinion.review, opinion.issue
    give, back = (judge(move, opinion, user) for move in (GIVE, TAKE_BACK))
    awaited = review.opinions.filter(status=Opinion.Status.ASKED).exclude(pk=opinion.pk)
    return OpinionPage(
        opinion=opinion,
        review=review,
        issue=issue,
        form=form,
        give=give,
        writes=opinion.status == Opinion.Status.ASKED and review.outcome == JointReview.Outcome.LIVE,
        may_take_back=bool(back),
        take_back=TAKE_BACK,
        awaited=awaited.count(),
        rows=rows(opinion, form, under),
        grades=grades(opinion),
        origin=origin(issue),
        earlier=earlier(issue, review),
        plan=under.plan,
        difference=under.difference,
        asking=under.request,
        today=today(),
        review_url=reverse("issues:joint_review", args=[review.public_id]),
        key=form_key(),
    )


def rows(opinion: Opinion, form: Give, under: UnderReview) -> list[OpinionMeasure]:
    """The measures under review, each with its field and with what was said of it."""
    items = form.rows(under.orders)
    return [
        OpinionMeasure(**vars(measure), item=items[measure.order], said=_said(opinion, measure.order))
        for measure in under.measures
    ]


def earlier(issue: Issue, review: JointReview) -> list[JointReview]:
    """The answered reviews of the issue before this one, newest first: their merged replies."""
    done = (JointReview.Outcome.PASSED, JointReview.Outcome.RETURNED)
    return list(issue.joint_reviews.filter(outcome__in=done).exclude(pk=review.pk).order_by("-decided_at"))


def grades(opinion: Opinion) -> list[tuple[str, str]]:
    """The grades that were given, each with its name."""
    names = [(Opinion.label_of(name), getattr(opinion, name)) for name in GRADES]
    return [(label, mark) for label, mark in names if mark]


def _said(opinion: Opinion, order: int) -> str:
    return "\n".join(item["text"] for item in opinion.items if item["at"] == f"措施 {order}")
