"""What a move is, and the tables of moves: rows of data from which buttons, API, drawings and tests are made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from rectify.audit import sentences
from rectify.lib.verdict import Verdict

if TYPE_CHECKING:
    from rectify.workflow.inputs import Input
    from rectify.workflow.move import Act

May = Callable[[Any, Any], Verdict]
Need = Callable[[Any, "Act"], "Verdict | Iterable[Verdict]"]
Effect = Callable[[Any, "Act"], None]


@dataclass(frozen=True)
class Turn:
    """A fork in the road: a move leads to `to` instead of its target where `when(obj, act)` holds; `words` stand at the arrow."""

    to: str
    when: Callable[[Any, "Act"], bool]
    words: str


@dataclass(frozen=True)
class Says:
    """What people read of a move.

    `done` has happened, `next` is what comes of it; `will` tells line by line what the move is going to do. `trail` is the
    sentence of its event, with {fact} places; `reserved`: only the office reads that. `button` stands on the issue's page where
    one button leads to the page of several moves. `done` that names its object itself has {issue} or {obj} places.
    """

    done: str = ""
    next: str = ""
    trail: str = ""
    will: tuple[str, ...] = ()
    button: str = ""
    reserved: bool = False


@dataclass(frozen=True)
class Move:
    """One row of a table of moves: everything there is to know of it.

    `may(user, obj)` says who, and by which post; `needs` what must be true first; `accepts` whether what was filled in will
    do; `sets` the fields that change with the status in one statement; `then` what follows in the same transaction: these
    four are called with `(obj, act)`. Of `turns` the first that holds leads elsewhere than to `target`. `first` takes, before
    the object's own lock, those that all others take before it: `(obj)`. `by_hand` says whether people make it by itself,
    `by_clock` whether a job may, which is nobody (`act.by` is None). `way` is go, back (a return)
    or end: how the button looks and how the trail marks it. `takes` is what has to be filled in, `says` what people read.
    `page` is the name of the address where it is made, if neither a button nor the common page makes it; `opens_ready`: the
    page is not opened while something is missing. What `leads` is what its states are for: everybody who works on the object
    reads its conditions. With a `template` the common page looks as it says, and has beside the form the value that
    `shows(obj, user)` gives, as `shown`. What `reviews` is the office's word on what a unit handed in: not by who
    entered it for the unit (代录), which `own_entries` judges where there are exceptions. What is `irreversible` asks for the
    number once more, on a page.
    Of what may be meant, but hardly, `doubts(obj)` gives sentences: the pages ask before, whoever says yes goes on.
    `by_key` is the right that a machine key needs to make it; without one no machine does.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    may: May
    turns: tuple[Turn, ...] = ()
    first: tuple[Callable, ...] = ()
    needs: tuple[Need, ...] = ()
    accepts: tuple[Need, ...] = ()
    sets: Callable[[Any, "Act"], dict] | None = None
    then: tuple[Effect, ...] = ()
    needs_note: bool = False
    note_label: str = "理由"
    by_hand: bool = True
    by_clock: bool = False
    way: str = "go"
    takes: "type[Input] | None" = None
    says: Says = Says()
    page: str = ""
    opens_ready: bool = False
    template: str = ""
    shows: Callable[[Any, Any], Any] | None = None
    reviews: bool = False
    own_entries: Callable[[Any, "Act"], Verdict] | None = None
    irreversible: bool = False
    doubts: Callable[[Any], list[str]] | None = None
    by_key: str = ""
    leads: bool = False

    def leads_to(self, obj: Any, act: "Act") -> str:
        """The status that the move gives `obj` now."""
        return next((turn.to for turn in self.turns if turn.when(obj, act)), self.target)

    @property
    def targets(self) -> tuple[str, ...]:
        """Every status that the move can lead to."""
        return (self.target, *(turn.to for turn in self.turns))

    @property
    def asks(self) -> bool:
        """Whether the common page is needed: something is to be read, written or confirmed before."""
        return bool(self.needs_note or self.irreversible or self.template or (self.takes and self.takes.base_fields))

    def asked(self, obj: Any) -> list[str]:
        """What is asked before it is made of `obj`."""
        return self.doubts(obj) if self.doubts else []

    @property
    def together(self) -> bool:
        """Whether it can be made on many rows at once: a button or a reason alone, and not for ever."""
        apart = (
            self.page
            or self.template
            or self.irreversible
            or self.way == "end"
            or (self.takes and self.takes.base_fields)
        )
        return self.by_hand and not self.accepts and not apart

    def verb(self, obj: Any) -> str:
        """The button on its page: 下发 05-014."""
        return f"{self.label}{obj}" if hasattr(obj, "issue") else f"{self.label} {obj.number}"

    def after(self, obj: Any) -> str:
        """05-014 已签收。下一步：……"""
        issue, done = getattr(obj, "issue", obj), self.says.done or self.label
        if "{" in done:
            return f"{done.format(issue=issue, obj=obj)}。{self.says.next}"
        name = f"{issue.number} {obj}" if issue is not obj else str(issue.number)
        return f"{name} {done}。{self.says.next}"


_TABLES: dict[str, dict[str, Move]] = {}


def table(model_label: str, *moves: Move) -> dict[str, Move]:
    """Register `moves` over the model `model_label` (`issues.issue`) and their sentences; returns them by name. A name stands
    once per model."""
    known = _TABLES.setdefault(model_label, {})
    for move in moves:
        if move.name in known:
            raise ValueError(f"{model_label} has two moves named {move.name}")
        known[move.name] = move
        kind = f"{model_label}.{move.name}"
        if move.says.trail:
            sentences.add({kind: move.says.trail})
        if move.says.reserved:
            sentences.reserve(kind)
    return {move.name: move for move in moves}


def moves_of(obj_or_label: Any) -> dict[str, Move]:
    """Every registered move over an object's model, whichever app added it, in table order."""
    label = obj_or_label if isinstance(obj_or_label, str) else obj_or_label._meta.label_lower
    return _TABLES.get(label, {})


def labels() -> list[str]:
    """The models that have a table of moves."""
    return list(_TABLES)


def gather(package: str) -> None:
    """Import every module of `package`, so that each registers its rows: a new module needs no line anywhere else."""
    for module in iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
