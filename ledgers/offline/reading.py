"""What a workbook says that came back: read in the limited process, known by its signed hidden sheet, its rows held against
the prints of what had been written."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledgers.importing import returned
from ledgers.offline.sheets import BOOK, FOOT
from ledgers.offline.wanted import SheetLine
from ledgers.reading import guard
from ledgers.reading.grid import letter
from ledgers.reading.sheet import ReadRefused, ReadSheet, SheetColumn, SheetRow
from ledgers.reading.workbooks import TOO_HARD
from rectify.lib import limited, provenance
from rectify.lib.provenance import Printer, Traced

UNSIGNED = (
    "这份表没有本系统的签：不是从“不联网单位”页发出的工作簿，或者隐藏的“来源”页被改过、另一套系统的。"
    "请用发出去的那一份填写，不要复制到新表里。单位自己的台账请到“导入台账”"
)
FOREIGN = "这是本系统写出的另一种表，不是不联网单位的工作簿。台账、清单请到“导入台账”"


@dataclass
class OfflineBook:
    """A workbook that came back: which one it is, and the lines of each of its sheets (`issues`, `reports` …)."""

    sheet: str
    lines: dict[str, list[SheetLine]] = field(default_factory=dict)


def read(path: Path, name: str) -> OfflineBook:
    """Read a workbook of ours. Raises ReadRefused with a sentence: unsigned, another kind, too much."""
    try:
        sheets = limited.call("ledgers.reading.plaincells:whole", str(path.resolve()), name, reraise=(ReadRefused,))
    except limited.LimitExceeded as error:
        raise ReadRefused(TOO_HARD) from error
    except limited.ChildFailed as error:
        raise ReadRefused(guard.BROKEN) from error
    return understood(sheets)


def understood(found: list[dict[str, Any]]) -> OfflineBook:
    """The sheets by what they are. Raises ReadRefused."""
    tables = [table for one in found for table in _tables(one)]
    if not tables:
        raise ReadRefused(UNSIGNED)
    places = [table.book.split(".") for table in tables]
    if any(len(place) != 3 or place[0] != BOOK for place in places) or len({place[1] for place in places}) != 1:
        raise ReadRefused(FOREIGN)
    by_name, printer = {one["name"]: one for one in found}, Printer()
    book = OfflineBook(places[0][1])
    for table, (_, _, which) in zip(tables, places, strict=True):
        if table.name in by_name:
            book.lines[which] = lines(by_name[table.name], table, printer)
    return book


def _tables(one: dict[str, Any]) -> list[Traced]:
    rows = one["rows"]
    first = rows[0][1][0][1] if rows and rows[0][1] else ""
    return provenance.read([[text for _, text, _ in cells] for _, cells in rows]) if provenance.is_marked(first) else []


def lines(one: dict[str, Any], table: Traced, printer: Printer) -> list[SheetLine]:
    """The rows below the headings: each known again, or added."""
    sheet = ReadSheet(one["name"])
    texts: dict[int, dict[str, str]] = {}
    for number, cells in one["rows"]:
        shown = {letter(column): text for column, text, _ in cells}
        if not sheet.columns:
            heads = {provenance.heading([text]) for text in shown.values()}
            if 2 * len(heads & set(table.headings)) > len(table.headings):
                sheet.columns = [SheetColumn(at, provenance.heading([text])) for at, text in shown.items()]
        elif any(shown.values()) and not any(text.startswith(FOOT) for text in shown.values()):
            stored = {letter(column): exact for column, _, exact in cells if exact is not None}
            sheet.rows = [*sheet.rows, SheetRow(number, shown, stored=stored)]
            texts[number] = {at: stored.get(at, text) for at, text in shown.items()}
    known = returned.compared(sheet, table, printer)
    return [
        _line(number, key, changed=changed, found=known, texts=texts[number])
        for number, (key, changed) in sorted(known.rows.items())
    ]


def _line(number: int, key: str, *, changed: list[list], found: returned.Returned, texts: dict[str, str]) -> SheetLine:
    headings, letters = found.table.headings, found.letters
    cells = {headings[place]: texts.get(at, "").strip() for place, at in letters.items()}
    version = found.table.rows[key][0] if key else 0
    return SheetLine(number, key, version, cells, {headings[place]: written for place, written in changed})
