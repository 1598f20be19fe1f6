"""The one writer of books: an xlsx as an office lays it out, in constant memory however long.

一、标题（合并）
口径、轮次、单位、截至日期（合并，一行一条）
组名（合并） | 组名（合并）
栏名 | 栏名 | 栏名
…行…
合计
附注
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from os import PathLike
from typing import Any, BinaryIO

import xlsxwriter

from rectify.lib import cells, paperfit, provenance
from rectify.lib.provenance import Provenance

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
TOO_HIGH = "有 {} 行文字超过一行能有的高度（409 磅），打印出来不全；全文在单元格里。"
CENTERED = {"center", "date", "datetime", "number", "percent"}
NUMBER_FORMATS = {
    "number": "#,##0",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "text": "@",
    "center": "@",
}


class TooLong(Exception):
    """More rows than a worksheet can hold; the sentence says what to do."""


@dataclass(frozen=True)
class Col:
    """A column. Neighbours with the same `group` stand under one merged heading.

    kind: text, center (short text), number, money, percent, date, datetime. A value that is not of its kind
    (a masked “XX” among counts) is written as the text it is.
    """

    title: str
    group: str = ""
    width: float = 12
    kind: str = "text"

    @property
    def bends(self) -> bool:
        """Whether what it holds goes on in a further line."""
        return self.kind == "text"


@dataclass
class Sheet:
    """A worksheet. `totals` is a row, or a function called after the last row; `mark` stands at the head of pages.

    With a `provenance` its rows are `Keyed`, and the workbook has the hidden sheet by which they are known again."""

    title: str
    columns: Sequence[Col]
    rows: Iterable[Any]
    notes: Sequence[str] = ()
    totals: Sequence[Any] | Callable[[], Sequence[Any]] | None = None
    footnotes: Sequence[str] = ()
    name: str = ""
    frozen: int = 1
    mark: str = ""
    provenance: Provenance | None = None

    @property
    def headings(self) -> list[str]:
        """The headings of the columns as the reader of workbooks gives them."""
        return [provenance.heading([column.group, column.title]) for column in self.columns]


def write_book(target: str | PathLike | BinaryIO, *sheets: Sheet) -> int:
    """Write the sheets to a path or a binary stream. Gives the number of rows written. Raises TooLong."""
    book = xlsxwriter.Workbook(
        target if hasattr(target, "write") else str(target),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": paperfit.FACE, "font_size": 11},
        },
    )
    taken: set[str] = set()
    try:
        book.set_properties({"title": cells.clean(sheets[0].title)})
        pages = [(sheet, book.add_worksheet(name_for(sheet, taken))) for sheet in sheets]
        keys = None
        if any(sheet.provenance for sheet in sheets):
            keys = provenance.ProvenanceWriter(
                book.add_worksheet(name_for(Sheet("", [], [], name=provenance.NAME), taken))
            )
        count = sum(write_sheet(book, sheet, page, keys) for sheet, page in pages)
        if keys:
            keys.close()
        return count
    finally:
        book.close()


def name_for(sheet: Sheet, taken: set[str]) -> str:
    """A name Excel accepts: 31 characters, none of []:*?/\\, no quote at the ends, not there twice."""
    base = FORBIDDEN_IN_NAME.sub(" ", sheet.name or sheet.title).strip(" '")[:31].strip(" '") or "表"
    name, n = base, 1
    while name.lower() in taken:
        n += 1
        name = f"{base[: 28 - len(str(n))]}（{n}）"
    taken.add(name.lower())
    return name


def write_sheet(book, sheet: Sheet, page, keys: provenance.ProvenanceWriter | None) -> int:
    writer = Writer(book, page, sheet)
    top = writer.heading()
    last, count = top, 0
    for row in traced(sheet, page.get_name(), keys):
        if last >= MOST_ROWS - 2 - len(sheet.footnotes):
            raise TooLong("行数超过一张工作表能容纳的 1,048,576 行，请先筛选再分批导出。")
        writer.row(last, row)
        last, count = last + 1, count + 1
    writer.foot(top, last, count)
    writer.print_setup(top)
    return count


def traced(sheet: Sheet, name: str, keys: provenance.ProvenanceWriter | None) -> Iterable[Sequence[Any]]:
    """The values of the rows; where they have keys, each is noted in the hidden sheet as it goes by."""
    if keys is None or sheet.provenance is None:
        yield from sheet.rows
        return
    keys.table(name, sheet.provenance, sheet.headings)
    for row in sheet.rows:
        keys.note(row)
        yield row.values


class Writer:
    """Writes one worksheet from top to bottom: in constant memory a row that was left cannot be returned to."""

    def __init__(self, book, page, sheet: Sheet):
        self.book, self.page, self.sheet = book, page, sheet
        self.made: dict[tuple, Any] = {}
        self.last_column = max(len(sheet.columns) - 1, 0)
        self.fit = paperfit.fit([column.width for column in sheet.columns], [column.bends for column in sheet.columns])
        self.too_high = 0

    def style(self, **wanted):
        """A format of the book, made once for each look."""
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            usual = {"font_name": paperfit.FACE, "font_size": paperfit.FONT, "valign": "vcenter"}
            self.made[key] = self.book.add_format({**usual, **wanted})
        return self.made[key]

    def heading(self) -> int:
        """Title, notes and the header of one or two rows. Gives the number of the first row of data."""
        for number, width in enumerate(self.fit.widths):
            self.page.set_column(number, number, width * paperfit.WIDTH_IN_FILE)
        title = self.style(font_name="方正小标宋简体", font_size=18, align="center", text_wrap=True)
        self.page.set_row(0, self.height(self.sheet.title, 18))
        self.across(0, self.sheet.title, title)
        row = 1
        for note in self.sheet.notes:
            self.page.set_row(row, self.height(note, 10.5))
            self.across(row, note, self.style(font_name="楷体", text_wrap=True, align="left"))
            row += 1
        return self.header(row)

    def height(self, text: str, size: float) -> float:
        """Of a line over the whole width: a merged cell does not grow by itself."""
        return paperfit.height(text, sum(self.fit.widths), size)

    def across(self, row: int, text: str, style) -> None:
        """A text over the whole width."""
        self.text(row, 0, cells.clean(text), style)
        for column in range(1, self.last_column + 1):
            self.page.write_blank(row, column, None, style)
        self.merge(row, 0, row, self.last_column)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Only notes the range: merge_range() would write cells of a row that constant memory has already let go."""
        if (top, left) != (bottom, right):
            self.page.merge.append([top, left, bottom, right])

    def header(self, row: int) -> int:
        style = self.style(
            font_name="黑体", align="center", text_wrap=True, border=1, bg_color="#F2F2F2", num_format="@"
        )
        titles = [column.title for column in self.sheet.columns]
        groups = [column.group for column in self.sheet.columns]
        highest = max(map(paperfit.height, titles, self.fit.widths), default=0)
        if any(groups):
            self.page.set_row(row, max(self.group_heights(groups)))
            for number, (group, title) in enumerate(zip(groups, titles, strict=True)):
                starts = number == 0 or groups[number - 1] != group or not group
                self.text(row, number, cells.clean(group or title) if starts else "", style)
                end = number
                while group and end < self.last_column and groups[end + 1] == group:
                    end += 1
                if starts:
                    self.merge(row, number, row if group else row + 1, end)
            row += 1
            titles = [title if group else "" for group, title in zip(groups, titles, strict=True)]
        self.page.set_row(row, highest)
        for number, title in enumerate(titles):
            self.text(row, number, cells.clean(title), style)
        return row + 1

    def group_heights(self, groups: Sequence[str]) -> Iterator[float]:
        """The height that each group's heading takes over its columns."""
        for group, columns in groupby(zip(groups, self.fit.widths, strict=True), key=itemgetter(0)):
            yield paperfit.height(group, sum(width for _, width in columns))

    def row(self, row: int, values: Sequence[Any], **look) -> None:
        highest = max(map(paperfit.height, map(cells.words, values), self.fit.widths), default=0)
        self.too_high += highest > paperfit.HIGHEST
        self.page.set_row(row, min(highest, paperfit.HIGHEST))
        for number, (column, value) in enumerate(zip(self.sheet.columns, values, strict=True)):
            self.cell(row, number, kind=column.kind, value=value, look=look)

    def cell(self, row: int, number: int, *, kind: str, value: Any, look: dict) -> None:
        """One value by the kind of its column; what does not fit the kind is written as text."""
        align = {"align": "center"} if kind in CENTERED else {}
        wrap = {} if kind in ("number", "money", "percent", "date", "datetime") else {"text_wrap": True}
        style = {"border": 1, "num_format": NUMBER_FORMATS[kind], **align, **wrap, **look}
        if value is None or value == "":
            self.page.write_blank(row, number, None, self.style(**style))
        elif kind in ("date", "datetime") and isinstance(value, date) and value.year >= 1900:
            moment = cells.local(value) if isinstance(value, datetime) else value
            self.page.write_datetime(row, number, moment, self.style(**style))
        elif kind in ("number", "money", "percent") and (exact := cells.as_number(value)) is not None:
            if kind == "number" and exact != int(exact):
                style["num_format"] = "#,##0.##"
            self.page.write_number(row, number, exact, self.style(**style))
        else:
            text = cells.clean(cells.words(value))
            quoted = {"quote_prefix": True} if cells.is_risky(text) else {}
            self.text(row, number, text, self.style(**{**style, "num_format": "@", "text_wrap": True, **quoted}))

    def text(self, row: int, number: int, text: str, style) -> None:
        if not text:
            self.page.write_blank(row, number, None, style)
            return
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "  # the writer would take it for ready-made XML of a rich text and not escape it
        self.page.write_string(row, number, text, style)

    def foot(self, top: int, last: int, count: int) -> None:
        """Totals and footnotes; the filter covers the rows only, so that sorting leaves the totals where they are."""
        if count:
            self.page.autofilter(top - 1, 0, last - 1, self.last_column)
        totals = self.sheet.totals() if callable(self.sheet.totals) else self.sheet.totals
        if totals is not None:
            self.row(last, totals, bold=True, bg_color="#F2F2F2")
            last += 1
        for line in (*self.sheet.footnotes, *([TOO_HIGH.format(self.too_high)] if self.too_high else [])):
            self.page.set_row(last, self.height(line, 10.5))
            self.across(last, line, self.style(font_name="楷体", text_wrap=True, align="left"))
            last += 1

    def print_setup(self, top: int) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(self.fit.paper.number)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.center_horizontally()
        header_rows = 2 if any(column.group for column in self.sheet.columns) else 1
        page.repeat_rows(top - header_rows, top - 1)
        page.freeze_panes(top, min(self.sheet.frozen, self.last_column))
        page.set_footer('&C&"宋体"&11第 &P 页　共 &N 页')
        if self.sheet.mark:
            page.set_header('&R&"宋体"&11' + cells.clean(self.sheet.mark).replace("&", "&&")[:200])
