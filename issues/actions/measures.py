"""Writing the measures of a plan while it is drafted, and the guard that they are not written at any other time."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from django.db import transaction
from django.db.models import Q

from issues import policies
from issues.actions.milestones import Step, write_steps
from issues.models import Issue, Measure, MeasureStatus, Status
from issues.plans.copies import fingerprint
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Faster, Refused
from rectify.lib.locks import lock
from rectify.workflow.deeds import first_time
from rectify.workflow.move import demand_all, whose_turn_it_was


class Written(TypedDict, total=False):
    """One measure as filled in; `id` is the public id of the row it changes, none for a new one."""

    id: str
    text: str
    kind: str
    criterion: str
    person: str
    due: date | None
    due_text: str
    steps: list[Step] | None  # none: those that stand stay


@transaction.atomic
def write_plan(
    *, issue: Issue, measures: Sequence[Written], by: User, goal: str = "", no_prevention: str = "",
    root_cause: str = "", key: str = "", version: int | None = None
) -> None:  # fmt: skip
    """Replace the draft plan: goal and measures in the order given. May be incomplete: completeness is asked at 报送.

    Raises Faster when somebody has changed the issue since `version` was shown: two people write one plan.
    """
    lock(issue)
    filled = {"measures": measures, "goal": goal, "no_prevention": no_prevention, "root_cause": root_cause}
    if not first_time(by=by, key=key, what=f"issues.measure.write:{issue.pk}", content=filled):
        return
    demand_all([policies.unit(by, issue)])
    if version is not None and version != issue.version:
        raise Faster(f"{whose_turn_it_was(issue)}。您填的还在页面上；要用您的代替，请再存一次")
    if issue.status != Status.PLANNING:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能改方案；整改中要改，请用“修改已批方案”")
    issue.goal, issue.no_prevention, issue.root_cause = goal.strip(), no_prevention.strip(), root_cause.strip()
    issue.version += 1
    issue.save(update_fields=["goal", "no_prevention", "root_cause", "version"])
    write_measures(issue, measures, by=by)
    record("issues.measure.write", issue, by=by, count=len(measures))


def write_measures(issue: Issue, measures: Sequence[Written], *, by: User) -> None:
    """Make the issue's measures be `measures`. Call under the issue's lock.

    A row left out is deleted while it was never approved nor has evidence; else it must be cancelled by a move.
    """
    present = {m.public_id: m for m in issue.measures.all()}
    kept = [row["id"] for row in measures if row.get("id")]
    unknown = set(kept) - set(present)
    if unknown:
        raise Refused("有一条措施已经不在了，请刷新后再改")
    _remove([m for pid, m in present.items() if pid not in kept and m.status != MeasureStatus.CANCELLED])
    cancelled = [m for m in present.values() if m.status == MeasureStatus.CANCELLED]
    for order, row in enumerate(measures, start=1):
        measure = present.get(row.get("id", "")) or Measure(issue=issue, created_by=by)
        _refuse_to_rewrite(measure, row)
        measure.order = order
        measure.text, measure.kind = row["text"].strip(), row.get("kind") or Measure._meta.get_field("kind").default
        measure.criterion, measure.person = row.get("criterion", "").strip(), row.get("person", "").strip()
        measure.due, measure.due_text = row.get("due"), row.get("due_text", "").strip()
        measure.fingerprint = fingerprint(measure.text)
        measure.version += 1 if measure.pk else 0
        fields = ["order", "text", "kind", "criterion", "person", "due", "due_text", "fingerprint", "version"]
        measure.save(update_fields=fields if measure.pk else None)
        if row.get("steps") is not None:
            write_steps(measure, row["steps"])
    for order, measure in enumerate(cancelled, start=len(measures) + 1):
        measure.order = order
        measure.save(update_fields=["order"])


def _refuse_to_rewrite(measure: Measure, row: Written) -> None:
    """What was reported done, or accepted, was so by its words: other words would be proven by nothing."""
    said, wanted = (measure.text, measure.criterion), (row["text"], row.get("criterion", ""))
    same = [text.split() for text in said] == [text.split() for text in wanted]  # browsers send other line ends
    if measure.status in (MeasureStatus.DONE, MeasureStatus.ACCEPTED) and not same:
        word = measure.get_status_display()
        raise Refused(f"措施 {measure.order}“{word}”，内容和销号标准不能再改；有新的要求，请另写一条")


def _remove(measures: list[Measure]) -> None:
    for measure in measures:
        if measure.evidence.exists() or measure.status in (MeasureStatus.DONE, MeasureStatus.ACCEPTED):
            raise Refused(f"措施 {measure.order} 已有佐证或已报完成，不能删去；不再需要请由督查负责人取消")
        if measure.links.exists() or measure.outcomes.exists():
            raise Refused(f"措施 {measure.order} 已填成效或也用于别的问题，不能删去；不再需要请由督查负责人取消")
        if measure.milestones.filter(Q(slips__isnull=False) | Q(done_on__isnull=False)).exists():
            raise Refused(f"措施 {measure.order} 有已到达或已滞后的节点，不能删去；不再需要请由督查负责人取消")
        measure.delete()
