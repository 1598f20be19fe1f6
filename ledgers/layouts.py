"""问题台账 in an office's own layout (docs/decisions.md 91): what its columns may hold, which layout is in use, the rows in it.

The rows are those of the book 问题清单, kept back from readers as there; a layout puts them under other headings and counts
nothing.
"""

import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from issues.models import Round
from ledgers import books
from ledgers.books import BookView
from ledgers.columns import Column, Kind
from ledgers.kinds import _shared as shared
from ledgers.kinds.problems import PROBLEMS, accepted
from ledgers.models import LedgerLayout
from ledgers.reading.fields import FIELDS
from ledgers.reading.grid import column_of
from ledgers.reading.sheet import ReadRefused, ReadSheet, TooMuch
from ledgers.reading.workbooks import read_safely
from rectify.accounts.filing import filing
from rectify.lib import limited
from rectify.lib.copies import copy_line
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.reach import left_out
from rectify.lib.sheetfill import OwnSheet, fill
from rectify.lib.sheets import TooLong

BOOK = "layout"  # the book that such a workbook bears in its hidden sheet, with the layout behind a point
MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 5 * 2**20, 5000, 200
WALL, CPU = 60, 40
SAMPLE = "版式只要表头和一两行样子，请删去多余的行、图片和工作表再传"
KEPT_BELOW = ("signature", "note")
SERIAL = "serial"
Value = Callable[[Any], Any]


def yes(value: bool) -> str:
    return "是" if value else "否"


def measures(issue: Any) -> list[str]:
    return [f"{at}. {one.text.strip()}" for at, one in enumerate(issue.live, 1)]


def distinct(of: Value) -> Value:
    """What the measures of an issue say, each once."""
    return lambda issue: list(dict.fromkeys(text for one in issue.live if (text := of(one))))


# What a column may hold, by the field that the reader of ledgers knows it by; what we keep nothing of stays empty.
VALUES: dict[str, Value] = {
    SERIAL: lambda i: None,  # the number of the line
    "number": lambda i: i.number,
    "locator": lambda i: i.item.locator if i.item else "",
    "track": lambda i: str(i.track or ""),
    "source": lambda i: i.get_source_display(),
    "round": lambda i: i.round.name,
    "unit": lambda i: str(i.lead_unit),
    "aspect": lambda i: i.aspect,
    "heading": lambda i: i.heading,
    "issue": lambda i: i.title,
    "manifestation": lambda i: i.original,
    "category": lambda i: i.category.name if i.category else "",
    "scheme_code": shared.groups,
    "nature": lambda i: i.get_nature_display(),
    "cause": lambda i: i.get_cause_display(),
    "focus": lambda i: yes(i.is_focus),
    "focus_reason": lambda i: i.focus_reason,
    "root_cause": lambda i: i.root_cause,
    "goal": lambda i: i.goal,
    "measures": measures,
    "measure_types": distinct(lambda m: m.get_kind_display()),
    "n_measures": lambda i: len(i.live),
    "lead_leader": lambda i: i.lead_leader,
    "responsible_leaders": lambda i: i.responsible_leaders,
    "lead_unit": lambda i: str(i.lead_unit),
    "responsible_units": shared.units_in("responsible"),
    "supporting_units": shared.units_in("supporting"),
    "responsible_persons": distinct(lambda m: m.person),
    "due": lambda i: i.due_text or i.due,
    "regular": lambda i: yes(i.long_term),
    "status_declared": accepted,
    "issued_on": lambda i: shared.local_day(i.dispatched_at),
    "closed_on": lambda i: i.closed_on,
}
# By the kinds of a book's columns; what is in none of them is running text.
KINDS = {"n_measures": "number", "due": "date", "issued_on": "date", "closed_on": "date"}
KINDS |= dict.fromkeys((SERIAL, "number", ""), "center")
CHOICES = {name: FIELDS[name] for name in FIELDS if name in VALUES}


# ---- taken in --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TakenLayout:
    """What is kept of a file that is to be a layout: `columns` are letter, heading and the field it seems to mean; `words` stay
    in it as they are, `lost` does not."""

    content: bytes
    sheet: str
    head: int
    width: int
    columns: list[list[str]]
    words: list[str]
    lost: list[str]


def taken(name: str, content: bytes) -> TakenLayout:
    """The layout in an office's ledger. Raises Refused with the reason where there is none."""
    if len(content) > MOST_BYTES:
        raise Refused(f"文件超过 {MOST_BYTES // 2**20} MB。{SAMPLE}")
    with tempfile.TemporaryDirectory(prefix="layout-") as folder:
        path = Path(folder) / "layout.xlsx"
        path.write_bytes(content)
        try:
            sheet = _ledger_of(read_safely(path, name=name, most=MOST_ROWS).sheets)
            if len(sheet.rows) > MOST_ROWS:
                raise TooMuch
            head, numbers = sheet.header_rows[-1], [row.number for row in sheet.rows]
            below = [one for one in sheet.skipped if one.row > max([head, *numbers])]
            foot = [one.row for one in below if one.reason in KEPT_BELOW]
            last = max(column_of(column.letter) for column in sheet.columns)
            if last > MOST_COLUMNS:
                raise Refused(f"台账有 {last} 列，最多 {MOST_COLUMNS} 列。请删去多余的列再传")
            place = (str(path), sheet.grid, head, numbers[:1], foot, last)
            blank = limited.call("rectify.lib.sheetblank:blank", *place, wall=WALL, cpu=CPU)
        except (TooMuch, limited.LimitExceeded) as error:
            raise Refused(f"表里的行超过 {MOST_ROWS:,} 行，或者太复杂，在允许的时间里没有读完。{SAMPLE}") from error
        except ReadRefused as refused:
            raise Refused(str(refused)) from refused
        except limited.ChildFailed as error:
            raise Refused("文件打不开，像是没有存完或已损坏。请重新另存为 .xlsx 再传") from error
    lost = [*blank["lost"], *_rows_lost(sheet, foot)]
    return TakenLayout(
        b64decode(blank["content"]), sheet.grid, head, blank["columns"], _columns(sheet), blank["words"], lost
    )


def _columns(sheet: ReadSheet) -> list[list[str]]:
    """Each with the field that it seems to mean; a field stands in one column."""
    columns: list[list[str]] = []
    for one in sheet.columns:
        free = one.field in VALUES and one.field not in [name for _, _, name in columns]
        columns.append([one.letter, one.heading, one.field or "" if free else ""])
    return columns


def _ledger_of(sheets: list[ReadSheet]) -> ReadSheet:
    """The sheet that is the ledger: of known headings before any other, shown before hidden. Raises Refused without one."""
    headed = [sheet for sheet in sheets if sheet.columns and sheet.header_rows and sheet.kind != "form"]
    if not headed:
        raise Refused("没有找到表头：一行里至少要有三个栏名。请把台账的表头写全再传")
    return min(headed, key=lambda sheet: (sheet.hidden, sheet.kind != "ledger"))


def _rows_lost(sheet: ReadSheet, foot: list[int]) -> Iterator[str]:
    if sheet.rows:
        yield f"原有的 {len(sheet.rows)} 行内容：只取第一行的字体、边框、对齐，内容从系统里来"
    gone = [one for one in sheet.skipped if one.row > sheet.header_rows[-1] and one.row not in foot]
    if gone:
        yield f"合计行、分段标题等 {len(gone)} 行：件数每次都会变"


# ---- in use ----------------------------------------------------------------------------------------------------------


def in_use(round_: Round | None) -> LedgerLayout | None:
    """The office's own layout of the ledger of a round; none where it has none."""
    return LedgerLayout.objects.in_use().filter(office=round_.office_id).first() if round_ else None


def named(book: str, round_: Round) -> LedgerLayout | None:
    """The layout that a workbook says it was written in."""
    name, _, public_id = book.partition(".")
    known = LedgerLayout.objects.filter(public_id=public_id, office=round_.office_id) if name == BOOK else None
    return known.first() if known is not None else None


def kind_of(layout: LedgerLayout) -> Kind:
    """The book whose columns are those of the layout."""
    by_key = {"number" if name == "number" else letter: (heading, name) for letter, heading, name in layout.columns}
    own = {name: key for key, (_, name) in by_key.items()}
    known = own.get("number") or own.get("issue")
    return Kind(
        slug=f"{BOOK}.{layout.public_id}",
        title="问题台账",
        definition=PROBLEMS.definition,
        rows=rows,
        prepare=shared.with_groups,
        order=PROBLEMS.order,
        columns=tuple(_column(key, *column) for key, column in by_key.items()),
        identity=(known,) if known else (),
    )


def _column(key: str, heading: str, name: str) -> Column:
    return Column(key, heading, VALUES.get(name, lambda i: ""), KINDS.get(name, "text"))


def rows(user: Any) -> Any:
    """Those of 问题清单, with what their columns take from beside them."""
    issues = shared.issues(user).select_related("lead_unit__sector", "round", "track", "item", "category")
    return issues.prefetch_related(shared.SHARES, shared.MEASURES)


def headings(layout: LedgerLayout) -> list[str]:
    return [heading for _, heading, _ in layout.columns]


def keyed(layout: LedgerLayout, kind: Kind, found: Any) -> Iterator[Keyed]:
    """Lines as they are written, with the number of the line where a column wants it."""
    serials = [at for at, (_, _, name) in enumerate(layout.columns) if name == SERIAL]
    for place, line in zip(count(1), found, strict=False):
        values = list(line.values)
        for at in serials:
            values[at] = place
        yield Keyed(str(line.row.pk), kind.issue(line.row).version, values)


def write(layout: LedgerLayout, user: Any, asked: BookView, target: BinaryIO) -> int:
    """Write the ledger as asked in the layout; gives the number of rows. Raises TooLong above what is held in memory."""
    if asked.round is None:
        raise ValueError("A workbook is of one round.")
    kind = kind_of(layout)
    if (size := books.totals(kind, user, asked)["rows_in_book"]) > MOST_ROWS:
        raise TooLong(f"本单位版式一次最多写 {MOST_ROWS:,} 件，这里有 {size:,} 件。请先按单位、类别筛选，分几次导出。")
    keys = [column.key for column in kind.columns]
    origin = Provenance(kind.slug, asked.round.public_id, tuple(keys.index(key) for key in kind.identity))
    places = [column_of(letter) for letter, _, _ in layout.columns]
    sheet = OwnSheet(bytes(layout.content), layout.head, layout.width, headings(layout), places, origin)
    lines = keyed(layout, kind, books.stream(kind, user, asked))
    secret = left_out(books.secrets(kind, user, asked))
    answers_for_it = [] if any("填报单位" in one for one in layout.words) else [filing(user, today(), layout.office_id)]
    notes = [*answers_for_it, *secret, copy_line(user.name)]
    return fill(sheet, target, rows=lines, notes=notes, mark=copy_line(user.name))
