"""One engine for all books: what was asked, the rows, a page of them, their totals, the workbook, the rows of the API.

Page, file, print and API all go through `ask`, `chosen` and `lines`, so that they hold the same rows, in the same order, with
the same columns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from issues.models import Issue, Round
from issues.models.issue import WITHHELD
from ledgers import subtotals
from ledgers.columns import Kind, plain
from ledgers.subtotals import Subtotal
from rectify.accounts.filing import filing
from rectify.accounts.models import Unit
from rectify.lib.copies import copy_line
from rectify.lib.dates import today
from rectify.lib.filtering import Filtering
from rectify.lib.pages import PageOfRows, keyset
from rectify.lib.paperfit import TableFit, fit
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.reach import LEFT_OUT, Door, Given, by_number, given, left_out
from rectify.lib.sheets import Col, Sheet, write_book

CHUNK = 2000  # rows read at once by an export: the related rows of each chunk cost one statement a relation


@dataclass(frozen=True)
class BookView:
    """A book as one reader asked for it: the round, the conditions on the issues of its rows, the order, by what
    it is cut; by which `door` it goes out, and the `reason` why the words of 工作秘密 go along."""

    round: Round | None
    filter: Filtering
    sort: str = ""
    by: str = ""
    door: Door = Door.ROW
    reason: str = ""

    @property
    def answers(self) -> bool:
        return bool(self.reason.strip())

    @property
    def falling(self) -> bool:
        return self.sort.startswith("-")

    @property
    def column(self) -> str:
        """The key of the column that the book is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def wrong(self) -> dict[str, list[str]]:
        return self.filter.wrong


@dataclass(frozen=True)
class BookLine:
    """A row of a book with the values of its columns, in their order; `told` where these are its number alone."""

    row: Any
    values: list[Any]
    told: str = ""


def ask(
    kind: Kind, user: Any, params: Mapping[str, str], round_: Round | None = None, *, door: Door = Door.ROW
) -> BookView:
    """Read the parameters of an address. `round_` is the chosen round, where the address names none."""
    rounds = Round.objects.visible_to(user)
    named = params.get("round", "")
    here = rounds.filter(public_id=named).first() if named else round_ or rounds.first()
    sorts = {f"{sign}{column.key}" for column in kind.columns if column.sort for sign in ("", "-")}
    cuts = subtotals.cuts_of(kind)
    beside = {"round": [here.public_id] if here else [], "sort": sorts, "by": set(cuts)}
    asked = kind.filter(params, issues_of(kind, user, here), units=Unit.objects.visible_to(user), beside=beside)
    sort, by = params.get("sort", ""), params.get("by", "")
    return BookView(here, asked, sort if sort in sorts else "", by if by in cuts else "", door)


def rows_of(kind: Kind, user: Any, round_: Round | None) -> QuerySet:
    """All rows of a book in a round that `user` may see; none without a round."""
    return kind.rows(user).filter(**kind.within(round_)) if round_ else kind.rows(user).none()


def issues_of(kind: Kind, user: Any, round_: Round | None) -> QuerySet[Issue]:
    """The issues that have a row in the book (of a book that is not about issues its rows): what its choice lists are filled
    from."""
    rows = rows_of(kind, user, round_)
    return Issue.objects.filter(pk__in=rows.order_by().values(kind.field("pk"))) if kind.path else rows


def chosen(kind: Kind, user: Any, asked: BookView) -> QuerySet:
    """The rows of a book that `user` may see, cut down to what was asked, in no order yet."""
    rows = rows_of(kind, user, asked.round)
    if asked.wrong or not kind.path:
        return asked.filter.narrowed(rows)
    if not asked.filter.conditions:
        return rows
    return rows.filter(
        **{
            kind.field("in"): asked.filter.narrowed(Issue.objects.counted_for(user).filter(round=asked.round)).values(
                "pk"
            )
        }
    )


def order_of(kind: Kind, asked: BookView) -> tuple[str, ...]:
    """Fields that order the book, the last one unique, all in one direction."""
    by = next((column.sort for column in kind.columns if column.key == asked.column), ())
    sign = "-" if asked.falling and by else ""
    return tuple(f"{sign}{name}" for name in dict.fromkeys((*by, *kind.order, "pk")))


def ordered(kind: Kind, user: Any, asked: BookView) -> QuerySet:
    """All rows of the book as asked, in order."""
    return chosen(kind, user, asked).order_by(*order_of(kind, asked))


def page(kind: Kind, request: HttpRequest, asked: BookView) -> PageOfRows:
    """One page of 50 lines, cheap at any place of the book."""
    rows = keyset(chosen(kind, request.user, asked), fields=order_of(kind, asked), request=request)
    return replace(rows, rows=lines(kind, rows.rows, asked))


def first(kind: Kind, user: Any, asked: BookView, most: int) -> list[BookLine]:
    """The first lines of the book as asked."""
    return lines(kind, ordered(kind, user, asked)[:most], asked)


def totals(kind: Kind, user: Any, asked: BookView) -> dict[str, int]:
    """The number of rows and the sums of the columns that have one: one statement."""
    sums = {column.key: Sum(column.total) for column in kind.columns if column.total}
    sums_by_name = chosen(kind, user, asked).aggregate(rows_in_book=Count("pk"), **sums)
    return {name: value or 0 for name, value in sums_by_name.items()}


def parts(kind: Kind, user: Any, asked: BookView) -> Sequence[Subtotal]:
    """The book in parts, where it is asked to be cut."""
    return subtotals.cut(kind, chosen(kind, user, asked), asked.by) if asked.by else ()


def stream(kind: Kind, user: Any, asked: BookView) -> Iterator[BookLine]:
    """Every line in order, read in chunks: memory does not grow with the book."""
    rows = ordered(kind, user, asked).iterator(chunk_size=CHUNK)
    while part := list(islice(rows, CHUNK)):
        yield from lines(kind, part, asked)


def lines(kind: Kind, found: Iterable[Any], asked: BookView | None = None) -> list[BookLine]:
    """Rows with the values of their columns: the one way from a book to page, file, print and API. Without `asked` they go
    nowhere and are whole."""
    part = list(found)
    if kind.prepare:
        kind.prepare(part)
    return [_line(kind, row, asked) for row in part]


def _line(kind: Kind, row: Any, asked: BookView | None) -> BookLine:
    """What goes out by number alone keeps its number and what is counted, so that the sums below stay right."""
    if not (why := _told(kind, row, asked)):
        return BookLine(row, [column.value(row) for column in kind.columns])
    words = next((column.key for column in kind.columns if column.kind == "text"), "")
    counted = {column.key: column.value(row) for column in kind.columns if column.is_number or column.key == "number"}
    values = {words: why} | counted
    return BookLine(row, [values.get(column.key, "") for column in kind.columns], why)


def _told(kind: Kind, row: Any, asked: BookView | None) -> str:
    """Why a row goes out by number alone; nothing of one that goes out whole."""
    if getattr(row, "withheld", False):
        return WITHHELD
    level = getattr(kind.issue(row), "confidentiality", "")
    if asked is None or not level:
        return ""
    return LEFT_OUT if given(level, asked.door, answers=asked.answers) == Given.NUMBER else ""


def secrets(kind: Kind, user: Any, asked: BookView) -> int:
    """How many rows of the book, as asked, go out by number alone."""
    rows, levels = chosen(kind, user, asked), by_number(asked.door, answers=asked.answers)
    about_issues = bool(kind.path) or rows.model is Issue
    mark = kind.level or (kind.field("confidentiality") if about_issues else "")
    return rows.filter(**{f"{mark}__in": levels}).count() if levels and mark else 0


def plain_row(kind: Kind, line: BookLine) -> dict[str, Any]:
    """A line for the API: a value for each column's key."""
    return {column.key: plain(value) for column, value in zip(kind.columns, line.values, strict=True)}


def rows(kind: Kind, user: Any, params: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """All rows of a book as the API gives them."""
    return (plain_row(kind, line) for line in stream(kind, user, ask(kind, user, params)))


def foot(kind: Kind, sums: dict[str, int]) -> list[Any]:
    """The row of totals: the count stands in the first columns, the sums under theirs."""
    row: list[Any] = [sums[column.key] if column.total else "" for column in kind.columns]
    return ["合计", f"{sums['rows_in_book']:,} {kind.word}", *row[2:]]


def notes(kind: Kind, user: Any, asked: BookView) -> list[str]:
    """What stands under the title of a file or print: round, conditions, as of when, 口径, who filed it."""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    sums = [str(total) for total in sums_of(kind, user, asked)]
    return [
        f"轮次：{asked.round}　　范围：{asked.filter.words}　　数据截至：{at}　　单位：{kind.word}",
        f"口径：{kind.definition}",
        *([f"合计：{'；'.join(sums)}"] if sums else []),
        *(f"文号：{series}" for series in series_of(kind, user, asked)),
        filing(user, today(), asked.round.office_id if asked.round else None),
        *left_out(secrets(kind, user, asked)),
        copy_line(user.name),
    ]


def sums_of(kind: Kind, user: Any, asked: BookView) -> list:
    """Totals by kind of the rows as asked, for a book whose numbers are not all of one kind."""
    return kind.sums(chosen(kind, user, asked)) if kind.sums else []


def series_of(kind: Kind, user: Any, asked: BookView) -> list:
    """The series of numbers that the rows of the book take, all of them: what was asked for leaves out no number."""
    return kind.series(user, rows_of(kind, user, asked.round)) if kind.series else []


def write(kind: Kind, user: Any, asked: BookView, target: BinaryIO) -> int:
    """Write the workbook as an office lays it out to `target`; gives the number of rows. Raises sheets.TooLong."""
    if asked.round is None:
        raise ValueError("A workbook is of one round.")
    sums = totals(kind, user, asked)
    sheet = blank(kind, asked.round)
    sheet.rows = keyed(kind, stream(kind, user, asked))
    sheet.notes = notes(kind, user, asked)
    sheet.totals = ["", *foot(kind, sums)]
    sheet.mark = f"{copy_line(user.name)}　仅供工作使用"
    return write_book(target, sheet, *([parted(kind, user, asked)] if asked.by else []))


def parted(kind: Kind, user: Any, asked: BookView) -> Sheet:
    """The sheet of the parts, behind that of the rows."""
    way, columns = subtotals.cuts_of(kind)[asked.by], subtotals.summed(kind)
    heads = [Col(way.label, width=36), Col(kind.word, width=10, kind="number")]
    return Sheet(
        title=f"{asked.round}整改{kind.title}按{way.label}小计",
        columns=[*heads, *(Col(column.title, column.group, column.width, column.kind) for column in columns)],
        rows=[
            [part.name, part.rows, *(part.sums[column.key] for column in columns)] for part in parts(kind, user, asked)
        ],
        notes=[*notes(kind, user, asked), *([way.note] if way.note else [])],
        name="小计",
    )


def blank(kind: Kind, round_: Round) -> Sheet:
    """The sheet of a book without its rows."""
    keys = [column.key for column in kind.columns]
    identity = tuple(keys.index(key) + 1 for key in kind.identity)
    return Sheet(
        title=f"{round_.name}整改{kind.title}",
        columns=columns_of(kind),
        rows=(),
        name=kind.title,
        frozen=kind.frozen,
        provenance=Provenance(kind.slug, round_.public_id, identity),
    )


def columns_of(kind: Kind) -> list[Col]:
    """The columns of the file, that of the number of the line first."""
    rest = [Col(column.title, column.group, column.width, column.kind) for column in kind.columns]
    return [Col("序号", width=6, kind="number"), *rest]


def fitted(kind: Kind) -> TableFit:
    """How the table of a book lies on paper, in the file and printed from the page."""
    columns = columns_of(kind)
    return fit([column.width for column in columns], [column.bends for column in columns])


def keyed(kind: Kind, found: Iterable[BookLine]) -> Iterator[Keyed]:
    """Lines as they are written, numbered, each with the key of its row and the version of its issue."""
    for place, line in enumerate(found, start=1):
        yield Keyed(str(line.row.pk), kind.issue(line.row).version, [place, *line.values])
