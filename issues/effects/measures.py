"""The measures of an issue are written, in a draft or as the change of an approved plan; at no other time."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from django.db.models import Q

from issues.effects.steps import MilestoneData, write_steps
from issues.models import Issue, Measure, MeasureStatus
from issues.plans.copies import fingerprint
from rectify.accounts.models import User
from rectify.lib.errors import Refused


class MeasureData(TypedDict, total=False):
    """One measure as filled in; `id` is the public id of the row it changes, none for a new one."""

    id: str
    text: str
    kind: str
    horizon: str
    criterion: str
    person: str
    due: date | None
    due_text: str
    steps: list[MilestoneData] | None  # none: those that stand stay


def write_measures(issue: Issue, measures: Sequence[MeasureData], *, by: User) -> None:
    """Make the issue's measures be `measures`. Call under the issue's lock.

    A row left out is deleted while it was never approved nor has evidence; else it must be cancelled by a move.
    """
    present = {m.public_id: m for m in issue.measures.all()}
    ids = [row["id"] for row in measures if row.get("id")]
    unknown = set(ids) - set(present)
    if unknown:
        raise Refused("有一条措施已经不在了，请刷新后再改")
    _remove([m for pid, m in present.items() if pid not in ids and m.status != MeasureStatus.CANCELLED])
    cancelled = [m for m in present.values() if m.status == MeasureStatus.CANCELLED]
    for order, row in enumerate(measures, start=1):
        measure = present.get(row.get("id", "")) or Measure(issue=issue, created_by=by)
        _refuse_to_rewrite(measure, row)
        measure.order = order
        measure.text, measure.kind = row["text"].strip(), row.get("kind") or Measure._meta.get_field("kind").default
        measure.horizon = row.get("horizon") or ""
        measure.criterion, measure.person = row.get("criterion", "").strip(), row.get("person", "").strip()
        measure.due, measure.due_text = row.get("due"), row.get("due_text", "").strip()
        measure.fingerprint = fingerprint(measure.text)
        measure.version += 1 if measure.pk else 0
        fields = [
            "order",
            "text",
            "kind",
            "horizon",
            "criterion",
            "person",
            "due",
            "due_text",
            "fingerprint",
            "version",
        ]
        measure.save(update_fields=fields if measure.pk else None)
        if (steps := row.get("steps")) is not None:
            write_steps(measure, steps)
    for order, measure in enumerate(cancelled, start=len(measures) + 1):
        measure.order = order
        measure.save(update_fields=["order"])


def _refuse_to_rewrite(measure: Measure, row: MeasureData) -> None:
    """What was reported done, or accepted, was so by its words: other words would be proven by nothing."""
    before, wanted = (measure.text, measure.criterion), (row["text"], row.get("criterion", ""))
    same = [text.split() for text in before] == [text.split() for text in wanted]  # browsers send other line ends
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
