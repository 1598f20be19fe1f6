"""How a status changes. `make` is the only writer of `status` in the application (a scan of the source keeps it so)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from rectify.audit.models import Event
from rectify.audit.trail import record
from rectify.lib.errors import Faster, Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.lib.verdict import Verdict, no, several
from rectify.workflow.deeds import first_time
from rectify.workflow.moves import Move, moves_of
from rectify.workflow.posters import posters

LONGEST_NOTE = 5000


@dataclass(frozen=True)
class Judgement:
    """A move seen by one person now: may it be made, what is missing, what is already met."""

    move: Move
    missing: list[Verdict]
    met: list[Verdict]

    def __bool__(self):
        return not self.missing


def judge(move: Move, obj: Any, by: Any) -> Judgement:
    """Whether `by` may make `move` on `obj` now. Reads only; gives every reason, not just the first."""
    if obj.status not in move.sources:
        return Judgement(move, [no(f"现在是“{obj.get_status_display()}”，不能{move.label}")], [])
    who = move.may(by, obj) if by is not None or move.by_clock else no(f"{move.label}须由人办理")
    if not who:
        return Judgement(move, [who], [])
    verdicts = [v for need in move.needs for v in several(need(obj, by))]
    return Judgement(move, [v for v in verdicts if not v], [v for v in verdicts if v and v.reason])


def offered(obj: Any, user: Any) -> list[Judgement]:
    """The moves that this person may make from this state, ready or not (the not-ready ones carry their reasons)."""
    here = [m for m in moves_of(obj).values() if m.by_hand and obj.status in m.sources and m.may(user, obj)]
    return [judge(move, obj, user) for move in here]


@transaction.atomic
def make(
    move: Move,
    obj: Any,
    *,
    by: Any,
    data: dict | None = None,
    note: str = "",
    version: int | None = None,
    key: str = "",
) -> Any:
    """Make one move: lock, look again, guard, write, effects, books, trail; all of it or nothing.

    `version` is the one the person saw, `key` the form's (the same key acts once). Raises `Faster` when somebody was
    quicker, `Refused` with every reason when a rule says no. Returns `obj`, refreshed.
    """
    for ahead in move.first:
        ahead(obj)
    lock(obj)
    if not _first_time(move, obj, by, key, _words(data, note)):
        return obj
    if obj.status not in move.sources or (version is not None and version != obj.version):
        raise Faster(whose_turn_it_was(obj))
    demand(judge(move, obj, by))
    data, note = data or {}, within(note, LONGEST_NOTE, move.note_label or "说明")
    if move.needs_note and not note:
        raise Refused(f"请写明{move.note_label}")
    demand_all(v for accept in move.accepts for v in several(accept(obj, by, data)))
    before, fields = obj.status, move.sets(obj, by=by, data=data, note=note) if move.sets else {}
    fields |= {"status": move.leads_to(obj), "status_since": timezone.now(), "version": obj.version + 1}
    for name, value in fields.items():
        setattr(obj, name, value)
    obj.save(update_fields=list(fields))
    for effect in move.then:
        effect(obj, by=by, data=data, note=note)
    for poster in posters(obj._meta.label_lower):
        poster(move, obj, before, by=by)
    part = {"order": obj.place} if hasattr(obj, "place") else {}
    facts = part | data.get("facts", {}) | {"label": move.label, "way": move.way, "before": before, "after": obj.status}
    record(f"{obj._meta.label_lower}.{move.name}", obj, by=by, note=note, **facts)
    return obj


def _first_time(move: Move, obj: Any, by: Any, key: str, words: dict[str, Any]) -> bool:
    return first_time(by=by, key=key, what=f"{obj._meta.label_lower}:{obj.pk}:{move.name}", content=words)


def _words(data: Mapping[str, Any] | None, note: str) -> dict[str, Any]:
    """What was filled in, as far as something was."""
    return {name: value for name, value in {**(data or {}), "note": note}.items() if value not in (None, "")}


def demand(judgement: Judgement) -> None:
    """Raise `Refused` with everything that is missing."""
    demand_all(judgement.missing)


def demand_all(verdicts: Iterable[Verdict]) -> None:
    """Raise `Refused` with the reasons of every no among `verdicts`."""
    reasons = [v.reason for v in verdicts if not v]
    if reasons:
        raise Refused(*reasons)


def whose_turn_it_was(obj: Any) -> str:
    """Who changed `obj` last, when, and to what: the answer to the person who came second."""
    last = Event.objects.on(obj).select_related("by").order_by("-number").first()
    if last is None:
        return f"此件已经变动，现在是“{obj.get_status_display()}”。请刷新后再办"
    when = timezone.localtime(last.at).strftime("%m-%d %H:%M")
    act = last.facts.get("label", "变动")
    return f"已由{last.by or '系统'}于 {when} {act}，现在是“{obj.get_status_display()}”。您这次没有写入任何数据"
