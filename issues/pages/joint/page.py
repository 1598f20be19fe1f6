"""One joint review: nothing of an opinion before all are in, whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse

from issues import policies, replies, reviews
from issues.models import Issue, JointReview, Opinion
from issues.moves.opinions import SKIP
from issues.pages.opinions.subject import UnderReview, under_review
from rectify.accounts.models import User
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move

WHOLE = ("issue__round__office", "issue__lead_unit", "issue__feedback", "issue__item", "decided_by")
ANSWERED = (JointReview.Outcome.PASSED, JointReview.Outcome.RETURNED)


@dataclass(frozen=True)
class ReviewBody:
    """A body that was asked: since when it has answered, whether it is late, where the office goes on without it."""

    body: str
    status: str
    since: datetime | None
    late: bool
    version: int
    skip: str


@dataclass(frozen=True)
class JointCell:
    """What one body says of one thing: a mark or words."""

    body: str
    kind: str
    text: str


@dataclass(frozen=True)
class JointLine:
    """One thing that was spoken of, with a cell for each body."""

    at: str
    differs: bool
    cells: Sequence[JointCell]


@dataclass(frozen=True)
class PastReview:
    """A review of the same issue that the reader may open."""

    review: JointReview
    url: str
    on: datetime


@dataclass(frozen=True)
class ReviewStatus:
    """What a page beside the review shows of it while it is under way."""

    review: JointReview
    bodies: Sequence[ReviewBody]
    url: str
    all_in: bool


@dataclass(frozen=True)
class JointPage(Page):
    """`who` is as whom one reads; `forth` and `back` are the office's answers, `under` what the review is about."""

    template: ClassVar[str] = "issues/joint/joint.html"
    review: JointReview
    issue: Issue
    who: str
    live: bool
    bodies: Sequence[ReviewBody]
    opinions: Sequence[Opinion]
    table: Sequence[JointLine]
    differ: bool
    own_url: str
    history: Sequence[PastReview]
    form: Input | None
    forth: Judgement | None
    back: Judgement | None
    under: UnderReview | None
    key: str


def reader_of(review: JointReview, user) -> str | None:
    """As whom one reads it: office, reviewer, or unit (the reply only, once there is one). None: it is not there."""
    if policies.office(user, review.issue):
        return "office"
    if user.paths(Role.REVIEWER) and review.opinions.of_bodies(user).exists():
        return "reviewer"
    return "unit" if review.outcome in ANSWERED else None


def wanted(review: JointReview, name: str) -> Move | None:
    """The move that was asked for, when this review is answered by it."""
    return next((move for move in reviews.answers(review) if move.name == name), None)


def told(review: JointReview, user) -> list[Opinion]:
    """The opinions as far as the reader may read them: all or none but the own ones, never part of the table."""
    seen = list(
        Opinion.objects.visible_to(user)
        .filter(review=review)
        .select_related("body", "given_by")
        .order_by("order", "id")
    )
    return seen if len(seen) == review.opinions.count() and reviews.all_in(seen) else []


def bodies(review: JointReview, user: User) -> list[ReviewBody]:
    """Who was asked and who has answered, without a word of what: no column of an opinion that says anything is read."""
    rows = review.opinions.select_related("body").only(
        "public_id", "review", "status", "status_since", "version", "body__name", "body__short_name", "body__ahead"
    )
    late, asked = bool(review.due and review.due < today()), Opinion.Status.ASKED
    bodies = []
    for row in rows.order_by("order", "id"):
        row.review = review
        bodies.append(
            ReviewBody(
                body=str(row.body),
                status=row.status,
                since=row.status_since if row.status != asked else None,
                late=late and row.status == asked,
                version=row.version,
                skip=reverse("issues:opinion_skip", args=[row.public_id])
                if row.status == asked and judge(SKIP, row, user)
                else "",
            )
        )
    return bodies


def table(seen: Sequence[Opinion]) -> list[JointLine]:
    """The rows of issues/replies.py with the body beside each cell."""
    names = [str(opinion.body) for opinion in seen]
    return [
        JointLine(
            row.at,
            row.differs,
            [JointCell(*cell) for cell in zip(names, row.kinds or [""] * len(names), row.cells, strict=True)],
        )
        for row in replies.side_by_side(seen)
    ]


def reply_form(review: JointReview, request: HttpRequest) -> Input | None:
    """The form of the answer, drafted from the opinions; None while somebody is waited for, and when it is over."""
    if review.outcome != JointReview.Outcome.LIVE or not policies.office(request.user, review.issue):
        return None
    seen = told(review, request.user)
    if not seen:
        return None
    data = request.POST if request.method == "POST" else None
    move = wanted(review, request.POST.get("move", "")) or reviews.answers(review)[0]
    initial = {"reply": replies.merged(seen)}
    return input_of(move)(data, initial=initial, move=move, obj=review.issue, user=request.user)


def joint_page(review: JointReview, user: User, who: str, form: Input | None) -> JointPage:
    """The unit reads the reply alone; what is under review is the office's to see while it lasts."""
    issue, live = review.issue, review.outcome == JointReview.Outcome.LIVE
    seen = [] if who == "unit" else told(review, user)
    own = review.opinions.of_bodies(user).values_list("public_id", flat=True).first() if who == "reviewer" else None
    answers = live and who == "office"
    forth, back = (judge(move, issue, user) if answers else None for move in reviews.answers(review))
    return JointPage(
        review=review,
        issue=issue,
        who=who,
        live=live,
        bodies=bodies(review, user) if who != "unit" else [],
        opinions=seen,
        table=table(seen),
        differ=reviews.differ(seen),
        own_url=reverse("issues:opinion", args=[own]) if own else "",
        history=history(issue, user, but=review),
        form=form,
        forth=forth,
        back=back,
        under=under_review(review, user) if answers else None,
        key=form_key(),
    )


def status(review: JointReview | None, user: User) -> ReviewStatus | None:
    """Who is in, and where the opinions are merged."""
    if review is None:
        return None
    asked, url = bodies(review, user), reverse("issues:joint_review", args=[review.public_id])
    return ReviewStatus(review, asked, url, all(row.status != Opinion.Status.ASKED for row in asked))


def history(issue: Issue, user: User, *, but: JointReview | None = None) -> list[PastReview]:
    """The reviews of an issue that this reader may open, newest first."""
    reviews_ = issue.joint_reviews.select_related("issue__round__office").order_by("-opened_at", "-pk")
    return [
        PastReview(
            review, reverse("issues:joint_review", args=[review.public_id]), review.decided_at or review.opened_at
        )
        for review in reviews_
        if review != but and reader_of(review, user)
    ]
