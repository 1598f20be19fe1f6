"""倒排工期: the steps of a measure, written with its plan, are reported reached, and what slipped is kept for ever."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from issues import policies
from issues.models import OPEN, Issue, MeasureStatus, Milestone, Slip, Status
from rectify.accounts.models import User
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.tags import day_sentence
from rectify.lib.text import within
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

UNDONE = (MeasureStatus.TODO, MeasureStatus.DOING)


@transaction.atomic
def reach(*, milestone: Milestone, on: date, by: User, note: str = "", key: str = "") -> None:
    """到达: the unit says on which day a step was reached. Said once; a day later than planned is kept as a slip."""
    lock(milestone)
    issue = milestone.measure.issue
    if not first_time(by=by, key=key, what=f"issues.milestone.reach:{milestone.pk}"):
        return
    post = demand_all([policies.contributor(by, issue)])
    if issue.status != Status.RECTIFYING:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能报节点")
    if milestone.done_on:
        raise Refused(f"这个节点已报 {day_sentence(milestone.done_on)} 到达，不能再改")
    if on > today():
        raise Refused("到达日期不能晚于今天")
    if issue.dispatched_at and on < timezone.localtime(issue.dispatched_at).date():
        raise Refused(f"到达日期不能早于下发日期 {day_sentence(timezone.localtime(issue.dispatched_at).date())}")
    milestone.done_on, milestone.done_at, milestone.done_by = on, timezone.now(), by
    milestone.done_note = within(note, 300, "怎样算到")
    milestone.save(update_fields=["done_on", "done_at", "done_by", "done_note"])
    if on > milestone.due:
        late = {"milestone": milestone, "kind": Slip.Kind.LATE, "planned_on": milestone.due}
        Slip.objects.get_or_create(**late, defaults={"to": on})
    facts = {"order": milestone.measure.order, "step": milestone.text, "on": on, "planned": milestone.due}
    record("issues.milestone.reach", milestone, by=by, post=post, note=milestone.done_note, **facts)


def record_slips(*, on: date) -> int:
    """Every night: the approved steps whose day has passed without word. A second run of a day finds nothing."""
    known = Slip.objects.filter(milestone=OuterRef("pk"), kind=Slip.Kind.PASSED, planned_on=OuterRef("due"))
    passed = Milestone.objects.filter(
        ~Exists(known),
        done_on=None,
        due__lt=on,
        original_due__isnull=False,
        measure__status__in=UNDONE,
        measure__issue__status__in=OPEN,
    )
    issues = passed.order_by("measure__issue").values_list("measure__issue", flat=True).distinct()
    return sum(_record_of(pk, passed) for pk in list(issues))


@transaction.atomic
def _record_of(pk: int, passed) -> int:
    issue = Issue.objects.get(pk=pk)
    lock(issue)
    steps = list(
        passed.filter(measure__issue=issue).select_related("measure__issue").order_by("measure__order", "order")
    )
    Slip.objects.bulk_create(
        [Slip(milestone=step, kind=Slip.Kind.PASSED, planned_on=step.due) for step in steps], ignore_conflicts=True
    )
    record_many(
        [
            Fact("issues.milestone.pass", s, facts={"order": s.measure.order, "step": s.text, "planned": s.due})
            for s in steps
        ],
        by=None,
    )
    return len(steps)
