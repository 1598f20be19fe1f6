"""What a workbook says, as plain data (docs/rules.md: reading-ledger)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any, overload

from rectify.lib.provenance import Traced

NOTHING: Mapping[str, str] = MappingProxyType({})  # shared by all rows that have nothing to say


class ReadRefused(Exception):
    """The file cannot be taken; the sentence says why and what to do."""


class TooMuch(ReadRefused):
    """More rows than are taken at once, or more than can be read in time. What to do about it depends on what it is for."""


@dataclass(slots=True)
class SheetQuestion:
    """What a person must answer. `kind` groups: masked, date, blank, follows, status, number, yes_no, formula, units, names,
    turned, hidden, hidden_sheet, column."""

    row: int
    col: str | None
    value: str | None
    question: str
    kind: str

    def as_dict(self) -> dict:
        return {"row": self.row, "col": self.col, "value": self.value, "question": self.question}


@dataclass(slots=True)
class SheetColumn:
    """A column with a heading; in a form a cell with its label, `letter` being its address (B3).

    `confidence`: 1.0 heading known, 0.9 its last part known, 0.0 not mapped.
    """

    letter: str
    heading: str
    field: str | None = None
    confidence: float = 0.0

    def as_dict(self) -> dict:
        return {"col": self.letter, "header": self.heading, "field": self.field}


@dataclass(slots=True)
class SheetRow:
    """A row: its number in the workbook, the text of its cells by letter, the values of its fields, what is to be asked. The one
    row of a form has its cells by address.

    `broken` are cells whose formula has no result; `band` is the aspect of the band row above; `complaints` are sentences
    about the whole row that are no questions of a field. `stored` holds by letter what cells store otherwise than
    they show it (a number's digits, a date's ISO day); `spanned` are cells whose value stands in a merged area begun above.
    """

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    questions: list[SheetQuestion] = field(default_factory=list)
    hidden: bool = False
    broken: list[str] = field(default_factory=list)
    band: str | None = None
    stored: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    spanned: Sequence[str] = ()

    def as_dict(self) -> dict:
        hidden = {"hidden": True} if self.hidden else {}
        return {"row": self.number, **self.values, **hidden}


@dataclass(slots=True)
class Skipped:
    """A filled row that is no data: title, signature, band, total, note, header, blank (a serial number alone)."""

    row: int
    reason: str
    text: str


@dataclass(slots=True)
class ReadSheet:
    """A sheet of a workbook. `kind`: ledger, summary, form, other. `questions` are those about the header and the sheet.

    `filled` is the number of its filled cells, `passed` how many of them are in no row, by the reason. `lines`: the cells
    of what may be the hidden sheet of a workbook of ours (rectify/lib/provenance.py). `grid`: the name of the sheet in the
    file; `untitled`: the columns without heading that hold something, with their first text.
    """

    name: str
    kind: str = "other"
    header_rows: list[int] = field(default_factory=list)
    columns: list[SheetColumn] = field(default_factory=list)
    rows: Sequence[SheetRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    questions: list[SheetQuestion] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: list[str] = field(default_factory=list)
    since_1904: bool = False
    filled: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    lines: list[list[str]] = field(default_factory=list)
    grid: str = ""
    untitled: dict[str, str] = field(default_factory=dict)

    def all_questions(self) -> list[SheetQuestion]:
        """The header's questions, then every row's, in order."""
        return [*self.questions, *(question for row in self.rows for question in row.questions)]

    def as_dict(self) -> dict:
        """The keys of its JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "header_rows": self.header_rows,
            "columns": [column.as_dict() for column in self.columns if self.kind != "form"],
            "rows": [row.as_dict() for row in self.rows],
            "questions": [question.as_dict() for question in self.all_questions()],
            "skipped": [asdict(one) for one in self.skipped],
            **({"hidden": True} if self.hidden else {}),
        }

    def account(self) -> dict:
        """Where every filled cell went: taken, asked, left in `other`, or skipped with the reason. Their sum is `filled`."""
        fields = {column.letter: column.field for column in self.columns}
        counts = {"taken": 0, "asked": 0, "other": 0}
        for row in self.rows:
            asked = {f"{one.col}{one.row}" if self.kind == "form" else one.col for one in row.questions}
            for place in row.cells.keys() - set(row.spanned):
                counts["asked" if place in asked else "taken" if fields.get(place) else "other"] += 1
        return {"name": self.name, "filled": self.filled, **counts, "skipped": self.passed}


@dataclass(slots=True)
class Workbook:
    """A workbook read and understood. `tables`: those that were written here, as they were written."""

    file: str
    sheets: list[ReadSheet] = field(default_factory=list)
    tables: list[Traced] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {"file": self.file, "sheets": [sheet.as_dict() for sheet in self.sheets]}

    def account(self) -> dict:
        """Where every filled cell of the file went, sheet by sheet."""
        sheets = [sheet.account() for sheet in self.sheets]
        return {"file": self.file, "filled": sum(sheet["filled"] for sheet in sheets), "sheets": sheets}


class Packed(Sequence[SheetRow]):
    """Rows as lines of JSON, each made when it is asked for: a hundred thousand are held in a third of the room."""

    def __init__(self, lines: list[bytes]):
        self.lines = lines

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> SheetRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[SheetRow]: ...

    def __getitem__(self, place):
        packed = self.lines[place]
        return [_row(line) for line in packed] if isinstance(place, slice) else _row(packed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def _row(line: bytes) -> SheetRow:
    number, cells, values, complaints, questions, *rest = json.loads(line)
    row = SheetRow(number, cells, values, complaints, [SheetQuestion(*one) for one in questions], *rest)
    row.stored = row.stored or NOTHING
    return row


def head_of(sheet: ReadSheet) -> dict:
    """A sheet without its rows, as JSON can carry it from the limited process."""
    return {
        "name": sheet.name,
        "kind": sheet.kind,
        "header_rows": sheet.header_rows,
        "columns": [[one.letter, one.heading, one.field, one.confidence] for one in sheet.columns],
        "skipped": [[one.row, one.reason, one.text] for one in sheet.skipped],
        "questions": [_list(one) for one in sheet.questions],
        "more": [
            sheet.hidden,
            sheet.hidden_columns,
            sheet.since_1904,
            sheet.filled,
            sheet.passed,
            sheet.lines,
            sheet.grid,
            sheet.untitled,
        ],
    }


def line_of(row: SheetRow) -> list:
    """A row as a short list, for there are many."""
    asked = [_list(one) for one in row.questions]
    end = [row.hidden, row.broken, row.band, dict(row.stored), list(row.spanned)]
    while end and not end[-1]:  # most rows have nothing of these
        end.pop()
    return [row.number, row.cells, row.values, row.complaints, asked, *end]


def _list(one: SheetQuestion) -> list:
    return [one.row, one.col, one.value, one.question, one.kind]


def unpack(lines: Iterable[bytes]) -> Workbook:
    """The other way round: the name of the file, then each sheet's head with its rows behind it."""
    lines, rows = iter(lines), Packed([])
    book = Workbook(json.loads(next(lines)))
    for line in lines:
        if line.startswith(b"{"):
            rows = Packed([])
            book.sheets.append(_sheet(json.loads(line), rows))
        else:
            rows.lines.append(line)
    return book


def _sheet(head: dict, rows: Packed) -> ReadSheet:
    columns, skipped = [SheetColumn(*one) for one in head["columns"]], [Skipped(*one) for one in head["skipped"]]
    questions = [SheetQuestion(*one) for one in head["questions"]]
    return ReadSheet(head["name"], head["kind"], head["header_rows"], columns, rows, skipped, questions, *head["more"])
