"""Sheets that hold one issue as a form: labels one below the other, their contents beside (docs/rules.md: reading-header)."""

from datetime import date

from ledgers.reading.body import NOTE, SIGNATURE, above
from ledgers.reading.fields import KNOWN, LONGEST_WORD, bare
from ledgers.reading.grid import Grid, ShownText, letter
from ledgers.reading.sheet import ReadSheet, SheetColumn, SheetQuestion, SheetRow, Skipped
from ledgers.reading.values import HIDDEN_SHEET, Filler

NUMBER_LABELS = frozenset(("问题序号", "问题编号", "编号", "序号"))
ENOUGH = 4


def label(text: str) -> tuple[str, str] | None:
    """A label and what stands behind its colon in the same cell; None when the cell is no label."""
    head, colon, tail = text.replace("：", ":").partition(":")
    if len(head) <= LONGEST_WORD and bare(head) in KNOWN and (colon or not tail):
        return bare(head), text[len(head) + 1 :].strip() if colon else ""
    return None


def is_form(grid: Grid) -> bool:
    """Column A holds four or more different labels, no row three."""
    labels = set()
    for cells in grid.rows.values():
        if sum(1 for text in cells.values() if len(text) < 80 and label(text)) >= 3:
            return False
        if one := label(cells.get(1, "")[:80]):
            labels.add(one[0])
    return len(labels) >= ENOUGH


def read(grid: Grid, anchor: date | None) -> ReadSheet:
    """The one row of a form. Its columns are the cells with a content, by address; what no label claims goes to `other`."""
    sheet = ReadSheet(grid.name, "form", hidden=grid.is_hidden, since_1904=grid.since_1904, filled=grid.count())
    sheet.hidden_columns = [letter(column) for column in sorted(grid.hidden_columns)]
    row = SheetRow(0, {}, hidden=any(number in grid.hidden for number in grid.rows))
    labels = 0
    for number in sorted(grid.rows):
        cells = grid.rows[number]
        labelled = _labelled(cells)
        if not labelled:
            one = _skip(number, cells, bool(labels))
            sheet.skipped.append(one)
            sheet.passed[one.reason] = sheet.passed.get(one.reason, 0) + len(cells)
            continue
        if not row.number and any(word in NUMBER_LABELS for word, _, _ in labelled):
            row.number = number
        labels += _take(sheet, row, number=number, cells=cells, labelled=labelled)
    sheet.passed |= {"header": labels} if labels else {}
    row.number = row.number or min((place_of(address)[0] for address in row.cells), default=1)
    row.broken = [f"{letter(column)}{number}" for number, column in sorted(grid.broken)]
    if sheet.hidden:
        sheet.questions.append(SheetQuestion(row.number, None, None, HIDDEN_SHEET, "hidden_sheet"))
    fill(row, sheet.columns, anchor, since_1904=grid.since_1904)
    sheet.rows = [row]
    return sheet


def place_of(address: str) -> tuple[int, str]:
    """B3 → 3, B."""
    column = address.rstrip("0123456789")
    return int(address[len(column) :]), column


def fill(row: SheetRow, columns: list[SheetColumn], anchor: date | None, *, since_1904: bool = False) -> None:
    """The values and questions of a form's row by its cells; several cells of one field are one text."""
    texts: dict[str, str] = {}
    stored: dict[str, str] = {}
    first: dict[str, SheetColumn] = {}
    other: dict[str, str] = {}
    for column in columns:
        text, field = row.cells[column.letter], column.field
        if field is None:
            _, place = place_of(column.letter)
            other[place] = f"{other[place]}\n{text}" if place in other else text
            continue
        if field not in texts and column.letter in row.stored:
            stored[field] = row.stored[column.letter]
        texts[field] = f"{texts[field]}\n{text}" if field in texts else text
        first.setdefault(field, column)
    named = [SheetColumn(field, first[field].heading, field, 1.0) for field in texts]
    whole = SheetRow(row.number, texts, hidden=row.hidden, stored=stored)
    Filler(named, anchor, since_1904=since_1904).fill(whole)
    for question in whole.questions:
        if question.col in first:
            question.row, question.col = place_of(first[question.col].letter)
    row.values, row.questions, row.complaints = whole.values, whole.questions, whole.complaints
    if other:
        row.values["other"] = other


def _take(
    sheet: ReadSheet, row: SheetRow, *, number: int, cells: dict[int, str], labelled: list[tuple[str, int, str]]
) -> int:
    """Put the contents of a row of labels into the form's row; gives how many cells were labels only."""
    inside = {column: (word, text) for word, column, text in labelled}
    labels = 0
    for column in sorted(cells):
        place = f"{letter(column)}{number}"
        if column in inside:
            word, text = inside[column]
        elif label(cells[column][:80]):
            labels += 1
            continue
        else:
            word, text = "", cells[column]
        if not text:
            labels += 1
            continue
        row.cells[place] = text
        if isinstance(whole := cells[column], ShownText):
            row.stored = {**row.stored, place: whole.stored}
        sheet.columns.append(SheetColumn(place, word, KNOWN.get(word), 1.0 if word else 0.0))
    return labels


def _labelled(cells: dict[int, str]) -> list[tuple[str, int, str]]:
    """The labels of a row with the column and text of what belongs to them."""
    labels = []
    columns = sorted(cells)
    for i, column in enumerate(columns):
        one = label(cells[column])
        if one is None:
            continue
        word, text = one
        place = column
        if not text and i + 1 < len(columns) and label(cells[columns[i + 1]][:80]) is None:
            place, text = columns[i + 1], cells[columns[i + 1]]
        labels.append((word, place, text))
    return labels


def _skip(number: int, cells: dict[int, str], begun: bool) -> Skipped:
    one = above(number, cells)
    if begun and not SIGNATURE.match(one.text):
        one.reason = "note" if NOTE.match(one.text) or begun else one.reason
    return one
