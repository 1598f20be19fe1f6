"""等我审的: what waits for a reviewer's body, what it has said, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from issues.models import Issue, JointReview, Opinion
from issues.workload import WaitingItem, Workload
from rectify.accounts.roles import Role
from rectify.calendars.days import current
from rectify.lib.components import ViewLink
from rectify.lib.page import Page

MOST = 50
State, Outcome = Opinion.Status, JointReview.Outcome


@dataclass(frozen=True)
class AskedOpinion:
    """One opinion of the own bodies; `left` says how many working days are left, `asked` how many others are awaited."""

    opinion: Opinion
    review: JointReview
    issue: Issue
    what: str
    url: str
    review_url: str
    late: bool = False
    mark: str = ""
    left: str = ""
    asked: int = 0


@dataclass(frozen=True)
class OpinionDesk:
    """待提意见, 已提意见, 办完的; `late` of those that wait, `bodies` whom the reader speaks for, `asked` what else the reader
    was asked for in person."""

    bodies: str
    waiting: Sequence[AskedOpinion]
    given: Sequence[AskedOpinion]
    past: Sequence[AskedOpinion]
    late: int
    asked: Sequence[WaitingItem]

    @property
    def several(self) -> bool:
        """Whether what waits is of more than one round."""
        return len({row.issue.round_id for row in self.waiting}) > 1


@dataclass(frozen=True)
class OpinionsPage(Page):
    """The first page of a reviewer."""

    template: ClassVar[str] = "issues/opinions/opinions.html"
    desk: OpinionDesk
    views: Sequence[ViewLink]


def rounds_of(opinions: QuerySet[Opinion]) -> dict[str, tuple[str, int]]:
    """The rounds for which the own bodies were asked, with how many opinions wait in each: one statement."""
    rounds = opinions.order_by("-review__issue__round").values_list(
        "review__issue__round__public_id", "review__issue__round__name"
    )
    waiting = Q(status=State.ASKED, review__outcome=Outcome.LIVE)
    return {public_id: (name, count) for public_id, name, count in rounds.annotate(n=Count("pk", filter=waiting))}


def views_of(rounds: Mapping[str, tuple[str, int]], asked: str) -> list[ViewLink]:
    """All rounds together, then each; nothing where there is one."""
    if len(rounds) < 2:
        return []
    every = ViewLink("全部轮次", reverse("issues:opinions"), not asked, sum(count for _, count in rounds.values()))
    each = [ViewLink(name, f"?round={key}", key == asked, count) for key, (name, count) in rounds.items()]
    return [every, *each]


def opinions_page(
    workload: Workload, opinions: QuerySet[Opinion], *, asked: str, rounds: Mapping[str, tuple[str, int]]
) -> OpinionsPage:
    """Three lists out of `opinions`, those of the own bodies, of the round `asked` for or of all; a statement for each, and one
    for what waits beside them."""
    user, on = workload.user, workload.on
    if asked:
        opinions = opinions.filter(review__issue__round__public_id=asked)
    waiting = to_give(opinions, on)
    bodies = "、".join(dict.fromkeys(str(post.unit) for post in user.posts if post.role == Role.REVIEWER))
    late = sum(row.late for row in waiting)
    return OpinionsPage(
        OpinionDesk(bodies, waiting, given(opinions), answered(opinions), late, workload.longest(MOST, own=True)),
        views_of(rounds, asked),
    )


def to_give(opinions: QuerySet[Opinion], on: date) -> list[AskedOpinion]:
    """待提意见, the earliest due first."""
    rows = opinions.filter(status=State.ASKED, review__outcome=Outcome.LIVE)
    rows = rows.order_by("review__due", "review__opened_at", "pk")[:MOST]
    return [_row(each, **_due(each.review.due, on)) for each in rows]


def given(opinions: QuerySet[Opinion]) -> list[AskedOpinion]:
    """Said, while others are waited for or the office has not answered yet: how many are awaited, not what they say."""
    asked = Count("review__opinions", filter=Q(review__opinions__status=State.ASKED))
    rows = opinions.filter(status=State.GIVEN, review__outcome=Outcome.LIVE).annotate(asked=asked)
    return [_row(each, asked=each.asked) for each in rows.order_by("-given_at", "pk")[:MOST]]


def answered(opinions: QuerySet[Opinion]) -> list[AskedOpinion]:
    """What the office answered, newest first."""
    rows = opinions.filter(review__outcome__in=[Outcome.PASSED, Outcome.RETURNED])
    rows = rows.select_related("review__decided_by").order_by("-review__decided_at", "pk")[:MOST]
    return [_row(each) for each in rows]


def _row(opinion: Opinion, **more: Any) -> AskedOpinion:
    review = opinion.review
    return AskedOpinion(
        opinion=opinion,
        review=review,
        issue=review.issue,
        what=review.get_subject_display(),
        url=reverse("issues:opinion", args=[opinion.public_id]),
        review_url=reverse("issues:joint_review", args=[review.public_id]),
        **more,
    )


def _due(due: date | None, on: date) -> dict[str, Any]:
    """How many working days are left, in words with a mark."""
    if due is None:
        return {}
    if due < on:
        over = current().working_days_between(due, on)
        return {"late": True, "mark": "overdue", "left": f"过了 {over} 个工作日"}
    left = current().working_days_between(on, due)
    return {"mark": "soon" if left <= 2 else "", "left": f"还有 {left} 个工作日" if left else "今天到期"}
