"""看板, and 口径: what every figure counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues import slices
from issues.models import Round
from issues.rates import RATES, Rate
from issues.workload import Workload
from ledgers.columns import Kind
from ledgers.figures.board import FIVE, Board
from ledgers.figures.matrix import UnitLine
from ledgers.figures.sorts import SortedIssues
from ledgers.kinds import shelf
from rectify.lib.page import Page


@dataclass(frozen=True)
class BoardPage(Page):
    """The board of a round; `lines` of its matrix in the order asked for, `heads` each with whether a rule stands before it."""

    template: ClassVar[str] = "ledgers/boards/board.html"
    board: Board
    round: Round
    waiting: Workload
    lines: Sequence[UnitLine]
    heads: Sequence[tuple[str, bool]]
    by_overdue: bool


@dataclass(frozen=True)
class SortsPage(Page):
    """按类分看: the round by scheme, class, track, sector, nature, cause, and its measures by how far they reach."""

    template: ClassVar[str] = "ledgers/boards/sorts.html"
    figures: SortedIssues
    round: Round


@dataclass(frozen=True)
class NoRoundPage(Page):
    """What is shown to who may see no round yet."""

    template: ClassVar[str] = "ledgers/boards/empty.html"


@dataclass(frozen=True)
class DefinitionsPage(Page):
    """Each slice is its name, its code and what it counts; `codes` are shown to who uses them."""

    template: ClassVar[str] = "ledgers/boards/definitions.html"
    rates: Sequence[Rate]
    slices: Sequence[tuple[str, str, str]]
    books: Sequence[Kind]
    codes: bool = False


def board(figures: Board, waiting: Workload, *, by_overdue: bool) -> BoardPage:
    """`waiting` is what waits for the reader in all rounds. Units in protocol order, or those with most overdue first."""
    lines = figures.matrix.lines
    return BoardPage(
        board=figures,
        round=figures.scope.round,
        waiting=waiting,
        lines=sorted(lines, key=lambda line: -line.counts["overdue"]) if by_overdue else lines,
        heads=[(words, code == "overdue") for code, words, _ in figures.matrix.columns],
        by_overdue=by_overdue,
    )


def definitions() -> DefinitionsPage:
    """Of every rate, slice and book."""
    names = {code: name for code, name, _ in FIVE}
    known = [(names.get(each.code, slices.display(each)), each.code, each.definition) for each in slices.known()]
    return DefinitionsPage(rates=RATES, slices=known, books=shelf())
