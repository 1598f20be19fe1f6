"""范围: how far an issue or a feedback goes, changed by the head alone, with a reason."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from issues import policies
from issues.models import Feedback, Issue
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.lib.reach import LEFT_OUT, Door, by_number
from rectify.notices.actions import veil
from rectify.workflow.move import demand_all

RESTRICTED = "本件限定了知悉范围，只能是工作秘密；要调宽，先解除限定"


@transaction.atomic
def set_level(*, issue: Issue, level: str, reason: str, by: User) -> None:
    """Up or down (docs/rules.md: level). Its files follow upwards by themselves: none goes further than its issue. What was told
    of it keeps its number alone where its new mark says so."""
    lock(issue)
    post = demand_all([policies.office_head(by, issue)])
    before, after = _changes(issue, level, reason)
    if issue.restricted:
        raise Refused(RESTRICTED)
    issue.confidentiality = after
    issue.version += 1
    issue.save(update_fields=["confidentiality", "version"])
    if after in by_number(Door.TELL):
        veil(url=issue.get_absolute_url(), title=f"{issue.number}：{LEFT_OUT}")
    record("issues.issue.level", issue, by=by, post=post, note=reason.strip(), before=before.label, after=after.label)


@transaction.atomic
def set_feedback_level(*, feedback: Feedback, level: str, reason: str, by: User, along: bool = True) -> None:
    """Up or down, in all its versions. Upwards its drafts follow, and `along` also what was dispatched from it: nothing that came
    of it goes further without somebody saying so (docs/rules.md: feedback-mark)."""
    lock(feedback)
    post = demand_all([policies.heads_round(by, feedback.round)])
    if Feedback.objects.filter(replaces=feedback).exists():
        raise Refused("这一版已经被更正过，请到最新一版上调整范围")
    before, after = _changes(feedback, level, reason)
    for version in feedback.versions:
        version.confidentiality = after
        version.save(update_fields=["confidentiality"])
        words = {"before": before.label, "after": after.label}
        record("issues.feedback.level", version, by=by, post=post, note=reason.strip(), **words)
        if after in by_number(Door.TELL):
            for row in version.recommendations.all():
                veil(url=row.get_absolute_url(), title=f"意见建议 {row.number}：{LEFT_OUT}")
    feedback.confidentiality = after
    if after in before.wider():
        return
    for issue in made_wider(feedback, after):
        if along or issue.dispatched_at is None:
            set_level(issue=issue, level=after, reason=reason, by=by)


def made_wider(feedback: Feedback, level: str) -> QuerySet[Issue]:
    """The issues made of a feedback that go further than `level`."""
    wider = Confidentiality(level).wider()
    made = Issue.objects.filter(feedback__in=feedback.versions, confidentiality__in=wider)
    return made.select_related("round__office", "lead_unit").order_by("pk")


def demand_no_wider(issue: Issue, changes: Mapping[str, Any]) -> None:
    """Raises Refused where `changes` would let a draft go further than the feedback that it comes from, which is the head's to
    say with a reason, or than what restricts it; or would take it off that feedback, after which nothing would hold it."""
    if issue.restricted and "confidentiality" in changes:
        raise Refused(RESTRICTED)
    feedback: Feedback | None = changes.get("feedback", issue.feedback)
    level = changes.get("confidentiality", issue.confidentiality)
    if issue.feedback and _reach(feedback) in _reach(issue.feedback).wider():
        label = issue.feedback.get_confidentiality_display()
        raise Refused(f"所属的反馈意见是“{label}”，不能摘下，也不能改挂到范围更宽的；挂错了的，请删去这件草稿重新录入")
    if feedback is None or not {"feedback", "confidentiality"} & changes.keys():
        return
    if level in Confidentiality(feedback.confidentiality).wider():
        label = feedback.get_confidentiality_display()
        raise Refused(
            f"所属的反馈意见是“{label}”，问题的范围不能更宽；确需放宽，由督查负责人在问题页“调整范围”并写明理由"
        )


def _reach(feedback: Feedback | None) -> Confidentiality:
    """How far what is made of a feedback goes at first; of none, as drafts begin."""
    return Confidentiality(feedback.confidentiality) if feedback else Confidentiality.INTERNAL


def _changes(marked: Issue | Feedback, level: str, reason: str) -> tuple[Confidentiality, Confidentiality]:
    """The mark before and after. Raises Refused where it is the same, or no reason was given."""
    before, after = Confidentiality(marked.confidentiality), Confidentiality(level)
    if after == before:
        raise Refused(f"现在已经是“{before.label}”，请改选范围")
    if not reason.strip():
        raise Refused("请写明调整范围的理由")
    return before, after
