"""What a move is, and the tables of moves: rows of data from which buttons, API, drawings and tests are made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rectify.lib.verdict import Verdict

May = Callable[[Any, Any], Verdict]
Need = Callable[[Any, Any], "Verdict | Iterable[Verdict]"]
Accept = Callable[[Any, Any, dict], "Verdict | Iterable[Verdict]"]


@dataclass(frozen=True)
class Turn:
    """A fork in the road: a move leads to `to` instead of its target where `when(obj)` holds; `words` stand at the arrow."""

    to: str
    when: Callable[[Any], bool]
    words: str


@dataclass(frozen=True)
class Move:
    """One row of a table of moves.

    `may(user, obj)` says who; `needs` what must be true first, `(obj, user)`; `accepts` whether what was filled in will do,
    `(obj, user, data)`; `sets` the fields that change with the status in one statement, `then` what follows in the same
    transaction: both are called with `(obj, by=, data=, note=)`. Of `turns` the first that holds leads elsewhere than to
    `target`. `first` takes, before the object's own lock, those that all others take before it: `(obj)`. `by_hand` says
    whether people make it by itself, `by_clock` whether a job may, which is nobody (`by=None`). `way` is go, back (a return)
    or end: how the button looks and how the trail marks it.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    may: May
    turns: tuple[Turn, ...] = ()
    first: tuple[Callable, ...] = ()
    needs: tuple[Need, ...] = ()
    accepts: tuple[Accept, ...] = ()
    sets: Callable[..., dict] | None = None
    then: tuple[Callable, ...] = ()
    needs_note: bool = False
    note_label: str = "理由"
    by_hand: bool = True
    by_clock: bool = False
    way: str = "go"
    hint: str = ""

    def leads_to(self, obj: Any) -> str:
        """The status that the move gives `obj` now."""
        return next((turn.to for turn in self.turns if turn.when(obj)), self.target)

    @property
    def targets(self) -> tuple[str, ...]:
        """Every status that the move can lead to."""
        return (self.target, *(turn.to for turn in self.turns))


_TABLES: dict[str, dict[str, Move]] = {}


def table(model_label: str, *moves: Move) -> dict[str, Move]:
    """Register `moves` over the model `model_label` (`issues.issue`); returns them by name. A name stands once per model."""
    known = _TABLES.setdefault(model_label, {})
    for move in moves:
        if move.name in known:
            raise ValueError(f"{model_label} has two moves named {move.name}")
        known[move.name] = move
    return {move.name: move for move in moves}


def moves_of(obj_or_label: Any) -> dict[str, Move]:
    """Every registered move over an object's model, whichever app added it, in table order."""
    label = obj_or_label if isinstance(obj_or_label, str) else obj_or_label._meta.label_lower
    return _TABLES.get(label, {})
