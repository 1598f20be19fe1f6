"""The steps of a measure are written with its plan."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from issues.models import Measure, Milestone, Slip
from rectify.lib.errors import Refused
from rectify.lib.tags import day_sentence
from rectify.lib.text import within

MOST = 12


class MilestoneData(TypedDict, total=False):
    """One step as filled in; `id` is the public id of the row it changes, none for a new one."""

    id: str
    text: str
    due: date


def write_steps(measure: Measure, steps: Sequence[MilestoneData]) -> None:
    """Make the steps of `measure` be `steps`, in the order of their days. Call under the issue's lock.

    A step that was reached or that slipped stays as it is; one of an approved plan that is put off leaves a slip.
    Raises Refused with the first reason.
    """
    _demand_days(measure, steps)
    present = {step.public_id: step for step in measure.milestones.all()}
    ids = {row["id"] for row in steps if row.get("id")}
    if ids - set(present):
        raise Refused(f"措施 {measure.order} 有一个节点已经不在了，请刷新后再改")
    for step in present.values():
        if step.public_id not in ids:
            _remove(measure, step)
    for order, row in enumerate(sorted(steps, key=lambda row: row["due"]), start=1):
        step = present.get(row.get("id", "")) or Milestone(measure=measure)
        _put_off(measure, step, row)
        step.order, step.text, step.due = order, within(row["text"], 200, "节点"), row["due"]
        step.save(update_fields=["order", "text", "due"] if step.pk else None)


def _demand_days(measure: Measure, steps: Sequence[MilestoneData]) -> None:
    if len(steps) > MOST:
        raise Refused(f"措施 {measure.order} 的节点有 {len(steps)} 个，最多 {MOST} 个")
    for row in steps:
        if not row.get("due") or not (row.get("text") or "").strip():
            raise Refused(f"措施 {measure.order} 的节点要写明做什么、哪一天")
        if measure.due and row["due"] > measure.due:
            raise Refused(f"措施 {measure.order} 的节点“{row['text']}”晚于措施期限 {day_sentence(measure.due)}")


def _remove(measure: Measure, step: Milestone) -> None:
    if step.done_on or step.slips.exists():
        raise Refused(f"措施 {measure.order} 的节点“{step.text}”已到达或已滞后，要留着，不能删去")
    step.delete()


def _put_off(measure: Measure, step: Milestone, row: MilestoneData) -> None:
    """A step that was reached is history. A later day for one that was approved is a slip."""
    if step.pk is None:
        return
    same = (step.text, step.due) == (row["text"].strip(), row["due"])
    if step.done_on and not same:
        raise Refused(f"措施 {measure.order} 的节点“{step.text}”已到达，不能再改")
    if step.original_due and row["due"] > step.due:
        Slip.objects.get_or_create(
            milestone=step, kind=Slip.Kind.MOVED, planned_on=step.due, defaults={"to": row["due"]}
        )
