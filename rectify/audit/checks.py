"""Every check of a proof, in slices: each can be stopped after any slice and goes on behind it.

A slice costs a handful of statements however many rows it holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Model, Q

from rectify.audit import heads, seals, trail
from rectify.audit.models import Event, named
from rectify.audit.seals import Digested, Fault, Witnessed
from rectify.lib import constraints, declared, standing
from rectify.lib.dates import at_time

EVENTS, ROWS, SUBJECTS = 5_000, 500, 200


@dataclass(frozen=True)
class CheckedSlice:
    """How far it came (a number of the trail, an id), how much was looked at, what does not hold; whether nothing is left."""

    upto: int
    looked: int
    faults: list[Fault] = field(default_factory=list)
    last: bool = False


@dataclass(frozen=True)
class SealCheck:
    """`slices(after, since)` goes on behind `after`; with `since` it may leave out what was sealed before that day."""

    code: str
    title: str
    slices: Callable[[int, date | None], Iterator[CheckedSlice]]


_CHECKS: list[SealCheck] = []


def register(*checks: SealCheck) -> None:
    """Add checks that are no line of the table of seals; called from `AppConfig.ready`."""
    _CHECKS.extend(check for check in checks if check.code not in {known.code for known in _CHECKS})


def every() -> list[SealCheck]:
    """All checks in their order: the trail first, for the rest is held against it."""
    subjects = {line.subject: None for line in seals.witnessed()}
    return [
        SealCheck("trail", "操作记录", _trail),
        SealCheck("heads", "另存的链头", at_once(_heads)),
        SealCheck("guards", "数据库的防护", at_once(_guards)),
        SealCheck("constraints", "数据库的约束（按表）", at_once(_constraints)),
        *_CHECKS,
        *(_digested(line) for line in seals.digested()),
        *(_witnessed(subject) for subject in subjects),
    ]


def _trail(after: int, since: date | None) -> Iterator[CheckedSlice]:
    """The chain whole, whatever `since`: a chain has no middle to begin at."""
    looked, faults, number = 0, [], after
    for number, broken in trail.walked(max(after, 0)):
        looked += 1
        if broken:
            faults.append(Fault("操作记录", f"audit.event:{broken.number}", f"第 {broken.number} 条", broken.why))
        if looked == EVENTS:
            yield CheckedSlice(number, looked, faults)
            looked, faults = 0, []
    yield CheckedSlice(number, max(looked - 1, 0), faults, last=True)  # what was walked last is the head


def at_once(look: Callable[[], tuple[int, list[Fault]]]) -> Callable[[int, date | None], Iterator[CheckedSlice]]:
    """A check that cannot be taken in slices: how much was looked at, and what does not hold."""

    def slices(after: int, since: date | None) -> Iterator[CheckedSlice]:
        yield CheckedSlice(after, *look(), last=True)

    return slices


def _heads() -> tuple[int, list[Fault]]:
    try:
        differing = list(heads.differing())
        count = sum(1 for _ in heads.kept())
    except OSError as error:
        return 0, [
            Fault("另存的链头", heads.FILE, "HEADS_DIR", f"读不出来（{type(error).__name__}），末尾是否被截去没有核")
        ]
    differing += heads.unanswered()
    return count, [Fault("另存的链头", f"audit.event:{number}", f"第 {number} 条", why) for number, why in differing]


def _guards() -> tuple[int, list[Fault]]:
    guards = constraints.declared(connection)
    places = {name: f"表 {table}" for name, table in guards.items()}
    faults = [Fault("数据库的防护", name, places.get(name, "函数"), why) for name, why in standing.faults(connection)]
    return len(guards), faults


def _constraints() -> tuple[int, list[Fault]]:
    lapses = declared.lapses(connection)
    return len(declared.models()), [Fault("数据库的约束", each.name, f"表 {each.table}", each.why) for each in lapses]


def _from(day: date | None) -> datetime | None:
    return at_time(day, time.min) if day else None


def _digested(line: Digested) -> SealCheck:
    def slices(after: int, since: date | None) -> Iterator[CheckedSlice]:
        rows = line.rows(line.model._base_manager.exclude(**{f"{line.since}__isnull": True}))
        if since:
            rows = rows.filter(**{f"{line.since}__gte": _from(since)})
        while batch := list(rows.filter(pk__gt=after).order_by("pk")[:ROWS]):
            after = batch[-1].pk
            yield CheckedSlice(after, len(batch), list(line.compared(batch)))

    return SealCheck(f"{named(line.model)}.{'.'.join(line.digests)}", line.what, slices)


def _witnessed(subject: type[Model]) -> SealCheck:
    """All rows whose events stand in the trail of objects of this model."""
    lines = [line for line in seals.witnessed() if line.subject is subject]

    def slices(after: int, since: date | None) -> Iterator[CheckedSlice]:
        manager = subject._base_manager
        while ids := list(manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:SUBJECTS]):
            after, looked = ids[-1], 0
            faults: list[Fault] = []
            sealed = _sealed(subject, ids, lines, since)
            for line in lines:
                count, wrong = _held_against(line, ids, sealed.get(named(line.model), {}), since)
                looked, faults = looked + count, faults + wrong
            yield CheckedSlice(after, looked, faults)

    what = "、".join(dict.fromkeys(line.what for line in lines))
    return SealCheck(f"trail.{named(subject)}", f"与记录比对：{what}", slices)


@dataclass(frozen=True)
class LastHeld:
    """What the trail holds last of a row: the columns, None where it says that the row is gone; and the object whose trail
    that is."""

    columns: dict[str, Any] | None
    subject: int


def _sealed(subject: type[Model], ids: list[int], lines: list[Witnessed], since: date | None) -> dict[str, dict]:
    """By model and id what the trail of these objects holds of each row."""
    begins = f"{named(subject)}:"
    old = [line for line in lines if line.old]
    before = [Q(kind__startswith=kind) for line in old for kind in line.kinds]
    events = Event.objects.filter(subject__in=[f"{begins}{pk}" for pk in ids])
    events = events.filter(reduce(or_, before, Q(facts__has_key=seals.SEAL)))
    if since:
        events = events.filter(at__gte=_from(since))
    sealed: dict[str, dict[int, LastHeld]] = {}
    for kind, facts, of in events.order_by("number").values_list("kind", "facts", "subject").iterator(chunk_size=2000):
        rows_of_event = facts.get(seals.SEAL) or {}
        for line in old if not rows_of_event else ():
            if line.at(kind) and (pk := facts.get(line.old)):
                rows_of_event = {f"{named(line.model)}:{pk}": None if kind.endswith(".withdraw") else {}}
        for label, columns in rows_of_event.items():
            model, _, pk = label.partition(":")
            rows = sealed.setdefault(model, {})
            known = rows[int(pk)].columns if int(pk) in rows else None
            rows[int(pk)] = LastHeld(None if columns is None else (known or {}) | columns, int(of.removeprefix(begins)))
    return sealed


def _held_against(line: Witnessed, ids: list[int], sealed: dict[int, LastHeld], since: date | None) -> tuple[int, list]:
    """How many rows were held against the trail, and the faults among them."""
    rows = line.model._base_manager.select_related(*line.reads).in_bulk(list(sealed))
    faults, looked = [], 0
    for pk, held in sealed.items():
        if held.columns and not any(name in held.columns for name in line.columns):
            continue  # another line of the same model seals other columns
        looked += 1
        row = rows.get(pk)
        if row is not None:
            why = _differing(line, row, held.columns)
            faults += [Fault(line.what, seals.name_of(row), line.about(row), why)] if why else []
        elif held.columns is not None and line.stays(held.columns):
            of = line.subject._base_manager.get(pk=held.subject)
            why = f"记录里有这一行，库里没有{line.gone(held.columns)}"
            faults.append(Fault(line.what, f"{named(line.model)}:{pk}", seals.whereabouts(of), why))
    if line.old and not since:
        for row in line.model._base_manager.filter(**{f"{line.within}__in": ids}).exclude(pk__in=list(sealed)):
            looked += 1
            faults.append(Fault(line.what, seals.name_of(row), line.about(row), "没有哪一条记录说过它"))
    return looked, faults


def _differing(line: Witnessed, row: Model, columns: dict[str, Any] | None) -> str:
    if columns is None:
        return "记录里已经删去，行还在"
    return "；".join(line.differing(row, columns)) if line.stands(row) else ""
