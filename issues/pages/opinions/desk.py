"""等我审的: what waits for a reviewer's body, what it has said, and what came of it."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from issues.models import JointReview, Opinion
from rectify.accounts.roles import Role
from rectify.calendars.days import current

MOST = 50
State, Outcome = Opinion.Status, JointReview.Outcome


class Desk:
    """What templates/issues/opinions.html takes: three lists of the own bodies' opinions, a fixed number of statements."""

    def __init__(self, user: Any, opinions: QuerySet, on: date) -> None:
        self.on = on
        self.bodies = "、".join(dict.fromkeys(str(post.unit) for post in user.posts if post.role == Role.REVIEWER))
        self.opinions = opinions

    @cached_property
    def waiting(self) -> list[dict]:
        """待提意见, the earliest due first."""
        rows = self.opinions.filter(status=State.ASKED, review__outcome=Outcome.LIVE)
        return [
            self._row(each) | self._due(each) for each in rows.order_by("review__due", "review__opened_at", "pk")[:MOST]
        ]

    @cached_property
    def given(self) -> list[dict]:
        """Said, while others are waited for or the office has not answered yet: how many are awaited, not what they say."""
        asked = Count("review__opinions", filter=Q(review__opinions__status=State.ASKED))
        rows = self.opinions.filter(status=State.GIVEN, review__outcome=Outcome.LIVE).annotate(asked=asked)
        return [self._row(each) | {"asked": each.asked} for each in rows.order_by("-given_at", "pk")[:MOST]]

    @cached_property
    def past(self) -> list[dict]:
        """What the office answered, newest first."""
        rows = self.opinions.filter(review__outcome__in=[Outcome.PASSED, Outcome.RETURNED])
        rows = rows.select_related("review__decided_by").order_by("-review__decided_at", "pk")[:MOST]
        return [self._row(each) for each in rows]

    @property
    def late(self) -> int:
        return sum(row["late"] for row in self.waiting)

    def _row(self, opinion: Opinion) -> dict:
        review = opinion.review
        return {
            "opinion": opinion, "review": review, "issue": review.issue, "what": review.get_subject_display(),
            "body": str(opinion.body), "url": reverse("issues:opinion", args=[opinion.public_id]),
            "review_url": reverse("issues:joint_review", args=[review.public_id]),
        }  # fmt: skip

    def _due(self, opinion: Opinion) -> dict:
        """How many working days are left, in words with a mark."""
        due = opinion.review.due
        if due is None:
            return {"late": False, "mark": "", "left": ""}
        if due < self.on:
            over = current().working_days_between(due, self.on)
            return {"late": True, "mark": "overdue", "left": f"过了 {over} 个工作日"}
        left = current().working_days_between(self.on, due)
        return {
            "late": False,
            "mark": "soon" if left <= 2 else "",
            "left": f"还有 {left} 个工作日" if left else "今天到期",
        }
