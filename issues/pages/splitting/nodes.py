"""What the splitting page draws: the text line by line, the tree node by node, what is suggested."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from issues.actions.splitting import Adopted
from issues.models import Category, Nature
from issues.splitting import draft, hints
from issues.splitting.asked import SplitQuestion
from rectify.accounts.models import Unit

NATURES: dict[str | None, str] = dict(Nature.choices)
Choices = Sequence[tuple[str, str]]
Days = dict[str, BoundField]  # by the key of a question that a day answers, the field to type it in


@dataclass(frozen=True)
class Offer:
    """What an issue would be given if its suggestions were taken, and why."""

    row: int
    locator: str
    number: str
    title: str
    category: Category | None
    category_hint: hints.ClassHint | None
    nature: hints.NatureHint | None

    @property
    def nature_name(self) -> str:
        return NATURES[self.nature.nature] if self.nature else ""

    @property
    def adopted(self) -> Adopted:
        """The same as the act takes it."""
        words = [f"{self.category.code}，{self.category_hint.because}"] if self.category and self.category_hint else []
        words += [f"{self.nature_name}，{self.nature.because}"] if self.nature else []
        taken = {"category": self.category and self.category.pk, "nature": self.nature and self.nature.nature}
        return Adopted(taken, self.locator, "；".join(words))


@dataclass(frozen=True)
class SplitRun:
    """Words that know their place; `kind` is m for a marked row, q for one with a question."""

    a: int
    words: str
    kind: str


@dataclass(frozen=True)
class SplitLine:
    """A line of the text: what stands at its left edge, the first row in it, whether it is cut."""

    number: str
    runs: Sequence[SplitRun]
    cut: bool
    label: str
    row: int | None
    strong: bool


@dataclass(frozen=True)
class SplitOffer:
    """What the reader holds a piece of the text for and no rule makes: `a` is its place; one key takes it."""

    a: int
    role: str
    words: str
    why: str


@dataclass(frozen=True)
class SplitNode:
    """A row of the tree: what it says, its mark, its questions, how many issues stand below it. `why` it is taken for what it is,
    `kinds` what else it can be called by one click, `offered` what in it looks like an issue; `left` what stands below an issue
    and does not go into its wording. `picked`: ticked already; `next`: the hand goes on here."""

    row: draft.Row
    here: bool
    asked: Sequence[SplitQuestion]
    issue: bool
    code: str
    role: str
    words: str
    mark: str
    head: bool
    category: Category | None
    nature_name: str
    units: str
    top: bool
    holds: int
    why: str
    kinds: Choices
    offered: Sequence[SplitOffer]
    left: str
    picked: bool
    next: bool


@dataclass(frozen=True)
class OpenNode(SplitNode):
    """The row that is open, with its choices, what the words suggest and why. Nothing is taken until a person says so."""

    classes: Collection[Category]
    roles: Choices
    hint: hints.ClassHint | None
    category_pk: int | None
    natures: Choices
    nature_hint: hints.NatureHint | None
    nature: str
    unit_pk: int
    directory: Collection[Unit]
    named: Sequence[Unit]
    facts: str
    papers: Sequence[str]
    open: bool


@dataclass(frozen=True)
class SplitCounts:
    """Issues to be made; confirmed, left out, with questions, unseen; manifestations, recommendations, lines that are neither;
    what the reader offers."""

    issues: int
    ok: int
    out: int
    asked: int
    unseen: int
    manifestations: int
    recommendations: int
    others: int
    offered: int
