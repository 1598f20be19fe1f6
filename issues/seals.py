"""What of the issues is sealed: a line each in the table of `rectify/audit/seals.py`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from issues import acknowledged
from issues.models import (
    Category,
    Evidence,
    ExtensionReason,
    Feedback,
    Handover,
    Issue,
    Knower,
    LightRule,
    Opinion,
    OutcomeKind,
    Phrase,
    Plan,
    Procedure,
    ProcedureStep,
    Report,
    RoundKind,
    RuleProfile,
    RuleTerm,
    Scheme,
    Splitting,
    Term,
    Track,
    Week,
)
from rectify.accounts.models import Unit
from rectify.audit import files
from rectify.audit.seals import Digested, Witnessed
from rectify.lib.digests import fits
from rectify.lib.filestore import full_path

WORDS = (
    "promise",
    "kept",
    "kept_note",
    "no_progress",
    "text",
    "problems",
    "next_step",
    "declared",
    "status",
    "is_late",
    "sent_by_id",
    "read_by_id",
    "remark",
)
LISTS = (
    Category,
    ExtensionReason,
    LightRule,
    OutcomeKind,
    Phrase,
    RoundKind,
    RuleProfile,
    RuleTerm,
    Scheme,
    Term,
    Track,
)


def working(digest: str, value: Any, what: str) -> Iterator[str]:
    if not fits(digest, value):
        yield f"{what}的内容与校验码不符：登记 {digest}"


def plan_faults(plan: Plan) -> Iterable[str]:
    return working(plan.digest, plan.body, "方案")


def week_faults(week: Week) -> Iterable[str]:
    return working(week.digest, {"week": week.public_id, "facts": week.facts, "words": week.words}, "小结")


def handover_faults(handover: Handover) -> Iterable[str]:
    return working(handover.digest, handover.body, "移交清单")


def of_issue(row: Any) -> str:
    """The issue by number; of several versions, which."""
    version = f" 第 {row.version} 版" if isinstance(row, Plan) else ""
    return f"问题 {row.issue.number}{version}"


def of_week(week: Week) -> str:
    return f"轮次 {week.round.public_id} 第 {week.number} 周"


def reading(*names: str):
    def rows(query: QuerySet) -> QuerySet:
        return query.select_related(*names)

    return rows


def last_plan(fact) -> Iterable[int]:
    return fact.obj.plans.order_by("-version").values_list("pk", flat=True)[:1]


def knowers_of(fact) -> Iterable[int]:
    """Who was named for an issue: all of them when it is released, else every row of the person concerned."""
    if isinstance(fact.obj, Issue):
        return fact.obj.knowers.values_list("pk", flat=True)
    return Knower.objects.filter(issue=fact.obj.issue_id, person=fact.obj.person_id).values_list("pk", flat=True)


def itself_or_its_issue(fact) -> list[int | None]:
    return [fact.obj.pk if isinstance(fact.obj, Issue) else fact.obj.issue_id]


def still_on_disk(columns: dict[str, Any]) -> str:
    path = columns.get("path")
    return "，它的文件还在盘上" if path and full_path(path).exists() else ""


def listed(model: type[Model]) -> Witnessed:
    """A list or rule that a head of office keeps; all kinds of lists leave the same kinds of events."""
    columns = tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)
    return Witnessed(
        model,
        str(model._meta.verbose_name),
        ("issues.catalogue.",),
        columns,
        model,
        of=lambda fact: [fact.obj.pk] if isinstance(fact.obj, model) else [],
    )


SEALS: tuple[Digested | Witnessed, ...] = (
    Digested(Evidence, "佐证文件", "uploaded_at", ("digest",), files.faults, rows=reading("issue"), about=of_issue),
    Digested(Plan, "整改方案", "submitted_at", ("digest",), plan_faults, rows=reading("issue"), about=of_issue),
    Digested(Week, "周小结", "published_at", ("digest",), week_faults, rows=reading("round"), about=of_week),
    Digested(Handover, "移交清单", "made_at", ("digest",), handover_faults, about=lambda row: str(row)),
    Digested(
        Splitting,
        "反馈意见文件",
        "started_at",
        ("digest",),
        files.faults,
        rows=lambda query: query.exclude(path="").select_related("feedback"),
    ),
    Witnessed(
        Issue,
        "问题",
        ("issues.issue.", "issues.extension.approve"),
        (
            "round_id",
            "number",
            "original",
            "lead_unit_id",
            "status",
            "due",
            "due_version",
            "original_due",
            "procedure_id",
            "closed_on",
            "grade",
            "ended_on",
            "ending",
            "confidentiality",
            "restricted",
        ),
        Issue,
        of=itself_or_its_issue,
        stands=lambda row: row.dispatched_at is not None,
        but=(
            "issues.issue.register",
            "issues.issue.edit",
            "issues.issue.drop",
            "issues.issue.split",
            "issues.issue.remind",
        ),
    ),
    Witnessed(
        Evidence,
        "佐证",
        ("issues.evidence.attach", "issues.evidence.replace", "issues.evidence.correct", "issues.evidence.describe"),
        ("issue_id", "path", "size", "digest", "uploaded_by_id", "confidentiality"),
        Issue,
        reads=("issue",),
        gone=still_on_disk,
    ),
    Witnessed(
        Knower,
        "知悉人",
        ("issues.knower.", "issues.issue.release"),
        ("issue_id", "person_id", "until", "reason", "named_by_id", "ended_by_id"),
        Issue,
        of=knowers_of,
        reads=("issue",),
        about=of_issue,
    ),
    Witnessed(
        Plan,
        "整改方案",
        ("issues.issue.submit_plan", "issues.issue.revise_plan"),
        ("issue_id", "version", "digest", "submitted_by_id"),
        Issue,
        of=last_plan,
        reads=("issue",),
        about=of_issue,
    ),
    *acknowledged.SEALS,
    Witnessed(
        Report,
        "周报",
        ("issues.report.",),
        WORDS,
        Issue,
        reads=("issue", "week", "unit"),
        stands=lambda row: row.status in (Report.Status.SENT, Report.Status.READ),
        about=lambda row: f"问题 {row.issue.number} 第 {row.week.number} 周 {row.unit}",
    ),
    Witnessed(
        Opinion,
        "联审意见",
        ("issues.opinion.",),
        ("word", "text", "items", "organisation", "responsibility", "measures", "given_by_id"),
        Issue,
        hidden=True,
        reads=("review__issue", "body"),
        stands=lambda row: row.status == Opinion.Status.GIVEN,
        about=lambda row: f"问题 {row.issue.number} {row.body}",
    ),
    Witnessed(
        Week, "周小结", ("issues.week.publish",), ("digest", "published_by_id"), Week, reads=("round",), about=of_week
    ),
    Witnessed(
        Feedback,
        "反馈意见",
        ("issues.feedback.register", "issues.feedback.correct", "issues.feedback.level"),
        ("round_id", "unit_id", "track_id", "delivered_on", "title", "text", "version", "confidentiality"),
        Feedback,
        reads=("round",),
        about=lambda row: f"轮次 {row.round.public_id} 反馈意见 {row.public_id}",
    ),
    Witnessed(
        Splitting,
        "反馈意见的拆分",
        ("issues.splitting.confirm",),
        ("path", "digest", "paper", "rows", "answers", "reason"),
        Feedback,
        reads=("feedback",),
    ),
    Witnessed(
        Handover,
        "移交清单",
        ("issues.handover.",),
        ("number", "digest", "outgoing_id", "incoming_id", "received_by_id"),
        Unit,
        about=lambda row: str(row),
    ),
    Witnessed(Procedure, "办理规程", ("issues.procedure.revise",), ("code", "version", "name", "note"), Procedure),
    Witnessed(
        ProcedureStep,
        "规程环节",
        ("issues.procedure.revise",),
        ("procedure_id", "order", "gate", "focus", "difficulty", "nature", "days", "may_waive", "text"),
        Procedure,
        of=lambda fact: fact.obj.steps.values_list("pk", flat=True),
    ),
    *map(listed, LISTS),
)
