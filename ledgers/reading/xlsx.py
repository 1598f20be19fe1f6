"""Workbooks of the .xlsx kind: our own bounded row reader, so that merges, formats, formulas and hidden rows are seen."""

import zipfile
from datetime import datetime
from pathlib import Path

from ledgers.reading import formats
from ledgers.reading.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_ROWS,
    Grid,
    area,
    column_of,
    demand_room,
    tidy,
)
from ledgers.reading.guard import BROKEN, TOO_MANY
from ledgers.reading.sheet import ReadRefused
from ledgers.reading.xml import ArchiveParts, main_part, relations

ON = ("1", "true", "on")
MOST_SHEETS, REMEMBERED = 200, 10_000


def grids(path: str | Path) -> list[Grid]:
    """All worksheets in order, hidden ones too. Raises ReadRefused."""
    with zipfile.ZipFile(path) as archive:
        parts = ArchiveParts(archive)
        main = main_part(parts) or "xl/workbook.xml"
        sheets, since_1904 = _sheets(parts, main)
        if not sheets:
            raise ReadRefused(BROKEN)
        if len(sheets) > MOST_SHEETS:
            raise ReadRefused(TOO_MANY)
        links = relations(parts, main)
        strings = _strings(parts, links)
        styles = _styles(parts, links)
        budget = [MOST_CELLS]
        read = []
        for name, link, is_hidden in sheets:
            kind, target = links.get(link, ("", ""))
            if kind.endswith("/worksheet") and parts.has(target):
                grid = Grid(name, is_hidden=is_hidden, since_1904=since_1904)
                read.append(XlsxRows(grid, strings, styles, budget).read(parts, target))
        return read


def _sheets(parts: ArchiveParts, main: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """The sheets by name, relation and whether they are hidden; whether days count from 1904."""
    if not parts.has(main):
        raise ReadRefused(BROKEN)
    sheets, epoch = [], []

    def start(tag, attributes):
        if tag == "sheet":
            link = next((value for key, value in attributes.items() if key == "r:id" or key.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), link, attributes.get("state", "visible") != "visible"))
        elif tag == "workbookPr" and attributes.get("date1904", "0") in ON:
            epoch.append(True)

    parts.parse(main, start)
    return sheets, bool(epoch)


def _part(links: dict, ending: str) -> str | None:
    return next((target for kind, target in links.values() if kind.endswith(ending)), None)


def _strings(parts: ArchiveParts, links: dict) -> list[str]:
    """The shared texts, plain; phonetic guides left out."""
    name = _part(links, "/sharedStrings")
    strings: list[str] = []
    if not name or not parts.has(name):
        return strings
    pieces: list[str] = []
    state = {"text": False, "guide": 0}

    def start(tag, attributes):
        if tag == "t":
            state["text"] = not state["guide"]
        elif tag == "rPh":
            state["guide"] += 1
        elif tag == "si":
            pieces.clear()

    def end(tag):
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["guide"] -= 1
        elif tag == "si":
            strings.append(tidy("".join(pieces)))

    def text(data):
        if state["text"]:
            pieces.append(data)

    parts.parse(name, start, end, text)
    return strings


def _styles(parts: ArchiveParts, links: dict) -> list[formats.Meaning | None]:
    """The meaning of each cell format."""
    name = _part(links, "/styles")
    codes: dict[str | None, str] = {}
    styles: list[formats.Meaning | None] = []
    inside: list[bool] = []
    if not name or not parts.has(name):
        return styles

    def start(tag, attributes):
        if tag == "numFmt":
            codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(True)
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(formats.meaning(int(number) if number.isdigit() else 0, codes.get(number)))

    def end(tag):
        if tag == "cellXfs":
            inside.clear()

    parts.parse(name, start, end)
    return styles


class XlsxRows:
    """Reads one worksheet's part into a grid. The hot path of reading: few calls, few attributes."""

    def __init__(self, grid: Grid, strings: list[str], styles: list[formats.Meaning | None], budget: list[int]):
        self.grid, self.strings, self.budget = grid, strings, budget
        self.styles = {str(index): style for index, style in enumerate(styles) if style is not None}
        self.letters: dict[str, int] = {}
        self.shown: dict[tuple[str, str | None], str] = {}  # the same day in a thousand rows is one text
        self.row = self.column = self.guide = 0
        self.rows_are_hidden = False
        self.cells: dict[int, str] = {}
        self.attributes: dict = {}
        self.value: list[str] = []
        self.collect = self.formula = self.valued = False

    def read(self, parts: ArchiveParts, target: str) -> Grid:
        try:
            parts.parse(target, self.start, self.end, self.text)
        except (ValueError, IndexError) as error:
            raise ReadRefused(BROKEN) from error
        return self.grid

    def start(self, tag, attributes):
        if tag == "c":
            self.attributes, self.value, self.formula, self.valued, self.collect = attributes, [], False, False, False
        elif tag == "v" or tag == "t":
            self.collect, self.valued = not self.guide, True
        elif tag == "f":
            self.formula, self.collect = True, False
        elif tag == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column, self.cells = 0, {}
            if attributes.get("hidden") in ON or _is_flat(attributes.get("ht"), self.rows_are_hidden):
                self.grid.hidden.add(self.row)
        elif tag == "rPh":
            self.guide += 1
        elif tag == "col":
            self.column_width(attributes)
        elif tag == "sheetFormatPr":
            self.rows_are_hidden = attributes.get("zeroHeight") in ON
        elif tag == "mergeCell":
            self.grid.merges.append(area(attributes.get("ref", "")))
            if len(self.grid.merges) > MOST_MERGES:
                raise ReadRefused(TOO_MANY)

    def column_width(self, attributes):
        if attributes.get("hidden") in ON or _is_flat(attributes.get("width"), False):
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.grid.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    def text(self, data):
        if self.collect:
            self.value.append(data)

    def end(self, tag):
        if tag == "c":
            if self.value or self.formula or (self.valued and self.attributes.get("t") == "s"):
                self.cell(self.attributes)
            elif "r" not in self.attributes:
                self.column += 1
        elif tag == "t" or tag == "v":
            self.collect = False
        elif tag == "row":
            if self.cells:
                self.grid.rows[self.row] = self.cells
                self.budget[0] -= len(self.cells)
                if self.budget[0] < 0 or self.row > MOST_ROWS:
                    raise ReadRefused(TOO_MANY)
        elif tag == "rPh":
            self.guide -= 1

    def cell(self, attributes):
        place = attributes.get("r")
        if place:
            name = place.rstrip("0123456789")
            column = self.letters.get(name)
            if column is None:
                column = self.letters[name] = column_of(name)
            self.column = column
        else:
            self.column = column = self.column + 1
        value = self.value
        raw = value[0] if len(value) == 1 else "".join(value)
        kind = attributes.get("t", "n")
        if kind == "s" and raw:
            words = self.strings[int(raw)]
        elif kind == "e" or kind == "s" or (self.formula and not raw and kind != "str"):
            demand_room(self.row, column)
            self.grid.broken.add((self.row, column))
            return
        else:
            words = self.words(kind, raw, attributes.get("s"))
        if words:
            if column > MOST_COLUMNS:
                raise ReadRefused(TOO_MANY)
            self.cells[column] = words

    def words(self, kind: str, raw: str, style: str | None) -> str:
        if kind == "inlineStr" or kind == "str":
            return tidy(raw)
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind == "d":
            return _written_day(raw.strip(), self.styles.get(style or ""))
        if raw.isdecimal() and style not in self.styles and len(raw) < 16:
            return raw.lstrip("0") or "0"
        if not raw.strip():
            return ""
        words = self.shown.get((raw, style))
        if words is None:
            words = formats.shown(float(raw), self.styles.get(style or ""), self.grid.since_1904)
            if len(self.shown) < REMEMBERED:
                self.shown[raw, style] = words
        return words


def _is_flat(size: str | None, otherwise: bool) -> bool:
    """Whether a height or width is nothing."""
    if not size:
        return otherwise
    return not size.strip("0.")


def _written_day(raw: str, meaning: formats.Meaning | None) -> str:
    """A date written as such (strict files)."""
    try:
        moment = datetime.fromisoformat(raw.removesuffix("Z"))
    except ValueError:
        return tidy(raw)
    return formats.of_moment(moment.replace(tzinfo=None), meaning)
