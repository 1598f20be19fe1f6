"""Sheets that hold one issue as a form: labels one below the other, their contents beside (reading specification, 3.2)."""

from datetime import date

from ledgers.reading.body import NOTE, SIGNATURE, above
from ledgers.reading.fields import KNOWN, bare
from ledgers.reading.grid import Grid, letter
from ledgers.reading.sheet import Column, Row, Sheet, Skipped
from ledgers.reading.values import Filler

NUMBER_LABELS = frozenset(("问题序号", "问题编号", "编号", "序号"))
ENOUGH = 4


def label(text: str) -> tuple[str, str] | None:
    """A label and what stands behind its colon in the same cell; None when the cell is no label."""
    head, colon, tail = text.replace("：", ":").partition(":")
    if bare(head) in KNOWN and (colon or not tail):
        return bare(head), text[len(head) + 1 :].strip() if colon else ""
    return None


def is_form(grid: Grid) -> bool:
    """Column A holds four or more different labels, no row three."""
    found = set()
    for cells in grid.rows.values():
        if sum(1 for text in cells.values() if len(text) < 80 and label(text)) >= 3:
            return False
        if one := label(cells.get(1, "")[:80]):
            found.add(one[0])
    return len(found) >= ENOUGH


def read(grid: Grid, anchor: date | None) -> Sheet:
    """The one row of a form."""
    sheet = Sheet(grid.name, "form")
    columns: list[Column] = []
    texts: dict[str, str] = {}
    places: dict[str, tuple[int, str]] = {}
    number = 0
    for row_number in sorted(grid.rows):
        cells = grid.rows[row_number]
        found = _labelled(cells)
        if not found:
            sheet.skipped.append(_skip(row_number, cells, bool(texts or number)))
        for word, column, text in found:
            if word in NUMBER_LABELS:
                number = number or row_number
            number_of_first = places.get(KNOWN[word])
            if not text:
                continue
            if KNOWN[word] in texts:
                texts[KNOWN[word]] += f"\n{text}"
            else:
                texts[KNOWN[word]] = text
                columns.append(Column(KNOWN[word], word, KNOWN[word], 1.0))
                places[KNOWN[word]] = number_of_first or (row_number, letter(column))
    row = Row(number or min((place[0] for place in places.values()), default=1), texts)
    Filler(columns, anchor).fill(row)
    for question in row.questions:
        question.row, question.col = places.get(question.col, (row.number, None))
    row.cells = {f"{place[1]}{place[0]}": texts[field] for field, place in places.items()}
    sheet.rows = [row]
    return sheet


def _labelled(cells: dict[int, str]) -> list[tuple[str, int, str]]:
    """The labels of a row with the column and text of what belongs to them."""
    found = []
    columns = sorted(cells)
    for i, column in enumerate(columns):
        one = label(cells[column]) if len(cells[column]) < 2000 else None
        if one is None:
            continue
        word, text = one
        place = column
        if not text and i + 1 < len(columns) and label(cells[columns[i + 1]][:80]) is None:
            place, text = columns[i + 1], cells[columns[i + 1]]
        found.append((word, place, text))
    return found


def _skip(number: int, cells: dict[int, str], begun: bool) -> Skipped:
    one = above(number, cells)
    if begun and not SIGNATURE.match(one.text):
        one.reason = "note" if NOTE.match(one.text) or begun else one.reason
    return one
