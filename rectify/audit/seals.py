"""What is sealed, and how it is worked out again: the one table, filled by the modules `seals` of the apps.

A row is sealed by a digest that stands in it (`Digested`: over its own columns, over a file on disk), or by the event that
wrote it (`Witnessed`: the event keeps the columns as they were, texts as digests). What is added later adds a line; a
model with a digest that no line proves fails `rectify/audit/tests/test_seals.py`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CharField, Model, QuerySet, TextField

from rectify.audit.models import named
from rectify.lib.columns import column_name
from rectify.lib.digests import digest_of, fits, plain

# Days, numbers, codes and places in the file store are kept as they are, all other text as its digest.
HARMLESS = re.compile(r"[0-9a-z_:/.-]{0,80}")
SEAL = "seal"  # the fact of an event that holds, of each row it seals, the columns


@dataclass(frozen=True)
class Fault:
    """One row or file that does not hold: which check, which row (by public id), whereabouts, and in what. Neither the name
    of a file nor a text of it."""

    check: str
    row: str
    about: str
    why: str


def name_of(row: Model) -> str:
    """How a fault names a row: `issues.evidence:3kf92a`."""
    return f"{named(row)}:{getattr(row, 'public_id', row.pk)}"


def whereabouts(row: Model) -> str:
    """The issue on which it hangs by its number, else what it hangs on by public id."""
    subject: Any = getattr(row, "trail_subject", row)
    if subject._meta.label_lower == "issues.issue":
        return f"问题 {subject.number}"
    return f"{subject._meta.verbose_name} {getattr(subject, 'public_id', subject.pk)}"


def every(rows: QuerySet) -> QuerySet:
    return rows


@dataclass(frozen=True)
class Digested:
    """Rows that bear digests of their own. `faults` works them out again and says what does not agree; `since` is the column
    that tells from which moment the row is sealed, `rows` leaves out what is not sealed and reads along what is needed."""

    model: type[Model]
    what: str
    since: str
    digests: tuple[str, ...]
    faults: Callable[[Any], Iterable[str]]
    rows: Callable[[QuerySet], QuerySet] = every
    about: Callable[[Any], str] = whereabouts

    def compared(self, rows: Iterable[Model]) -> Iterator[Fault]:
        for row in rows:
            for why in self.faults(row):
                yield Fault(self.what, name_of(row), self.about(row), why)


@dataclass(frozen=True)
class Witnessed:
    """Rows whose columns the trail holds: an event of one of `kinds` (one that ends in a dot is a beginning) writes them down
    as they are then, and the next such event anew. `of` gives the ids of the rows that an event seals, from what is recorded;
    `stands` says whether a row is sealed in its present state. What is `hidden` is kept as one digest, with the public id
    in it, so that nobody guesses a word from it. `old` names the fact that told the row's id before there were seals, `within`
    the key to the subject: then a row without any event is a fault. `gone` adds what is known of a row that was taken out;
    where a row may be taken out by right, `stays` says of which columns it may not."""

    model: type[Model]
    what: str
    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    subject: type[Model]
    of: Callable[[Any], Iterable[int | None]] = lambda fact: [fact.obj.pk]
    stands: Callable[[Any], bool] = lambda row: True
    but: tuple[str, ...] = ()
    hidden: bool = False
    reads: tuple[str, ...] = ()
    about: Callable[[Any], str] = whereabouts
    old: str = ""
    within: str = ""
    gone: Callable[[dict[str, Any]], str] = lambda columns: ""
    stays: Callable[[dict[str, Any]], bool] = lambda columns: True

    def at(self, kind: str) -> bool:
        whole = tuple(one for one in self.kinds if one.endswith("."))
        return kind not in self.but and (kind in self.kinds or bool(whole) and kind.startswith(whole))

    def seal(self, row: Model) -> dict[str, Any]:
        """The columns as an event keeps them."""
        values = {name: getattr(row, name) for name in self.columns}
        if self.hidden:
            return {self.columns[0]: digest_of([name_of(row), values])}
        return {name: kept(value) for name, value in values.items()}

    def differing(self, row: Model, sealed: dict[str, Any]) -> list[str]:
        """The columns that are no longer what the trail says, in words with both sides."""
        if self.hidden:
            values = {name: getattr(row, name) for name in self.columns}
            whole = sealed.get(self.columns[0])
            return [] if whole is None or fits(whole, [name_of(row), values]) else ["内容与记录的校验码不符"]
        return [
            f"“{column_name(self.model, name)}”记录里是 {sealed[name]}，现在是 {kept(getattr(row, name))}"
            for name in self.columns
            if name in sealed and not same(sealed[name], getattr(row, name))
        ]


def kept(value: Any) -> Any:
    """A value as an event keeps it."""
    bare = plain(value)
    if bare is None or isinstance(bare, bool | int) or isinstance(bare, str) and HARMLESS.fullmatch(bare):
        return bare
    return digest_of(bare)


def same(sealed: Any, value: Any) -> bool:
    """Whether a value is the one that was kept, by whichever algorithm."""
    return sealed == kept(value) or isinstance(sealed, str) and len(sealed) == 64 and fits(sealed, value)


_DIGESTED: list[Digested] = []
_WITNESSED: list[Witnessed] = []


def register(*lines: Digested | Witnessed) -> None:
    """Add lines to the table; called from `AppConfig.ready`."""
    for line in lines:
        table: list[Any] = _DIGESTED if isinstance(line, Digested) else _WITNESSED
        if not any((known.model, known.what) == (line.model, line.what) for known in table):
            table.append(line)
    at.cache_clear()


def digested() -> list[Digested]:
    return list(_DIGESTED)


def undeclared(models: Iterable[type[Model]]) -> list[str]:
    """Columns that hold a digest and that no line of the table works out again."""
    proven = {(line.model, name) for line in _DIGESTED for name in line.digests}
    return [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and "digest" in field.name and (model, field.name) not in proven
    ]


def witnessed() -> list[Witnessed]:
    return list(_WITNESSED)


@cache
def at(kind: str) -> tuple[Witnessed, ...]:
    """The lines by which an event of this kind seals rows."""
    return tuple(line for line in _WITNESSED if line.at(kind))


def witness(facts: Sequence[Any]) -> list[dict[str, Any]]:
    """What each event is to hold of the rows it seals, read anew from the database: a statement a line at most, however many
    events; a row that was read along with another is not asked for again. A row that is gone is sealed as gone."""
    seals: list[dict[str, Any]] = [{} for _ in facts]
    met: dict[tuple[type[Model], int], Model] = {}
    for line, places in sorted(_places(facts, met).items(), key=lambda asked: not asked[0].reads):
        label, rows = named(line.model), _rows(line, list(places), met)
        for pk, events in places.items():
            row = rows.get(pk)
            if row is None or line.stands(row):
                for place in events:
                    known = seals[place].setdefault(f"{label}:{pk}", {} if row is not None else None)
                    if row is not None and known is not None:
                        known.update(line.seal(row))
    return [{SEAL: json.loads(json.dumps(seal))} if seal else {} for seal in seals]


def _places(facts: Sequence[Any], met: dict[tuple[type[Model], int], Model]) -> dict[Witnessed, dict[int, list[int]]]:
    """For each line the ids of the rows it seals, each with the places of its events. Ids that have to be looked up come with
    their rows, in one statement."""
    asked: dict[Witnessed, dict[int, list[int]]] = {}
    for place, fact in enumerate(facts):
        for line in at(fact.kind):
            ids = line.of(fact)
            if isinstance(ids, QuerySet):
                ids = [row.pk for row in _meet(line, line.model._base_manager.filter(pk__in=ids), met)]
            for pk in ids:
                if pk is not None:
                    asked.setdefault(line, {}).setdefault(pk, []).append(place)
    return asked


def _rows(line: Witnessed, ids: list[int], met: dict[tuple[type[Model], int], Model]) -> dict[int, Model]:
    missing = [pk for pk in ids if (line.model, pk) not in met]
    if missing:
        _meet(line, line.model._base_manager.filter(pk__in=missing), met)
    return {pk: met[line.model, pk] for pk in ids if (line.model, pk) in met}


def _meet(line: Witnessed, query: QuerySet, met: dict[tuple[type[Model], int], Model]) -> list[Model]:
    """Read the rows with what the line reads along, and keep all of them."""
    rows = list(query.select_related(*line.reads))
    for row in rows:
        met[line.model, row.pk] = row
        for name in (name for name in line.reads if "__" not in name):
            if (related := getattr(row, name)) is not None:
                met.setdefault((type(related), related.pk), related)
    return rows
