"""Registering feedback word for word, correcting it by a new version, and the tree of its items."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from issues import policies
from issues.actions import recommendations
from issues.models import Feedback, FeedbackItem, Recommendation, Round, Track
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.columns import column_name, set_columns
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.lib.text import shortened
from rectify.workflow.move import demand_all

FAR = 1_000_000


@transaction.atomic
def register(
    *,
    round_: Round,
    unit: Unit,
    track: Track,
    delivered_on: date,
    title: str,
    text: str,
    by: User,
    confidentiality: str = "",
) -> Feedback:
    """Register feedback as it was delivered; its text is frozen from here on (a trigger refuses changes). Without a mark it is
    内部."""
    lock(round_)
    post = demand_all([policies.runs_round(by, round_)])
    if Feedback.objects.filter(round=round_, unit=unit, track=track).exists():
        raise Refused(f"{unit}的“{track}”反馈意见已经登记过。内容有误请到那一份上“更正”")
    if not round_.round_units.filter(unit=unit).exists():
        raise Refused(f"{unit}不在本轮单位里，请先在“本轮单位”中加入")
    level = confidentiality or Confidentiality.INTERNAL
    words = {"delivered_on": delivered_on, "title": title.strip(), "text": text, "confidentiality": level}
    feedback = Feedback.objects.create(round=round_, unit=unit, track=track, registered_by=by, **words)
    record("issues.feedback.register", feedback, by=by, post=post, title=feedback.told_title)
    return feedback


@transaction.atomic
def correct(*, feedback: Feedback, reason: str, by: User, title: str, text: str, delivered_on: date) -> Feedback:
    """A new version with its reason; items and drafts go over to it, what was dispatched keeps the version it was split from."""
    lock(feedback)
    post = demand_all([policies.runs_round(by, feedback.round)])
    if Feedback.objects.filter(replaces=feedback).exists():
        raise Refused("这一版已经被更正过，请到最新一版上更正")
    if not reason.strip():
        raise Refused("请写明更正理由")
    new = Feedback.objects.create(
        round=feedback.round,
        unit=feedback.unit,
        track=feedback.track,
        delivered_on=delivered_on,
        title=title.strip(),
        text=text,
        confidentiality=feedback.confidentiality,
        version=feedback.version + 1,
        replaces=feedback,
        reason=reason.strip(),
        registered_by=by,
    )
    copies = _copy_items(feedback, new)
    for draft in feedback.issues.filter(dispatched_at=None):
        draft.feedback, draft.item = new, copies.get(draft.item_id)
        draft.save(update_fields=["feedback", "item"])
    recommendations.go_over(feedback, new, copies)
    record("issues.feedback.correct", new, by=by, post=post, note=reason, title=new.told_title, version=new.version)
    return new


def _copy_items(old: Feedback, new: Feedback) -> dict[int, FeedbackItem]:
    copies: dict[int, FeedbackItem] = {}
    for item in old.items.order_by("order"):
        copies[item.pk] = FeedbackItem.objects.create(
            feedback=new,
            parent=copies.get(item.parent_id),
            order=item.order,
            level_name=item.level_name,
            locator=item.locator,
            kind=item.kind,
            text=item.text,
            no_issue_reason=item.no_issue_reason,
            note=item.note,
        )
    return copies


@transaction.atomic
def add_item(*, feedback: Feedback, by: User, parent: FeedbackItem | None = None, **words: Any) -> FeedbackItem:
    """Add a node: behind everything below its parent, or at the end."""
    lock(feedback)
    post = demand_all([policies.runs_round(by, feedback.round)])
    place = _last_below(feedback, parent) + 1
    # Two steps, since the database lets no order stand twice within a feedback.
    feedback.items.filter(order__gte=place).update(order=F("order") + FAR)
    feedback.items.filter(order__gte=FAR).update(order=F("order") - FAR + 1)
    item = FeedbackItem.objects.create(feedback=feedback, parent=parent, order=place, **words)
    recommendations.follow(feedback)
    record("issues.feedbackitem.add", feedback, by=by, post=post, locator=item.locator or shortened(item.text, 20))
    return item


def _last_below(feedback: Feedback, parent: FeedbackItem | None) -> int:
    if parent is None:
        return feedback.items.aggregate(last=Max("order"))["last"] or 0
    items = list(feedback.items.order_by("order").values_list("pk", "parent_id", "order"))
    below, last = {parent.pk}, parent.order
    for pk, above, order in items:
        if above in below:
            below.add(pk)
            last = max(last, order)
    return last


@transaction.atomic
def edit_item(*, item: FeedbackItem, by: User, **words: Any) -> None:
    """Correct a node: its place, kind, text, or the reason why no issue is made of it."""
    feedback = item.feedback
    lock(feedback)
    post = demand_all([policies.runs_round(by, feedback.round)])
    item.refresh_from_db()
    changed = [name for name, value in words.items() if getattr(item, name) != value]
    if "text" in changed and item.issues.exclude(dispatched_at=None).exists():
        raise Refused("由这一条立的问题已经下发，原文不能再改")
    if {"text", "kind"} & set(changed):
        recommendations.demand_free(item)
    set_columns(item, {name: words[name] for name in changed})
    if changed:
        item.save(update_fields=changed)
        recommendations.follow(feedback)
        fields = "、".join(column_name(FeedbackItem, name) for name in changed)
        record(
            "issues.feedbackitem.edit",
            feedback,
            by=by,
            post=post,
            locator=item.locator or shortened(item.text, 20),
            fields=fields,
        )


@transaction.atomic
def remove_item(*, item: FeedbackItem, by: User) -> None:
    """Take a node out that has neither issues nor nodes below it."""
    feedback = item.feedback
    lock(feedback)
    post = demand_all([policies.runs_round(by, feedback.round)])
    if item.issues.exists():
        raise Refused("已由这一条立了问题，不能删")
    if item.children.exists():
        raise Refused("这一条下面还有条目，请先删下面的")
    recommendations.demand_free(item)
    words = item.locator or shortened(item.text, 20)
    Recommendation.objects.filter(item=item).delete()
    item.delete()
    record("issues.feedbackitem.remove", feedback, by=by, post=post, locator=words)
