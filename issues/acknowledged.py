"""What people asked for, reported and accepted on an issue, and the phases of a round: lines in the table of
`rectify/audit/seals.py`, taken in by `issues/seals.py`."""

from collections.abc import Iterable
from typing import Any

from issues.models import (
    Extension,
    Issue,
    JointReview,
    Lasting,
    Measure,
    MeasureStatus,
    Outcome,
    PhaseChange,
    Regulation,
    Round,
    StageReview,
)
from rectify.audit.seals import Witnessed


def last_phase(fact) -> Iterable[int]:
    return fact.obj.phase_changes.order_by("-pk").values_list("pk", flat=True)[:1]


def last_joint(fact) -> Iterable[int]:
    return fact.obj.joint_reviews.order_by("-pk").values_list("pk", flat=True)[:1]


def itself_or_all_of_the_issue(fact) -> Iterable[int]:
    return fact.obj.measures.values_list("pk", flat=True) if isinstance(fact.obj, Issue) else [fact.obj.pk]


def was_done(columns: dict[str, Any]) -> bool:
    """A measure that was not even reported done may be left out of a changed plan."""
    return columns.get("status") in (MeasureStatus.DONE, MeasureStatus.ACCEPTED, MeasureStatus.CANCELLED)


def of_measure(row: Any) -> str:
    """The issue by number, and which of its measures."""
    return f"问题 {row.measure.issue.number} 措施 {row.measure.order}"


SEALS = (
    Witnessed(
        Measure,
        "措施",
        ("issues.measure.", "issues.issue.revise_plan"),
        ("issue_id", "text", "kind", "criterion", "person", "due", "status"),
        Issue,
        of=itself_or_all_of_the_issue,
        reads=("issue",),
        about=lambda row: f"问题 {row.issue.number} 措施 {row.order}",
        stays=was_done,
    ),
    Witnessed(
        Outcome,
        "成效",
        ("issues.outcome.",),
        (
            "measure_id",
            "kind_id",
            "declared",
            "declared_text",
            "evidence_id",
            "declared_by_id",
            "accepted",
            "accepted_note",
            "accepted_by_id",
        ),
        Issue,
        reads=("measure__issue",),
        about=of_measure,
    ),
    Witnessed(
        Regulation,
        "制度建设",
        ("issues.institution.",),
        ("issue_id", "title", "number", "kind", "maker", "issued_on", "checked_on", "check_result"),
        Issue,
        reads=("issue",),
    ),
    Witnessed(
        Extension,
        "延期申请",
        ("issues.extension.",),
        (
            "issue_id",
            "number",
            "reason_id",
            "text",
            "from_due",
            "to_due",
            "status",
            "note",
            "applied_by_id",
            "consented_by_id",
            "decided_by_id",
        ),
        Issue,
        reads=("issue",),
        about=lambda row: f"问题 {row.issue.number} {row}",
    ),
    Witnessed(
        Lasting,
        "长期坚持",
        ("issues.lasting.",),
        (
            "issue_id",
            "number",
            "stage_goal",
            "next_review",
            "rhythm",
            "reason",
            "status",
            "note",
            "applied_by_id",
            "decided_by_id",
        ),
        Issue,
        reads=("issue",),
        about=lambda row: f"问题 {row.issue.number} {row}",
    ),
    Witnessed(
        StageReview,
        "阶段检视",
        ("issues.stagereview.",),
        (
            "issue_id",
            "number",
            "stage_goal",
            "declared",
            "text",
            "evidence_id",
            "next_review",
            "by_id",
            "accepted",
            "note",
            "read_by_id",
        ),
        Issue,
        reads=("issue",),
        about=lambda row: f"问题 {row.issue.number} {row}",
    ),
    Witnessed(
        JointReview,
        "联审答复",
        ("issues.issue.pass_joint", "issues.issue.return_joint"),
        ("issue_id", "subject", "number", "outcome", "reply", "differed", "reason", "decided_by_id"),
        Issue,
        of=last_joint,
        reads=("issue",),
        about=lambda row: f"问题 {row.issue.number} {row}",
    ),
    Witnessed(
        Round,
        "轮次",
        ("issues.round.open", "issues.round.edit"),
        ("term_id", "number", "name", "level", "kind_id", "office_id", "onsite_starts", "onsite_ends", "profile_id"),
        Round,
    ),
    Witnessed(
        PhaseChange,
        "转段",
        ("issues.round.begin_phase",),
        ("round_id", "before", "kind", "on", "note", "counts", "by_id"),
        Round,
        of=last_phase,
        reads=("round",),
        about=lambda row: f"轮次 {row.round.public_id} {row}",
    ),
)
