"""What the parts take that every page may include (templates/components)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Crumb = Sequence[tuple[str, str]]  # _crumb.html: words and address of each step; the last may have no address
Pairs = Sequence[tuple[str, ...]]  # _facts.html: name, value and, where there is one, a note
PillWords = tuple[str, str]  # {% pill %}: code and word


@dataclass(frozen=True)
class ViewLink:
    """_views.html: one of the views that a list has."""

    name: str
    url: str
    current: bool
    count: int | str | None = None


@dataclass(frozen=True)
class TickedAct:
    """_bulk.html: what may be done to ticked rows; at an address of its own where that of the form is not meant."""

    name: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class JobStep:
    """_steps.html: a step of a job with a fixed order; `state` is done, now or todo."""

    name: str
    state: str


@dataclass(frozen=True)
class Chip:
    """_chips.html: a condition of a list in words, and the list without it; `wrong`: it was not understood."""

    text: str
    url: str
    wrong: bool = False


@dataclass(frozen=True)
class TrailLine:
    """_trail.html: what happened, and when."""

    at: datetime
    text: str
    note: str = ""


@dataclass(frozen=True)
class ColumnHead:
    """_table_head.html: the head of a column that does not sort."""

    label: str


@dataclass(frozen=True)
class Fig:
    """_figs.html: a number that opens the list it counts; `kind` is a mark, `change` stands beside it, `gap` a double line."""

    name: str
    count: int | str
    url: str
    kind: str | None = ""
    change: str = ""
    gap: bool = False
    current: bool = False
    sub: str = ""
    definition: str = ""
