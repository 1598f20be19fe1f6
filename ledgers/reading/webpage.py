"""The tables of a web page: spans, hidden rows and header rows as a browser shows them (docs/rules.md: reading-ledger)."""

import re
from html.parser import HTMLParser
from pathlib import Path

from ledgers.reading.grid import MOST_CELLS, MOST_MERGES, Grid, demand_room, tidy
from ledgers.reading.guard import BROKEN, TOO_BIG, TOO_MANY
from ledgers.reading.sheet import ReadRefused

MOST_BYTES = 16 * 2**20
UNSEEN = frozenset(("script", "style", "head", "template", "noscript", "title"))
LINES = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def grids(path: str | Path) -> list[Grid]:
    """All tables in order, a nested one within its cell. Raises ReadRefused."""
    path = Path(path)
    if path.stat().st_size > MOST_BYTES:
        raise ReadRefused(TOO_BIG)
    page = HtmlTables()
    page.feed(_decoded(path.read_bytes()))
    page.close()
    page.end_table(everything=True)
    return page.grids


def _decoded(data: bytes) -> str:
    for encoding in (
        ("utf-16", "utf-8-sig", "gb18030") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    ):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadRefused(BROKEN)


class HtmlTables(HTMLParser):
    """Collects the tables. `depth` counts the tables that are open: below the first, only words are collected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self.depth, self.unseen, self.room = 0, "", MOST_CELLS
        self.row = self.column = self.merges = 0
        self.spans: dict[int, int] = {}  # columns that an area from above still covers, and to which row
        self.words: list[str] | None = None
        self.right = 0
        self.in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen:
            return
        attributes = dict(attrs)
        if tag in UNSEEN:
            self.unseen = tag
        elif tag == "table":
            self.begin_table(attributes)
        elif self.depth == 1 and tag in ("thead", "tbody", "tfoot"):
            self.in_head = tag == "thead"
        elif self.depth == 1 and tag == "tr":
            self.begin_row(attributes)
        elif self.depth == 1 and tag in ("td", "th"):
            self.begin_cell(attributes)
        elif self.words is not None and self.depth > 1 and tag in ("tr", "td", "th"):
            self.words.append("\n" if tag == "tr" else "\t")
        elif self.words is not None and tag in LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            self.unseen = "" if tag == self.unseen else self.unseen
        elif tag == "table" and self.depth:
            self.end_table()
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self.end_cell()
        elif self.words is not None and tag in LINES and tag != "br":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.unseen:
            self.words.append(BLANKS.sub(" ", data))

    def begin_table(self, given: dict[str, str | None]) -> None:
        self.depth += 1
        if self.depth == 1:
            self.grids.append(Grid(f"表{len(self.grids) + 1}", is_hidden=_unshown(given)))
            self.row, self.spans, self.in_head = 0, {}, False
        elif self.words is not None:
            self.words.append("\n")

    def end_table(self, everything: bool = False) -> None:
        if self.depth == 1 or everything:
            self.end_cell()
        self.depth = 0 if everything else self.depth - 1

    def begin_row(self, given: dict[str, str | None]) -> None:
        self.end_cell()
        self.row, self.column = self.row + 1, 1
        self.spans = {column: last for column, last in self.spans.items() if last >= self.row}
        if self.in_head:
            self.grids[-1].headed.add(self.row)
        if _unshown(given):
            self.grids[-1].hidden.add(self.row)

    def begin_cell(self, given: dict[str, str | None]) -> None:
        self.end_cell()
        if not self.row:
            self.begin_row({})
        while self.column in self.spans:
            self.column += 1
        wide, high = _span(given.get("colspan"), 1_000), _span(given.get("rowspan"), 60_000)
        demand_room(self.row, self.column + wide - 1)
        self.right, self.words = self.column + wide - 1, []
        if wide > 1 or high > 1:
            self.merges += 1
            if self.merges > MOST_MERGES:
                raise ReadRefused(TOO_MANY)
            self.grids[-1].merges.append((self.row, self.column, self.row + high - 1, self.right))
        if high > 1:
            self.spans |= dict.fromkeys(range(self.column, self.right + 1), self.row + high - 1)

    def end_cell(self) -> None:
        if self.words is None:
            return
        lines = (BLANKS.sub(" ", line) for line in re.split(r"\n+", "".join(self.words)))
        if words := tidy("\n".join(line for line in lines if line.strip())):
            self.grids[-1].rows.setdefault(self.row, {})[self.column] = words
            self.room -= 1
            if self.room < 0:
                raise ReadRefused(TOO_MANY)
        self.words, self.column = None, self.right + 1


def _span(words: str | None, most: int) -> int:
    return min(max(1, int(words)), most) if words and words.strip().isdecimal() else 1


def _unshown(given: dict[str, str | None]) -> bool:
    return "hidden" in given or UNSHOWN.search(given.get("style") or "") is not None
