"""What a book is made of: columns, and the kind of book that is a list of them over rows (docs/rules.md: book-columns)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from issues.filters import IssueFilter
from rectify.lib.filtering import Filtering


@dataclass(frozen=True)
class Column:
    """One column. `value` takes a row of the book's queryset and gives what page, file, print and API show.

    `key` names it in addresses and in the API; `kind` and `width` are those of rectify/lib/sheets; neighbours with the
    same `group` stand under one heading; `sort` is the whitelist of fields (none of them null) that sort by it; `total`
    is the annotation summed at the foot; `mark` gives the code of the mark drawn beside the word on the page.
    """

    key: str
    title: str
    value: Callable[[Any], Any]
    kind: str = "text"
    width: float = 12
    group: str = ""
    sort: tuple[str, ...] = ()
    total: str = ""
    mark: Callable[[Any], str] | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "money", "percent")


@dataclass(frozen=True)
class Kind:
    """A book: title, 口径, columns and rows. `rows` starts at `visible_to`; `path` leads from a row to its issue,
    `level` from a row that is about none to its mark.

    `prepare` gets a part of the rows before their columns are asked, for what no join gives: one statement a part. `of`
    gives the issue of a row where that is not `row.issue`; `sums` totals by kind, where one sum would add unlike things.
    `filter`: the conditions that its address may name, of rows that are no issues their own.
    `identity`: the columns by which a row of the file is known again when it comes back. `of_office`: its rows belong to the
    office, not to one of its rounds. `series(user, rows)` gives the series of numbers that they take, with what is missing.
    """

    slug: str
    title: str
    definition: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], QuerySet]
    order: tuple[str, ...]
    path: str = ""
    level: str = ""
    word: str = "件"
    frozen: int = 3
    filter: Callable[..., Filtering] = IssueFilter
    filters: tuple[str, ...] = ("unit", "state", "category", "due_from", "due_to")
    prepare: Callable[[list], None] | None = None
    of: Callable[[Any], Any] | None = None
    sums: Callable[[QuerySet], list] | None = None
    identity: tuple[str, ...] = ("number",)
    of_office: bool = False
    series: Callable[[Any, QuerySet], list] | None = None

    def within(self, round_: Any) -> dict[str, Any]:
        """The lookup of what belongs to a round: of rows of the office all that are its own."""
        return {"office": round_.office} if self.of_office else {self.field("round"): round_}

    def field(self, name: str) -> str:
        """The lookup of a field of the issue from a row."""
        return f"{self.path}{name}"

    def issue(self, row: Any) -> Any:
        """The issue a row is about."""
        if self.of:
            return self.of(row)
        return row.issue if self.path else row

    @property
    def groups(self) -> bool:
        return any(column.group for column in self.columns)


KINDS: dict[str, Kind] = {}


def ledger(kind: Kind) -> Kind:
    """Put a book on the shelf. Raises ValueError for a slug or a column key that is there twice."""
    keys = [column.key for column in kind.columns]
    if kind.slug in KINDS or len(keys) != len(set(keys)):
        raise ValueError(f"book {kind.slug} or one of its columns is there twice")
    KINDS[kind.slug] = kind
    return kind


def counted(queryset: QuerySet, by: str = "issue") -> Coalesce:
    """An annotation: how many rows of `queryset`, which holds an OuterRef, there are; 0 where there is none."""
    numbers = queryset.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def plain(value: Any) -> Any:
    """A value as the API gives it: days and moments in ISO, lists as lists."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def shown(value: Any) -> str:
    """A value as page and print show it; a list is one line each."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(map(shown, value)) if isinstance(value, list | tuple) else str(value)
