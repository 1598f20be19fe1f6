"""转段: a round enters its next phase by an act with a date. Open issues roll over as they are; nothing closes by itself."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count

from issues import policies, slices
from issues.models import Issue, Phase, PhaseChange, PhaseKind, Round
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

ORDER = list(PhaseKind.values)
# What is written down of the day: the slices whose numbers are kept, whatever becomes of the issues.
ROLLING = ("open", "side:unit", "side:office", "overdue", "long_term", "extension_asked")
KEPT = (*ROLLING, "counted", "closed", "grade:full", "grade:mostly", "grade:partly", "staged", "terminated")


@transaction.atomic
def begin_phase(*, round_: Round, kind: str, on: date, note: str, by: User, key: str = "") -> PhaseChange | None:
    """Enter the phase `kind` on `on`: the one before ends the day before, what is open rolls over and is listed, the numbers
    of the day are kept. None when the form came before. Raises Refused for going back, entering twice, or a day to come."""
    lock(round_)
    post = demand_all([policies.heads_round(by, round_)])
    if not first_time(
        by=by, key=key, what=f"issues.round.begin_phase:{round_.pk}", content={"kind": kind, "on": on, "note": note}
    ):
        return None
    before = present_phase(round_, kind)
    _refuse(round_, kind=kind, on=on, note=note, before=before)
    if before and (before.ends is None or before.ends != on - timedelta(days=1)):
        before.ends, before.ends_text = on - timedelta(days=1), ""
        before.save(update_fields=["ends", "ends_text"])
    _drop_plans(round_, before, kind, on)
    phase = Phase.objects.filter(round=round_, kind=kind).first() or Phase(round=round_, kind=kind)
    phase.starts, phase.starts_text = on, ""
    phase.ends = phase.ends if phase.ends and phase.ends >= on else None
    phase.save()
    issues = Issue.objects.filter(round=round_)
    change = PhaseChange.objects.create(
        round=round_,
        before=before.kind if before else "",
        kind=kind,
        on=on,
        note=note.strip(),
        by=by,
        counts=counts_of(issues, today()),
    )
    change.rolled.set(issues.open())
    facts = {"phase": change.get_kind_display(), "on": f"{on:%Y-%m-%d}", "count": change.counts["open"]}
    record("issues.round.begin_phase", round_, by=by, post=post, note=change.note, **facts)
    return change


def _drop_plans(round_: Round, before: Phase | None, kind: str, on: date) -> None:
    """Days that were planned for other phases and that this act has overtaken."""
    first, place = ORDER.index(before.kind) if before else -1, ORDER.index(kind)
    round_.phases.filter(kind__in=ORDER[place + 1 :], starts__lte=on).delete()
    round_.phases.filter(kind__in=ORDER[first + 1 : place], starts__gte=on).delete()


def counts_of(issues, on: date) -> dict[str, int]:
    """The numbers of a day, by their slices; one statement."""
    names = {f"n{place}": code for place, code in enumerate(KEPT)}
    totals = issues.order_by().aggregate(
        **{name: Count("pk", filter=slices.condition(code, on)) for name, code in names.items()}
    )
    return {code: totals[name] for name, code in names.items()}


def present_phase(round_: Round, kind: str = "") -> Phase | None:
    """The phase the round is in, or that comes before `kind`: of those earlier in order, the last."""
    place = ORDER.index(kind) if kind in ORDER else len(ORDER)
    earlier = round_.phases.filter(kind__in=ORDER[:place], starts__lte=today())
    return max(earlier, key=lambda phase: ORDER.index(phase.kind), default=None)


def ahead(round_: Round) -> list[str]:
    """The phases that can be entered now: those after the last that was entered by an act, or after the first."""
    begun = [ORDER.index(kind) for kind in round_.phase_changes.values_list("kind", flat=True)]
    return ORDER[max([*begun, 0]) + 1 :]


def _refuse(round_: Round, *, kind: str, on: date, note: str, before: Phase | None) -> None:
    faults = [
        (kind not in ahead(round_), "请选还没有进入的后一个阶段；不能退回，也不能进入两次"),
        (on > today(), "日子还没有到；到了那天再办转段"),
        (
            before is not None and on <= before.starts,
            f"要晚于{before}开始的 {before.starts:%Y-%m-%d}" if before else "",
        ),
        (not note.strip(), "请写依据和说明"),
    ]
    if any(bad for bad, _ in faults):
        raise Refused(*(text for bad, text in faults if bad))
