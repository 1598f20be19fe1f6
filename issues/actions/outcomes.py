"""Numbers of measures in two columns: the unit declares, the office accepts. Neither writes the other's column."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.models import Evidence, Issue, Measure, MeasureStatus, Outcome, OutcomeKind, Status
from rectify.accounts.models import User
from rectify.audit.trail import Fact, record_many
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import Act, demand_all, not_entered

DECLARED_IN = frozenset({Status.PLANNING, Status.RECTIFYING})


class DeclaredNumber(TypedDict, total=False):
    """One number as a unit filled it in: a value, or the words in its place, or neither (未填)."""

    measure: Measure
    kind: OutcomeKind
    value: Decimal | None
    text: str
    evidence: Evidence | None


class Accepted(TypedDict, total=False):
    """What the office holds to be true of one row; `value` None takes an acceptance back."""

    outcome: Outcome
    value: Decimal | None
    note: str


@transaction.atomic
def declare(*, issue: Issue, rows: Sequence[DeclaredNumber], by: User, key: str = "") -> int:
    """Write what the unit declares; rows that say nothing new are left alone. Gives how many changed.

    A number declared anew after it was accepted keeps the acceptance: both stand with their moments, and pages say so.
    """
    lock(issue)
    if not first_time(by=by, key=key, what=f"issues.outcome.declare:{issue.pk}", content={"各项成效": rows}):
        return 0
    post = demand_all([policies.contributor(by, issue)])
    if issue.status not in DECLARED_IN:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能改单位申报的成效")
    known = {(o.measure_id, o.kind_id): o for o in Outcome.objects.filter(measure__issue=issue)}
    facts = [fact for row in rows if (fact := _declare(issue, row, known.get((row["measure"].pk, row["kind"].pk)), by))]
    if facts:
        record_many(facts, by=by, post=post)
    return len(facts)


def _declare(issue: Issue, row: DeclaredNumber, known: Outcome | None, by: User) -> Fact | None:
    measure, kind, evidence = row["measure"], row["kind"], row.get("evidence")
    value, text = row.get("value"), row.get("text", "").strip()
    if measure.issue_id != issue.pk or (evidence is not None and evidence.issue_id != issue.pk):
        raise Refused("措施或凭证不在本件里，请刷新后再填")
    if measure.status == MeasureStatus.CANCELLED:
        raise Refused(f"措施 {measure.order} 已取消，不再填成效")
    if value is not None and (text or value < 0):
        raise Refused("数和文字只填一样，数不小于 0")
    outcome = known or Outcome(measure=measure, kind=kind)
    same = (outcome.declared, outcome.declared_text, outcome.evidence_id) == (value, text, evidence and evidence.pk)
    if known and same:
        return None
    before = said(outcome) if known else "无"
    outcome.declared, outcome.declared_text, outcome.evidence = value, text, evidence
    outcome.declared_at, outcome.declared_by = timezone.now(), by
    outcome.save()
    facts = {"order": measure.order, "name": kind.name, "unit": kind.unit, "before": before, "after": said(outcome)}
    return Fact("issues.outcome.declare", outcome, facts=facts)


@transaction.atomic
def accept(*, issue: Issue, rows: Sequence[Accepted], by: User, key: str = "") -> int:
    """Write what the office accepts, by a clerk who did not declare it. Gives how many changed."""
    lock(issue)
    if not first_time(by=by, key=key, what=f"issues.outcome.accept:{issue.pk}", content={"各项成效": rows}):
        return 0
    post = demand_all([policies.office_clerk(by, issue), not_entered(issue, Act(by))])
    if not issue.is_open or not issue.plan_version:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不认定成效")
    facts = [fact for row in rows if (fact := _accept(issue, row, by))]
    if facts:
        record_many(facts, by=by, post=post)
    return len(facts)


def _accept(issue: Issue, row: Accepted, by: User) -> Fact | None:
    outcome, value, note = row["outcome"], row.get("value"), within(row.get("note", ""), 300, "认定说明")
    outcome.refresh_from_db()
    if outcome.measure.issue_id != issue.pk:
        raise Refused("这一行不在本件里，请刷新后再认定")
    if outcome.declared_by_id == by.pk:
        raise Refused("这一行是您申报的，须由另一人认定")
    stands = value is None or outcome.accepted_at and outcome.accepted_at >= outcome.declared_at
    if stands and (outcome.accepted, outcome.accepted_note) == (value, note):
        return None
    before = outcome.accepted
    outcome.accepted, outcome.accepted_note = value, note
    outcome.accepted_at, outcome.accepted_by = (None, None) if value is None else (timezone.now(), by)
    outcome.save(update_fields=["accepted", "accepted_note", "accepted_at", "accepted_by"])
    kind = outcome.kind
    facts = {"order": outcome.measure.order, "name": kind.name, "unit": kind.unit}
    return Fact("issues.outcome.accept", outcome, note, facts | {"before": before, "after": _number(value)})


def said(outcome: Outcome) -> str:
    """What the unit declared, in words."""
    return outcome.declared_text or _number(outcome.declared)


def _number(value: Decimal | None) -> str:
    return "未填" if value is None else f"{Decimal(value).normalize():f}"
