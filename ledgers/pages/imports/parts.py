"""What the page of a read batch is made of, beside its questions: cells, rows, columns, what is chosen from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from issues.models import Category
from ledgers.models import BatchRow
from rectify.accounts.models import Unit


@dataclass(frozen=True)
class PreviewCell:
    """A cell as it is shown; `mark` says what is said of it."""

    text: str
    mark: str
    nowrap: bool = False


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file: its cells, what is said of it (worst first), what it would change (field, old words, new words)."""

    row: BatchRow
    cells: Sequence[PreviewCell]
    complaints: Sequence[dict]
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class RowWords:
    """The heading above the rows, what stands there when there are none, and how many there are."""

    title: str
    empty: str
    count: str


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the file and the field it means, with how it looks."""

    field: BoundField
    letter: str
    sample: str
    hidden: bool


@dataclass(frozen=True)
class AnswerChoices:
    """What the form of every question has beside the question: what to choose from, and where to come back to."""

    units: Collection[Unit]
    slots: Sequence[tuple[str, str]]
    classes: Sequence[Category]
    show: str
    sheet: str
