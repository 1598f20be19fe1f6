"""What templates/issues/joint.html takes: nothing of an opinion before all are in, whoever looks."""

from django.http import HttpRequest
from django.urls import reverse

from issues import policies, replies, reviews
from issues.models import Issue, JointReview, Opinion
from issues.moves.opinions import SKIP
from issues.pages.opinions import page as opinion_page
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.pages import form_key
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import judge
from rectify.workflow.moves import Move

WHOLE = ("issue__round__office", "issue__lead_unit", "issue__feedback", "issue__item", "decided_by")
ANSWERED = (JointReview.Outcome.PASSED, JointReview.Outcome.RETURNED)


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


def bodies(review: JointReview, user) -> list[dict]:
    """Who was asked and who has answered, without a word of what: no column of an opinion that says anything is read."""
    rows = review.opinions.select_related("body").only("public_id", "review", "status", "status_since", "version", "body__name",
                                                       "body__short_name").order_by("order", "id")  # fmt: skip
    late = bool(review.due and review.due < today())
    for row in rows:
        row.review = review
    return [
        {
            "body": str(row.body), "status": row.status, "since": row.status_since if row.status != "asked" else None,
            "late": late and row.status == "asked", "version": row.version,
            "skip": reverse("issues:opinion_skip", args=[row.public_id])
            if row.status == "asked" and judge(SKIP, row, user) else "",
        }
        for row in rows
    ]  # fmt: skip


def table(seen: list[Opinion]) -> list[dict]:
    """The rows of issues/replies.py with the body beside each cell."""
    names = [str(opinion.body) for opinion in seen]
    return [
        {"at": row.at, "differs": row.differs,
         "cells": [{"body": body, "kind": kind, "text": text}
                   for body, kind, text in zip(names, row.kinds or [""] * len(names), row.cells, strict=True)]}
        for row in replies.side_by_side(seen)
    ]  # fmt: skip


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


def context(request: HttpRequest, review: JointReview, who: str, form: Input | None) -> dict:
    user, issue, live = request.user, review.issue, review.outcome == JointReview.Outcome.LIVE
    seen = [] if who == "unit" else told(review, user)
    own = review.opinions.of_bodies(user).values_list("public_id", flat=True).first() if who == "reviewer" else None
    found = {
        "review": review, "issue": issue, "who": who, "form": form, "key": form_key(), "live": live,
        "bodies": bodies(review, user) if who != "unit" else [], "opinions": seen,
        "table": table(seen), "differ": reviews.differ(seen), "late": bool(review.due and review.due < today()),
        "own_url": reverse("issues:opinion", args=[own]) if own else "", "history": history(issue, user, but=review),
    }  # fmt: skip
    if live and who == "office":
        forth, back = (judge(move, issue, user) for move in reviews.answers(review))
        found |= {"forth": forth, "back": back, "under": opinion_page.under_review(review, user)}
    return found


def status(review: JointReview | None, user) -> dict | None:
    """What a page beside the review shows of it while it is under way: who is in, and where the opinions are merged."""
    if review is None:
        return None
    rows = bodies(review, user)
    url = reverse("issues:joint_review", args=[review.public_id])
    return {"review": review, "bodies": rows, "url": url, "all_in": all(row["status"] != "asked" for row in rows)}


def history(issue: Issue, user, *, but: JointReview | None = None) -> list[dict]:
    """The reviews of an issue that this reader may open, newest first."""
    found = issue.joint_reviews.select_related("issue__round__office").order_by("-opened_at", "-pk")
    rows = []
    for review in found:
        if review != but and reader_of(review, user):
            url = reverse("issues:joint_review", args=[review.public_id])
            rows.append({"review": review, "url": url, "on": review.decided_at or review.opened_at})
    return rows
