"""A workbook of ours that comes back: which row is which, and which cells were changed since it was written.

Held against the prints in its signed hidden sheet; where a copy has lost that, against what stands there now, by 编号.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from issues.models import Round
from ledgers.importing import ours
from ledgers.importing.match import alike
from ledgers.reading.sheet import ReadSheet, SheetRow, Workbook
from rectify.lib import cells
from rectify.lib.provenance import Printer, Traced

TITLES = ("问题", "制度名称", "意见建议")
MOST_OF_IT = 0.5


@dataclass
class Returned:
    """A sheet of ours: the letter of each of its columns that is still there, and for each row its key and what was changed:
    the places of the columns, with the print of what had been written."""

    table: Traced
    letters: dict[int, str]
    rows: dict[int, tuple[str, list[list]]]
    missing: int = 0

    def as_dict(self) -> dict:
        return {
            "book": self.table.book,
            "round": self.table.round,
            "headings": self.table.headings,
            "letters": {str(place): letter for place, letter in self.letters.items()},
            "missing": self.missing,
        }


def find(book: Workbook, user: Any, round_: Round) -> dict[str, Returned]:
    """The sheets of a workbook that we wrote, by name."""
    printer, by_sheet = Printer(), {}
    shown = [sheet for sheet in book.sheets if sheet.columns and not sheet.hidden]
    for place, table in enumerate(book.tables):
        named = [sheet for sheet in shown if sheet.name == table.name]
        sheet = next(iter(named or [one for one in shown[place : place + 1] if fits(one, table)]), None)
        if sheet is not None:
            by_sheet[sheet.name] = compared(sheet, table, printer)
    for sheet in shown if not book.tables else ():
        if stands := unsigned(sheet, user, round_, printer):
            by_sheet[sheet.name] = compared(sheet, stands, printer)
    return by_sheet


def fits(sheet: ReadSheet, table: Traced) -> bool:
    """Whether a sheet that was named otherwise has the columns of the table."""
    heads = {column.heading for column in sheet.columns}
    return 2 * len(heads & set(table.headings)) > len(table.headings)


def lettered(sheet: ReadSheet, headings: Sequence[str]) -> dict[int, str]:
    """The column of each heading, the first with the first where several are called so."""
    free: dict[str, list[str]] = {}
    for column in sheet.columns:
        free.setdefault(column.heading, []).append(column.letter)
    return {n: free[name].pop(0) for n, name in enumerate(headings) if free.get(name)}


def compared(sheet: ReadSheet, table: Traced, printer: Printer) -> Returned:
    """Each row with its key, each key once: the rows that were not touched first, then the likest of those that tell
    themselves apart alike, then those of which nothing but what tells them apart was changed."""
    returned = Returned(table, lettered(sheet, table.headings), {})
    own = set(table.identity)
    rest = [n for n in sorted(returned.letters) if n not in own and not counts(table, n)]
    by_identity, by_rest = index(table, table.identity), index(table, rest)
    free, waiting = set(table.rows), []
    for row in sheet.rows:
        texts = [both(row, returned.letters.get(n, "")) for n in range(len(table.headings))]
        keys = known(texts, table.identity, by_identity, printer)
        whole = next((key for key in keys if key in free and not changed(texts, key, returned, printer)), "")
        if whole:
            free.discard(whole)
            returned.rows[row.number] = (whole, [])
        else:
            waiting.append((row.number, texts, keys))
    for number, texts, keys in waiting:
        keys = [key for key in keys if key in free] or [
            key for key in known(texts, rest, by_rest, printer) if key in free
        ]
        best = min(keys, key=lambda key: len(changed(texts, key, returned, printer)), default="")
        free.discard(best)
        returned.rows[number] = (best, changed(texts, best, returned, printer) if best else [])
    returned.missing = len(free)
    return returned


def index(table: Traced, places: Sequence[int]) -> dict[tuple[str, ...], list[str]]:
    """The keys by the prints of these columns."""
    keys: dict[tuple[str, ...], list[str]] = {}
    for key, (_, prints) in table.rows.items():
        keys.setdefault(tuple(prints[n] for n in places), []).append(key)
    return keys


def known(texts: Sequence[tuple[str, ...]], places: Sequence[int], keys: dict, printer: Printer) -> list[str]:
    """The keys of the rows that say the same in these columns, as shown or as stored."""
    ways = {tuple(printer(texts[n][at]) for n in places) for at in (0, -1)}
    return [key for way in ways for key in keys.get(way, ())]


def both(row: SheetRow, letter: str) -> tuple[str, ...]:
    """What a cell shows, and what it stores where that is something else."""
    shown, stored = row.cells.get(letter, ""), row.stored.get(letter)
    return (shown,) if stored is None else (shown, stored)


def changed(texts: Sequence[tuple[str, ...]], key: str, found: Returned, printer: Printer) -> list[list]:
    """The columns in which a row says something else than was written, each with the print of that."""
    prints = found.table.rows[key][1]
    places = [n for n in sorted(found.letters) if not counts(found.table, n)]
    return [[n, prints[n]] for n in places if not printer.fits(prints[n], *texts[n])]


def counts(table: Traced, place: int) -> bool:
    """The number of the line says nothing of a row: rows that were sorted are numbered anew."""
    return place == 0 and table.headings[0] == "序号"


def unsigned(sheet: ReadSheet, user: Any, round_: Round, printer: Printer) -> Traced | None:
    """A copy of a list or book without its hidden sheet, as other programs save it: known by most of its headings, 编号 and the
    title among them, and by an issue of the round that has both number and title of one of its rows."""
    heads = {column.heading for column in sheet.columns}
    layouts = [(len(heads & set(names)) / len(names), origin, names) for origin, names in ours.layouts(round_)]
    part, origin, names = max(layouts, key=lambda one: one[0])
    title = next((n for n, name in enumerate(names) if name in TITLES and name in heads), None)
    if part <= MOST_OF_IT or "编号" not in heads or title is None:
        return None
    letters, number = lettered(sheet, names), names.index("编号")
    keys = ours.of_numbers(origin.book, user, round_, [row.cells.get(letters[number], "") for row in sheet.rows])
    present = ours.present(origin.book, user, round_, keys)
    if present is None:
        return None
    table = Traced(sheet.name, origin.book, origin.round, list(origin.identity), names)
    seen = {row.cells.get(letters[number], ""): row.cells.get(letters[title], "") for row in sheet.rows}
    for row in present.rows.values():
        if alike(seen.get(cells.words(row.values[number]), ""), cells.words(row.values[title])):
            table.rows[row.key] = row.version, [printer.value(value) for value in row.values]
    return table if table.rows else None
