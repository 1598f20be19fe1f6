"""An official paper as a value: what is said, in which order and form. How it looks in Word stands in `words`, on a page in
templates/ledgers/papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from rectify.lib import cells
from rectify.lib.numbers import chinese


class PaperForm(StrEnum):
    """The formats of GB/T 9704 that an office uses, and the two without a head."""

    FILE = "file"
    LETTER = "letter"
    MINUTES = "minutes"
    SHEET = "sheet"
    REPORT = "report"


@dataclass(frozen=True)
class Quote:
    """Words of somebody else's paper, as they are there."""

    text: str


@dataclass(frozen=True)
class WordPiece:
    """A part of a wording as it is written out: our own words, `verbatim` ones, or a `label`."""

    text: str
    kind: str = "own"


Wording = str | Quote | Sequence[str | Quote]


def pieces(wording: Any) -> list[WordPiece]:
    """The parts of a wording or of any value of a cell, own and quoted, in order; a list of values is one a line."""
    if isinstance(wording, Quote):
        return [WordPiece(cells.visible(wording.text), "verbatim")]
    if isinstance(wording, list | tuple) and any(isinstance(part, Quote) for part in wording):
        return [piece for part in wording for piece in pieces(part)]
    return [WordPiece(cells.visible(cells.words(wording)))]


def ordinal(level: int, number: int) -> str:
    """一、 （一） 1. （1）, by level."""
    return {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}.", 4: f"（{number}）"}[level]


@dataclass(frozen=True)
class Heading:
    """Levels 1–4: 一、黑体；（一）楷体；1. and （1） in the body's font. `number` 0 leaves the number out."""

    text: str
    level: int = 1
    number: int = 0

    kind: ClassVar[str] = "heading"

    @property
    def whole(self) -> str:
        """With its number."""
        return (ordinal(self.level, self.number) if self.number else "") + self.text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph for each line of the text, indented by two characters unless it is aligned otherwise. `label` stands before
    it in 黑体 (出席：). One that `leads` is on the page of what follows, as a heading is."""

    text: Wording
    align: str = "left"
    indent: bool = True
    label: str = ""
    leads: bool = False

    kind: ClassVar[str] = "paragraph"

    @property
    def lines(self) -> list[list[WordPiece]]:
        """Label and wording, cut at line ends."""
        lines: list[list[WordPiece]] = [[WordPiece(self.label, "label")] if self.label else []]
        for piece in pieces(self.text):
            first, *rest = piece.text.split("\n")
            lines[-1].append(WordPiece(first, piece.kind))
            lines += [[WordPiece(text, piece.kind)] for text in rest]
        return lines


@dataclass(frozen=True)
class PaperTable:
    """`widths` are shares of the width of the page. The head is repeated on every page; a Quote in a cell stays one. By its
    `name` an office's template asks for the rows."""

    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float] = ()
    name: str = ""

    kind: ClassVar[str] = "table"

    @property
    def shown(self) -> list[list[list[WordPiece]]]:
        """The cells of each row, in pieces."""
        return [[pieces(value) for value in row] for row in self.rows]


@dataclass(frozen=True)
class FormRow:
    """One or two labels with what is written beside them, of at least `height` mm."""

    cells: Sequence[tuple[str, Any]]
    height: int = 0

    @property
    def shown(self) -> list[tuple[str, list[WordPiece]]]:
        """Each label with what is written beside it, in pieces."""
        return [(label, pieces(value)) for label, value in self.cells]


@dataclass(frozen=True)
class FormTable:
    """A form (表单): labels and room."""

    rows: Sequence[FormRow]

    kind: ClassVar[str] = "form"


Block = Heading | Paragraph | PaperTable | FormTable


@dataclass(frozen=True)
class Annex:
    """附件: on a page of its own, or with `across` on turned pages."""

    title: str
    blocks: Sequence[Block]
    across: bool = False


@dataclass(frozen=True)
class OfficialPaper:
    """What stands on a paper, from its head to its 版记. `attachments` names what lies beside it, `annexes` what it holds itself.
    `sealed` leaves room for the seal; `confidentiality` is how far its draft goes."""

    title: str
    blocks: Sequence[Block]
    form: PaperForm = PaperForm.REPORT
    confidentiality: str = ""
    org: str = ""
    number: str = ""
    to: str = ""
    attachments: Sequence[str] = ()
    annexes: Sequence[Annex] = ()
    signed: str = ""
    dated: str = ""
    sealed: bool = False
    copies: str = ""
    mark: str = ""
    author: str = ""
    landscape: bool = False

    @property
    def enclosed(self) -> list[str]:
        """附件说明: the names of all that goes along."""
        return [*self.attachments, *(annex.title for annex in self.annexes)]

    @property
    def headed(self) -> bool:
        """Whether it carries a red head."""
        return self.form in (PaperForm.FILE, PaperForm.LETTER, PaperForm.MINUTES)

    @property
    def imprint(self) -> bool:
        """Whether its last page ends with 版记: of a letter only when a copy goes to somebody."""
        return self.form == PaperForm.FILE or (self.form == PaperForm.LETTER and bool(self.copies))
