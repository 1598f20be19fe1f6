"""What a joint review is about, as a reviewer's and the office's pages show it; and the page of one opinion."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from issues.models import Issue, JointReview, Opinion, Plan
from issues.moves.opinions import GIVE, TAKE_BACK, Give
from issues.pages.issue import sheet
from issues.pages.plans import reading as plan_reading
from issues.panels import panel
from issues.replies import GRADES
from rectify.lib.dates import today
from rectify.lib.pages import form_key
from rectify.workflow.move import judge


def under_review(review: JointReview, user) -> dict:
    """The plan that waits, or the request for closure with its evidence: measures as rows, all as it was handed in."""
    live = review.outcome == JointReview.Outcome.LIVE
    if review.subject == JointReview.Subject.PLAN:
        plan = review.issue.plans.filter(verdict=Plan.Verdict.WAITING).first() if live else None
        rows = [row | {"due": _day(row.get("due"))} for row in plan.body["measures"]] if plan else []
        found = {"plan": plan, "difference": plan_reading.difference(review.issue, plan) if plan else {}}
    else:
        found = {"request": panel("closure_asked", user, review.issue, today()) if live else None}
        rows = found["request"]["asked"]["measures"] if found["request"] else []
    return found | {"measures": rows, "orders": [row["order"] for row in rows]}


def context(request: HttpRequest, opinion: Opinion, form: Give, under: dict) -> dict:
    """What templates/issues/opinion.html takes. Of the other bodies it holds how many are awaited, and nothing else."""
    review, issue = opinion.review, opinion.issue
    give, back = (judge(move, opinion, request.user) for move in (GIVE, TAKE_BACK))
    asked, items = opinion.status == Opinion.Status.ASKED, form.rows(under["orders"])
    return {
        "opinion": opinion, "review": review, "issue": issue, "form": form, "give": give, "key": form_key(),
        "writes": asked and review.outcome == JointReview.Outcome.LIVE, "may_take_back": bool(back), "take_back": TAKE_BACK,
        "awaited": review.opinions.filter(status=Opinion.Status.ASKED).exclude(pk=opinion.pk).count(),
        "rows": [row | {"item": items[row["order"]], "said": _said(opinion, row["order"])} for row in under["measures"]],
        "grades": _grades(opinion), "origin": sheet.origin(issue), "earlier": earlier(issue, review), "today": today(),
        "review_url": reverse("issues:joint_review", args=[review.public_id]), "asking": under.get("request"),
        "plan": under.get("plan"), "difference": under.get("difference"),
    }  # fmt: skip


def earlier(issue: Issue, review: JointReview) -> list[JointReview]:
    """The answered reviews of the issue before this one, newest first: their merged replies."""
    done = (JointReview.Outcome.PASSED, JointReview.Outcome.RETURNED)
    return list(issue.joint_reviews.filter(outcome__in=done).exclude(pk=review.pk).order_by("-decided_at"))


def _said(opinion: Opinion, order: int) -> str:
    return "\n".join(item["text"] for item in opinion.items if item["at"] == f"措施 {order}")


def _grades(opinion: Opinion) -> list[tuple[str, str]]:
    """The grades that were given, each with its name."""
    names = [(str(Opinion._meta.get_field(name).verbose_name), getattr(opinion, name)) for name in GRADES]
    return [(label, mark) for label, mark in names if mark]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
