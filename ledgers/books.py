"""One engine for all books: what was asked, the rows, a page of them, their totals, the workbook, the rows of the API.

Page, file, print and API all go through `ask` and `chosen`, so that they hold the same rows in the same order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from issues import slices
from issues.leads import Lead, leads
from issues.leads import chosen as chosen_lead
from issues.models import Category, Grade, Issue, Round, Status
from ledgers.columns import Column, Kind, plain, shown
from rectify.accounts.models import Unit
from rectify.lib.dates import read_date, today
from rectify.lib.pages import Page, keyset
from rectify.lib.sheets import Col, Sheet, write_book
from rectify.lib.text import shortened

AS_SLICES = (
    "slice",
    "side",
    "overdue",
    "focus",
)  # parameters of the issue list: its export opens the book on the same rows
CHUNK = 2000  # rows read at once by an export: the related rows of each chunk cost one statement a relation


@dataclass(frozen=True)
class Asked:
    """What a reader asked of a book, read tolerantly: what cannot be understood finds nothing rather than everything."""

    round: Round | None
    unit: Lead | None = None
    state: str = ""
    category: Category | None = None
    grade: str = ""
    due_from: date | None = None
    due_to: date | None = None
    q: str = ""
    slices: tuple[str, ...] = ()
    sort: str = ""
    falling: bool = False
    wrong: tuple[str, ...] = ()
    given: dict = field(default_factory=dict)

    @property
    def words(self) -> list[tuple[str, str]]:
        """The conditions in words, each with the name of its parameter: chips on the page, a note in the file."""
        found = [
            ("unit", f"单位：{self.unit}" if self.unit else ""),
            ("state", f"环节：{Status(self.state).label}" if self.state else ""),
            ("category", f"类别：{self.category.name}" if self.category else ""),
            ("grade", f"认定：{Grade(self.grade).label}" if self.grade else ""),
            ("due_from", f"期限自 {self.due_from}" if self.due_from else ""),
            ("due_to", f"期限至 {self.due_to}" if self.due_to else ""),
            ("q", f"含“{self.q}”" if self.q else ""),
            *((code_parameter(code), slices.title(code)) for code in self.slices),
        ]
        return [(name, text) for name, text in found if text] + [
            (name, f"看不懂的条件：{shortened(self.given[name], 40)}") for name in self.wrong
        ]


def parameters(kind: Kind) -> tuple[str, ...]:
    """The names of what may be asked of a book."""
    return ("round", "q", "sort", *AS_SLICES, *kind.filters)


def ask(kind: Kind, user: Any, params: Mapping[str, str], round_: Round | None = None) -> Asked:
    """Read the parameters of an address. `round_` is the chosen round, where the address names none."""
    given = {name: str(params.get(name, "")).strip()[:100] for name in parameters(kind)}
    if params.get("lead") and not given.get("unit"):
        given["unit"] = str(params["lead"])[:20]
    wrong: list[str] = []

    def one(name: str, found: Any) -> Any:
        if given.get(name) and not found:
            wrong.append(name)
        return found

    def row(name: str, queryset: QuerySet, **lookup: Any) -> Any:
        return one(name, queryset.filter(**lookup).first()) if given.get(name) else None

    def choice(name: str, values: Iterable[str]) -> str:
        return one(name, given[name] if given.get(name) in values else "") or ""

    rounds = Round.objects.visible_to(user)
    here = row("round", rounds, public_id=given["round"]) if given["round"] else round_ or rounds.first()
    sort = given["sort"].removeprefix("-")
    sortable = {column.key for column in kind.columns if column.sort}
    asked = Asked(
        round=here,
        unit=one(
            "unit", chosen_lead(given["unit"], leads_of(user, here, given["unit"])) if given.get("unit") else None
        ),
        state=choice("state", Status.values),
        category=row("category", Category.objects.filter(scheme__kind="catalogue"), code=given.get("category")),
        grade=choice("grade", Grade.values),
        due_from=one("due_from", read_date(given.get("due_from", ""))),
        due_to=one("due_to", read_date(given.get("due_to", ""))),
        q=given["q"],
        slices=tuple(code for name in AS_SLICES if given[name] and one(name, code := known_slice(name, given[name]))),
        sort=sort if sort in sortable else "",
        falling=given["sort"].startswith("-"),
        given={name: value for name, value in given.items() if value},
    )
    return replace(asked, wrong=tuple(wrong))


def known_slice(name: str, value: str) -> str:
    """The code of the slice that a parameter of the issue list stands for; empty where there is none."""
    code = {"slice": value, "side": f"side:{value}"}.get(name, name)
    try:
        slices.condition(code, today())
    except LookupError:
        return ""
    return code


def code_parameter(code: str) -> str:
    """The parameter that named a slice: the way back from `known_slice`."""
    return next((name for name in AS_SLICES[1:] if code.split(":")[0] == name), "slice")


def leads_of(user: Any, round_: Round | None, *asked: str) -> list[Lead]:
    """The units and systems that lead an issue of the round which `user` may see, in protocol order."""
    return leads(Issue.objects.visible_to(user).filter(round=round_), Unit.objects.visible_to(user), *asked)


def chosen(kind: Kind, user: Any, asked: Asked) -> QuerySet:
    """The rows of a book that `user` may see, cut down to what was asked, in no order yet."""
    if asked.round is None or asked.wrong:
        return kind.rows(user).none()
    wanted = {
        "round": asked.round,
        "status": asked.state,
        "category__code": asked.category and asked.category.code,
        "grade": asked.grade,
        "due__gte": asked.due_from,
        "due__lte": asked.due_to,
    }
    rows = kind.rows(user).filter(**{kind.field(name): value for name, value in wanted.items() if value})
    if asked.unit:
        rows = rows.filter(asked.unit.condition(kind.path))
    for code in asked.slices:
        rows = rows.filter(**{kind.field("pk__in"): Issue.objects.filter(slices.condition(code, today())).values("pk")})
    if not asked.q:
        return rows
    like = Q()
    for name in ("number", "title", "original"):
        like |= Q(**{kind.field(f"{name}__icontains"): asked.q})
    return rows.filter(like)


def order_of(kind: Kind, asked: Asked) -> tuple[str, ...]:
    """Fields that order the book, the last one unique, all in one direction."""
    by = next((column.sort for column in kind.columns if column.key == asked.sort), ())
    sign = "-" if asked.falling and by else ""
    return tuple(f"{sign}{name}" for name in dict.fromkeys((*by, *kind.order, "pk")))


def ordered(kind: Kind, user: Any, asked: Asked) -> QuerySet:
    """All rows of the book as asked, in order."""
    return chosen(kind, user, asked).order_by(*order_of(kind, asked))


def page(kind: Kind, request: HttpRequest, asked: Asked) -> Page:
    """One page of 50 rows, cheap at any place of the book, with what their columns need."""
    found = keyset(chosen(kind, request.user, asked), fields=order_of(kind, asked), request=request)
    return replace(found, rows=prepared(kind, found.rows))


def first(kind: Kind, user: Any, asked: Asked, most: int) -> list[Any]:
    """The first rows of the book as asked, with what their columns need."""
    return prepared(kind, ordered(kind, user, asked)[:most])


def totals(kind: Kind, user: Any, asked: Asked) -> dict[str, int]:
    """The number of rows and the sums of the columns that have one: one statement."""
    sums = {column.key: Sum(column.total) for column in kind.columns if column.total}
    found = chosen(kind, user, asked).aggregate(rows_in_book=Count("pk"), **sums)
    return {name: value or 0 for name, value in found.items()}


def cells(kind: Kind, row: Any) -> list[Any]:
    """The values of one row, in the order of the columns."""
    return [column.value(row) for column in kind.columns]


def stream(kind: Kind, user: Any, asked: Asked) -> Iterator[list[Any]]:
    """The values of every row in order, read in chunks: memory does not grow with the book."""
    found = ordered(kind, user, asked).iterator(chunk_size=CHUNK)
    while part := list(islice(found, CHUNK)):
        for row in prepared(kind, part):
            yield cells(kind, row)


def prepared(kind: Kind, found: Iterable[Any]) -> list[Any]:
    """Rows with what their columns need beside the joins."""
    part = list(found)
    if kind.prepare:
        kind.prepare(part)
    return part


def plain_row(kind: Kind, row: Any) -> dict[str, Any]:
    """A prepared row for the API: a value for each column's key."""
    return {column.key: plain(column.value(row)) for column in kind.columns}


def rows(kind: Kind, user: Any, params: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """All rows of a book as the API gives them."""
    for values in stream(kind, user, ask(kind, user, params)):
        yield {column.key: plain(value) for column, value in zip(kind.columns, values, strict=True)}


def page_rows(kind: Kind, found: Iterable[Any]) -> list[dict[str, Any]]:
    """Prepared rows as a template draws them: the issue they open, and each cell as text with its mark."""
    return [{"issue": kind.issue(row), "cells": [cell(column, row) for column in kind.columns]} for row in found]


def cell(column: Column, row: Any) -> dict[str, Any]:
    text = shown(column.value(row))
    mark = column.mark(row) if column.mark and text else ""
    return {"column": column, "text": text, "mark": mark, "is_link": column.key == "title"}


def heads(kind: Kind, asked: Asked) -> list[dict[str, Any]]:
    """The header cells: neighbours of one group under one heading, each sortable column with what a click asks for."""
    found: list[dict[str, Any]] = []
    for column in kind.columns:
        here = column.key == asked.sort
        one = {"column": column, "sort": "none" if column.sort else ""}
        if column.sort:
            one["asks"] = f"-{column.key}" if here and not asked.falling else column.key
            one["sort"] = ("descending" if asked.falling else "ascending") if here else "none"
        if found and column.group and found[-1]["group"] == column.group:
            found[-1]["columns"].append(one)
        else:
            found.append({"group": column.group, "columns": [one]})
    return found


def foot(kind: Kind, sums: dict[str, int]) -> list[Any]:
    """The row of totals: the count stands in the first columns, the sums under theirs."""
    row: list[Any] = [sums[column.key] if column.total else "" for column in kind.columns]
    return ["合计", f"{sums['rows_in_book']:,} {kind.word}", *row[2:]]


def notes(kind: Kind, user: Any, asked: Asked) -> list[str]:
    """What stands under the title of a file or print: round, conditions, as of when, 口径."""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    conditions = "；".join(text for _, text in asked.words) or "全部"
    sums = [str(total) for total in sums_of(kind, user, asked)]
    return [
        f"轮次：{asked.round}　　范围：{conditions}　　数据截至：{at}　　单位：{kind.word}",
        f"口径：{kind.definition}",
        *([f"合计：{'；'.join(sums)}"] if sums else []),
    ]


def sums_of(kind: Kind, user: Any, asked: Asked) -> list:
    """Totals by kind of the rows as asked, for a book whose numbers are not all of one kind."""
    return kind.sums(chosen(kind, user, asked)) if kind.sums else []


def write(kind: Kind, user: Any, asked: Asked, target: BinaryIO) -> int:
    """Write the workbook as an office lays it out to `target`; gives the number of rows. Raises sheets.TooLong."""
    columns = [Col("序号", width=6, kind="number")]
    columns += [Col(column.title, column.group, column.width, column.kind) for column in kind.columns]
    numbered = ([place, *values] for place, values in enumerate(stream(kind, user, asked), start=1))
    sums = totals(kind, user, asked)
    mark = f"{user.name}　{timezone.localtime():%Y-%m-%d %H:%M}　仅供工作使用"
    sheet = Sheet(
        title=f"{asked.round.name}整改{kind.title}",
        columns=columns,
        rows=numbered,
        notes=notes(kind, user, asked),
        totals=["", *foot(kind, sums)],
        name=kind.title,
        frozen=kind.frozen,
        mark=mark,
    )
    return write_book(target, sheet)
