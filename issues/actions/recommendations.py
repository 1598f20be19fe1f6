"""The recommendations of a feedback follow its items: one row for each item of that kind, until it is given to a unit."""

from typing import Any

from django.db.models import Max
from django.db.models.functions import Length

from issues.models import Feedback, FeedbackItem, Recommendation, RecommendationStatus, Round
from issues.moves.recommendations import ASSIGN
from rectify.accounts.models import User
from rectify.lib.errors import Refused
from rectify.workflow.doors import RowOutcome, by_bulk

MARK = "建"


def follow(feedback: Feedback) -> None:
    """Make the rows that the items ask for, and take back those whose item says otherwise now. Call under the feedback's lock.

    What was given to a unit stands, whatever becomes of its item.
    """
    drafts = feedback.recommendations.filter(status=RecommendationStatus.DRAFT)
    drafts.exclude(item__kind=FeedbackItem.Kind.RECOMMENDATION).delete()
    for row in drafts.select_related("item"):
        if row.text != row.item.text:
            row.text = row.item.text
            row.save(update_fields=["text"])
    bare = feedback.items.filter(kind=FeedbackItem.Kind.RECOMMENDATION, recommendation=None).order_by("order")
    last = last_number(feedback.round)
    Recommendation.objects.bulk_create(
        Recommendation(
            round=feedback.round,
            feedback=feedback,
            item=item,
            number=f"{MARK}{last + place:03d}",
            text=item.text,
            lead_unit=feedback.unit,
        )
        for place, item in enumerate(bare, start=1)
    )


def last_number(round_: Round) -> int:
    """The highest number that the round has given, among those of the same length: 建1000 comes after 建999."""
    rows = round_.recommendations.annotate(signs=Length("number")).order_by("-signs")
    longest = rows.values_list("signs", flat=True).first()
    last = rows.filter(signs=longest).aggregate(last=Max("number"))["last"] if longest else None
    return int(last.removeprefix(MARK)) if last else 0


def go_over(old: Feedback, new: Feedback, copies: dict[int, FeedbackItem]) -> None:
    """A corrected feedback takes the drafts along; what was given to a unit keeps the version it was read in."""
    for row in old.recommendations.filter(status=RecommendationStatus.DRAFT):
        row.feedback, row.item, row.text = new, copies[row.item_id], copies[row.item_id].text
        row.save(update_fields=["feedback", "item", "text"])


def demand_free(item: FeedbackItem) -> None:
    """Raise Refused where the item's recommendation was given to a unit: its words stand from then on."""
    assigned = Recommendation.objects.filter(item=item).exclude(status=RecommendationStatus.DRAFT)
    if row := assigned.first():
        raise Refused(f"由这一条立的意见建议 {row.number} 已经分办，不能再改、再删")


def assign_all(*, feedback: Feedback, by: User, **given: Any) -> list[RowOutcome]:
    """分办 all that wait, to one unit with one deadline; each judged and done by itself."""
    waiting = feedback.recommendations.filter(status=RecommendationStatus.DRAFT)
    return by_bulk(ASSIGN, waiting.select_related("round__office", "feedback", "lead_unit"), given, by=by)
