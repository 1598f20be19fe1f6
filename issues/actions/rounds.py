"""Opening a round, its phases and its units."""

from typing import Any

from django.db import transaction

from issues import policies
from issues.models import Level, Phase, PhaseKind, Round, RoundUnit, Term
from rectify.accounts.models import Unit, User
from rectify.audit.trail import Fact, Facts, record, record_many
from rectify.lib.columns import column_name, set_columns
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

FIELDS = (
    "term",
    "number",
    "name",
    "level",
    "kind",
    "office",
    "previous",
    "parent",
    "onsite_starts",
    "onsite_ends",
    "profile",
    "procedure",
    "report_due",
    "report_due_text",
)
FIXED = frozenset({"office"})
Span = dict[str, Any]  # starts, ends, and the words they were written in: starts_text, ends_text


@transaction.atomic
def open_round(*, phases: dict[str, Span], by: User, new_term: str = "", **fields: Any) -> Round:
    """Open a round of the office `fields["office"]` with its phases (by kind). A term that no list has is named by `new_term` and
    made with it, so that nobody waits for a head on the first day."""
    post = demand_all([policies.works_in_office(by, fields["office"])])
    made = _with_term(fields, new_term)
    _unique(None, fields)
    round_ = Round.objects.create(**{name: fields[name] for name in FIELDS if name in fields})
    _set_phases(round_, phases)
    record_many([*made, Fact("issues.round.open", round_, facts={"name": round_.name})], by=by, post=post)
    return round_


def _with_term(fields: dict[str, Any], name: str) -> list[Fact]:
    """Put the term called `name` into `fields`, made where there is none; what the trail is to say of it."""
    if not name:
        return []
    fields["term"], made = Term.objects.get_or_create(name=name, defaults={"level": fields.get("level", Level.CITY)})
    facts = {"table": str(Term._meta.verbose_name), "name": name, "fields": column_name(Term, "name")}
    return [Fact("issues.catalogue.add", fields["term"], facts=facts)] if made else []


@transaction.atomic
def edit_round(*, round_: Round, phases: dict[str, Span], by: User, new_term: str = "", **fields: Any) -> None:
    """Correct what is said of a round. The office that runs it stays."""
    lock(round_)
    post = demand_all([policies.runs_round(by, round_)])
    made = _with_term(fields, new_term)
    _unique(round_, {"office": round_.office} | fields)
    changed = [
        name for name in FIELDS if name in fields and name not in FIXED and getattr(round_, name) != fields[name]
    ]
    set_columns(round_, {name: fields[name] for name in changed})
    if changed:
        round_.save(update_fields=changed)
    moved = _set_phases(round_, phases)
    words = [column_name(Round, name) for name in changed] + (["阶段"] if moved else [])
    if words:
        facts = {"name": round_.name, "fields": "、".join(words)}
        record_many([*made, Fact("issues.round.edit", round_, facts=facts)], by=by, post=post)


def _unique(round_: Round | None, fields: dict) -> None:
    same = Round.objects.filter(
        term=fields["term"], office=fields["office"], number=fields["number"], name=fields["name"]
    )
    if same.exclude(pk=round_.pk if round_ else 0).exists():
        raise Refused("这一届里已有同名同号的轮次")


def _set_phases(round_: Round, phases: dict[str, Span]) -> bool:
    """Make the phases be `phases`; without a first day there is no such phase. Whether anything changed."""
    present = {phase.kind: phase for phase in round_.phases.all()}
    changed = False
    begun = set(round_.phase_changes.values_list("kind", flat=True))
    for kind in PhaseKind.values:
        span, phase = phases.get(kind, {}), present.get(kind)
        if kind in begun and phase is not None and span.get("starts") != phase.starts:
            raise Refused(f"{phase}是 {phase.starts:%Y-%m-%d} 转段进入的，开始日不能再改")
        if span.get("starts") is None and phase is not None:
            phase.delete()
            changed = True
        elif span.get("starts") and (phase is None or any(getattr(phase, name) != span[name] for name in span)):
            Phase.objects.update_or_create(round=round_, kind=kind, defaults=span)
            changed = True
    return changed


@transaction.atomic
def set_units(*, round_: Round, numbers: dict[Unit, int | None], by: User) -> None:
    """Make the units of the round be those of `numbers`, each with its number; None takes the next free one.

    A unit that has issues or feedback in the round stays, and keeps its number once an issue bears it.
    """
    lock(round_)
    post = demand_all([policies.runs_round(by, round_)])
    present = {
        place.unit_id: place
        for place in RoundUnit.objects.select_for_update().filter(round=round_).select_related("unit")
    }
    staying = {unit.pk for unit in numbers}
    removed = [place for pk, place in present.items() if pk not in staying]
    _may_leave(round_, removed)
    moved = [(present[u.pk], n) for u, n in numbers.items() if u.pk in present and n and n != present[u.pk].number]
    _may_renumber(moved)
    RoundUnit.objects.filter(pk__in=[place.pk for place in removed]).delete()
    taken = _renumber(round_, moved)
    added = [unit for unit in numbers if unit.pk not in present]
    for unit in added:
        number = numbers[unit] or max(taken, default=0) + 1
        if number in taken:
            raise Refused(f"单位号 {number:02d} 用了两次，请改其中一个")
        taken.add(number)
        RoundUnit.objects.create(round=round_, unit=unit, number=number)
    if added or removed or moved:
        counts: Facts = {"added": len(added), "removed": len(removed), "renumbered": len(moved)}
        record("issues.round.units", round_, by=by, post=post, **counts)


def _may_leave(round_: Round, places: list[RoundUnit]) -> None:
    units = [place.unit_id for place in places]
    busy = set(round_.issues.filter(lead_unit__in=units).values_list("lead_unit", flat=True))
    busy |= set(round_.feedbacks.filter(unit__in=units).values_list("unit", flat=True))
    if names := [str(place.unit) for place in places if place.unit_id in busy]:
        raise Refused(f"{'、'.join(names)}在本轮已有问题或反馈意见，不能移出")


def _may_renumber(moved: list[tuple[RoundUnit, int]]) -> None:
    if names := [str(place.unit) for place, _ in moved if place.last_issue]:
        raise Refused(f"{'、'.join(names)}已有问题用了单位号，不能改号")


def _renumber(round_: Round, moved: list[tuple[RoundUnit, int]]) -> set[int]:
    """Give new numbers by way of numbers nobody has, since the database lets no number stand twice. Gives all numbers taken."""
    for place, _ in moved:
        place.number += 20000
        place.save(update_fields=["number"])
    taken = set(round_.round_units.values_list("number", flat=True)) - {place.number for place, _ in moved}
    for place, number in moved:
        if number in taken:
            raise Refused(f"单位号 {number:02d} 用了两次，请改其中一个")
        taken.add(number)
        place.number = number
        place.save(update_fields=["number"])
    return taken
