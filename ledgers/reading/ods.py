"""Workbooks of the .ods kind, by the same bounded means; repeated empty rows and columns are never unrolled."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

from ledgers.reading import formats
from ledgers.reading.grid import MOST_CELLS, MOST_COLUMNS, MOST_MERGES, Grid, ShownText, demand_room, figures, tidy
from ledgers.reading.guard import BROKEN, PROTECTED, TOO_MANY
from ledgers.reading.sheet import ReadRefused
from ledgers.reading.xml import ArchiveParts

NUMBERS, HIDDEN = ("float", "currency", "percentage"), ("collapse", "filter")
SIZES = {"style:table-row-properties": "style:row-height", "style:table-column-properties": "style:column-width"}
FLAT = re.compile(r"0+(?:\.0+)?[a-z]*")
TYPE, FORMULA = "office:value-type", "table:formula"
NOT_TEXT = frozenset({"office:annotation", "text:ruby-text", "draw:frame", "draw:custom-shape", "text:note"})


def grids(path: str | Path) -> list[Grid]:
    """All tables in order. Raises ReadRefused."""
    with zipfile.ZipFile(path) as archive:
        parts = ArchiveParts(archive)
        _demand_open(parts)
        reader = OdsTables()
        try:
            parts.parse("content.xml", reader.start, reader.end, reader.text, bare=False)
        except (ValueError, IndexError) as error:
            raise ReadRefused(BROKEN) from error
        return reader.grids


def _demand_open(parts: ArchiveParts) -> None:
    """An encrypted document says so in its manifest."""
    if not parts.has("META-INF/manifest.xml"):
        return
    locked = []

    def start(tag, attributes):
        if tag == "encryption-data":
            locked.append(tag)

    parts.parse("META-INF/manifest.xml", start)
    if locked:
        raise ReadRefused(PROTECTED)


class OdsTables:
    """Reads content.xml. A table within a cell or shape is not a sheet."""

    def __init__(self):
        self.grids: list[Grid] = []
        self.grid = Grid("")
        self.depth = self.ignored = self.budget = 0
        self.row = self.next_row = self.column = self.next_column = 1
        self.times = 1
        self.cells: dict[int, str] = {}
        self.holes: set[int] = set()
        self.attributes: dict[str, str] = {}
        self.in_cell = False
        self.lines: list[str] = []
        self.in_text = 0
        self.style = ""
        self.unseen: set[str] = set()  # styles of hidden sheets and of rows without height
        self.since_1904 = False

    def start(self, tag, attributes):
        if tag in NOT_TEXT:
            self.ignored += 1
        elif self.ignored:
            return
        elif tag == "table:table":
            self.depth += 1
            if self.depth == 1:
                self.begin_table(attributes)
        elif self.depth != 1:
            self.before(tag, attributes)
        elif tag == "table:table-row":
            self.row, self.column, self.cells, self.holes = self.next_row, 1, {}, set()
            self.times = max(1, int(attributes.get("table:number-rows-repeated", 1)))
            self.hide = (
                attributes.get("table:visibility") in HIDDEN or attributes.get("table:style-name") in self.unseen
            )
        elif tag == "table:table-column":
            self.begin_column(attributes)
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.attributes, self.lines, self.in_cell = attributes, [], True
        elif tag in ("text:p", "text:h"):
            self.in_text += 1
            self.lines.append("")
        elif self.in_text and tag == "text:s":
            self.text(" " * min(int(attributes.get("text:c", 1)), 1000))
        elif self.in_text and tag in ("text:line-break", "text:tab"):
            self.text("\n" if tag == "text:line-break" else "\t")

    def before(self, tag, attributes):
        """What stands before the tables: styles, and from when days count."""
        if tag == "style:style":
            self.style = attributes.get("style:name", "")
        elif (
            tag == "style:table-properties"
            and attributes.get("table:display") == "false"
            or tag in SIZES
            and FLAT.fullmatch(attributes.get(SIZES[tag], ""))
        ):
            self.unseen.add(self.style)
        elif tag == "table:null-date":
            self.since_1904 = attributes.get("table:date-value", "").startswith("1904")

    def begin_table(self, attributes):
        self.grid = Grid(attributes.get("table:name", ""), since_1904=self.since_1904)
        self.grid.is_hidden = attributes.get("table:style-name") in self.unseen
        self.grids.append(self.grid)
        self.next_row = self.next_column = 1

    def begin_column(self, attributes):
        times = max(1, int(attributes.get("table:number-columns-repeated", 1)))
        end = min(self.next_column + times, MOST_COLUMNS + 1)
        if attributes.get("table:visibility") in HIDDEN or attributes.get("table:style-name") in self.unseen:
            self.grid.hidden_columns.update(range(self.next_column, end))
        self.next_column = end

    def text(self, data):
        if self.in_text and not self.ignored and self.depth == 1:
            self.lines[-1] += data

    def end(self, tag):
        if tag in NOT_TEXT:
            self.ignored -= 1
        elif self.ignored:
            return
        elif tag == "table:table":
            self.depth -= 1
        elif self.depth != 1:
            return
        elif tag in ("text:p", "text:h"):
            self.in_text -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell") and self.in_cell:
            self.cell(tag == "table:covered-table-cell")
            self.in_cell = False
        elif tag == "table:table-row":
            self.finish_row()

    def cell(self, covered: bool):
        attributes = self.attributes
        times = max(1, int(attributes.get("table:number-columns-repeated", 1)))
        words = None if covered else self.words(attributes)
        if words or (words is None and not covered):
            demand_room(self.row, self.column + times - 1)
            for column in range(self.column, self.column + times):
                if words:
                    self.cells[column] = words
                else:
                    self.holes.add(column)
            self.budget += times
        down, right = (int(attributes.get(f"table:number-{way}-spanned", 1)) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            self.grid.merges.append((self.row, self.column, self.row + down - 1, self.column + right - 1))
            if len(self.grid.merges) > MOST_MERGES:
                raise ReadRefused(TOO_MANY)
        self.column += times

    def words(self, attributes: dict) -> str | None:
        """The cell's text; None when a formula has no result or an error."""
        kind = attributes.get(TYPE, "")
        if attributes.get("calcext:value-type") == "error" or (FORMULA in attributes and not kind):
            return None
        shown = tidy("\n".join(self.lines))
        if kind == "date":
            return _day(attributes.get("office:date-value", ""), shown)
        if kind in NUMBERS:
            stored = figures(float(attributes.get("office:value", "0")))
            return stored if shown in ("", stored) else ShownText(shown, stored)
        if kind == "boolean":
            return attributes.get("office:boolean-value", "").upper()
        if FORMULA in attributes and kind == "string" and shown.startswith(("#", "Err:")):
            return None
        return shown

    def finish_row(self):
        self.next_row = self.row + self.times
        if self.cells or self.holes:
            demand_room(self.next_row - 1, 1)
            self.budget += len(self.cells) * (self.times - 1)
            if self.budget > MOST_CELLS:
                raise ReadRefused(TOO_MANY)
            for row in range(self.row, self.next_row):
                if self.cells:
                    self.grid.rows[row] = dict(self.cells) if self.times > 1 else self.cells
                self.grid.broken.update((row, column) for column in self.holes)
                if self.hide:
                    self.grid.hidden.add(row)


def _day(stored: str, shown: str) -> str:
    try:
        return formats.as_displayed(datetime.fromisoformat(stored), shown)
    except ValueError:
        return shown or tidy(stored)
