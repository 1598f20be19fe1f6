"""How a status changes. `make` is the only writer of `status` in the application (a scan of the source keeps it so)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rectify.accounts.models import Holding
from rectify.audit.hands import entered_for_unit
from rectify.audit.models import Event
from rectify.audit.trail import record
from rectify.lib.columns import set_columns
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.lib.verdict import YES, Verdict, no, several
from rectify.workflow.form_keys import first_time
from rectify.workflow.moves import Move, moves_of
from rectify.workflow.posters import posters

LONGEST_NOTE = 5000


@dataclass(frozen=True)
class Act:
    """Who acts, by which post, with what, why and when: one value, handed to whatever a move asks and does.

    `by` is None where the clock acts; `post` the holding by which `may` allowed it, None for the clock and where no post was
    asked for. `given` is what was filled in. What is read for one act is read once (`read`), under the lock.
    """

    by: Any
    post: Holding | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    at: datetime = field(default_factory=timezone.now)
    facts: dict[tuple, Any] = field(default_factory=dict, repr=False, compare=False)
    told: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def read(self, reader: Callable[..., Any], *about: Any) -> Any:
        """What `reader(*about)` answers, asked once in this act: a closure, a rule, what was before the move."""
        key = (reader, *about)
        if key not in self.facts:
            self.facts[key] = reader(*about)
        return self.facts[key]

    def tell(self, **facts: Any) -> None:
        """Add facts to the event that the move is going to leave."""
        self.told.update(facts)

    def then(self, move: Move, obj: Any, *, given: Mapping[str, Any] | None = None, note: str = "") -> Any:
        """Make a move that follows from this one, by the same hand: the person must be allowed, the post is this act's, so
        that its event too says for whom. What was read is read anew."""
        return _carry_out(move, obj, Act(self.by, self.post, given or {}, note))


@dataclass(frozen=True)
class Judgement:
    """A move seen by one person now: may it be made, by which post, what is missing, what is already met."""

    move: Move
    act: Act
    missing: list[Verdict]
    met: list[Verdict]

    def __bool__(self):
        return not self.missing


def judge(move: Move, obj: Any, by: Any) -> Judgement:
    """Whether `by` may make `move` on `obj` now. Reads only; gives every reason, not just the first."""
    return _weigh(move, obj, Act(by))


def offered(obj: Any, user: Any) -> list[Judgement]:
    """The moves that this person may make from this state, ready or not (the not-ready ones carry their reasons)."""
    here = [m for m in moves_of(obj).values() if m.by_hand and obj.status in m.sources and m.may(user, obj)]
    return [judge(move, obj, user) for move in here]


def _weigh(move: Move, obj: Any, act: Act) -> Judgement:
    """Judge an act that may have a post already: that of the act from which it follows."""
    if obj.status not in move.sources:
        return Judgement(move, act, [no(f"现在是“{obj.get_status_display()}”，不能{move.label}")], [])
    who = move.may(act.by, obj) if act.by is not None or move.by_clock else no(f"{move.label}须由人办理")
    if not who:
        return Judgement(move, act, [who], [])
    return readiness(move, obj, replace(act, post=act.post or who.post))


def readiness(move: Move, obj: Any, act: Act) -> Judgement:
    """What the move lacks and what is met, whoever may make it in the end."""
    verdicts = [v for need in move.needs for v in several(need(obj, act))]
    if move.reviews and act.by is not None:
        verdicts.append((move.own_entries or not_entered)(obj, act))
    return Judgement(move, act, [v for v in verdicts if not v], [v for v in verdicts if v and v.reason])


def not_entered(obj: Any, act: Act) -> Verdict:
    """Who entered something of it for a unit (代录) does not review it (docs/rules.md: offline-one-hand)."""
    return no("这一件有您代责任单位录入的内容，须由另一人审核") if entered_for_unit(act, obj) else YES


def make(
    move: Move,
    obj: Any,
    *,
    by: Any,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    version: int | None = None,
    key: str = "",
) -> Any:
    """Make one move: lock, look again, guard, write, effects, books, trail; all of it or nothing.

    `data` is what was filled in, `version` the one the person saw, `key` the form's (the same key acts once). Raises `Conflict`
    when somebody was quicker, `Refused` with every reason when a rule says no. Returns `obj`, refreshed.
    """
    return _carry_out(move, obj, Act(by, given=data or {}, note=note), version=version, key=key)


@transaction.atomic
def _carry_out(move: Move, obj: Any, act: Act, *, version: int | None = None, key: str = "") -> Any:
    for ahead in move.first:
        ahead(obj)
    lock(obj)
    if not _first_time(move, obj, act, key):
        return obj
    if obj.status not in move.sources or (version is not None and version != obj.version):
        raise Conflict(whose_turn_it_was(obj))
    judgement = _weigh(move, obj, act)
    demand(judgement)
    note = within(act.note, LONGEST_NOTE, move.note_label or "说明")
    act = replace(judgement.act, note=note, at=timezone.now())
    if move.needs_note and not act.note:
        raise Refused(f"请写明{move.note_label}")
    demand_all(v for accept in move.accepts for v in several(accept(obj, act)))
    before = obj.status
    _write(move, obj, act)
    for effect in move.then:
        effect(obj, act)
    for poster in posters(obj._meta.label_lower):
        poster(move, obj, before, act)
    part = {"order": obj.place} if hasattr(obj, "place") else {}
    facts = part | act.told | {"label": move.label, "way": move.way, "before": before, "after": obj.status}
    record(f"{obj._meta.label_lower}.{move.name}", obj, by=act.by, post=act.post, note=act.note, **facts)
    return obj


def _write(move: Move, obj: Any, act: Act) -> None:
    """The status, and what changes with it, in one statement."""
    fields = move.sets(obj, act) if move.sets else {}
    fields |= {"status_since": act.at, "version": obj.version + 1}
    target = move.leads_to(obj, act)  # before a field is set: forks look at the object as it was
    set_columns(obj, fields)
    obj.status = target
    obj.save(update_fields=[*fields, "status"])


def _first_time(move: Move, obj: Any, act: Act, key: str) -> bool:
    """`first_time` of the form by which the act came, with what was filled in, as far as something was, by the words of its
    fields."""
    fields = move.takes.base_fields if move.takes else {}
    labels = {name: str(field.label) for name, field in fields.items() if field.label} | {"note": move.note_label}
    filled = {**act.given, "note": act.note}
    words = {labels.get(name, name): value for name, value in filled.items() if value not in (None, "")}
    return first_time(by=act.by, key=key, what=f"{obj._meta.label_lower}:{obj.pk}:{move.name}", content=words)


def demand(judgement: Judgement) -> None:
    """Raise `Refused` with everything that is missing."""
    demand_all(judgement.missing)


def demand_all(verdicts: Iterable[Verdict]) -> Holding | None:
    """Raise `Refused` with the reasons of every no among `verdicts`; gives the post by which they allow, for the trail."""
    answers = list(verdicts)
    reasons = [v.reason for v in answers if not v]
    if reasons:
        raise Refused(*reasons)
    return next((v.post for v in answers if v.post), None)


def whose_turn_it_was(obj: Any) -> str:
    """Who changed `obj` last, when, and to what: the answer to the person who came second."""
    last = Event.objects.on(obj).select_related("by").order_by("-number").first()
    if last is None:
        return f"此件已经变动，现在是“{obj.get_status_display()}”。请刷新后再办"
    when = timezone.localtime(last.at).strftime("%m-%d %H:%M")
    act = last.facts.get("label", "变动")
    return f"已由{last.by or '系统'}于 {when} {act}，现在是“{obj.get_status_display()}”。您这次没有写入任何数据"
