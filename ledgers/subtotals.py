"""小计: the rows of a book cut by what their issues are, each part with its count and the sums of the book (docs/rules.md:
book-subtotals)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from issues.filters import IssueFilter
from issues.models import Cause, Nature
from ledgers.columns import Column, Kind

UNSAID = "没有定"
WORDS: Mapping[str, Any] = dict(Nature.choices) | dict(Cause.choices)


@dataclass(frozen=True)
class BookCut:
    """A way of cutting: what it is called, the condition that opens a part, the lookups of its value, name (`between`
    its pieces) and place."""

    label: str
    asks: str
    value: str
    names: tuple[str, ...]
    order: tuple[str, ...]
    between: str = ""
    note: str = ""


@dataclass(frozen=True)
class Subtotal:
    """A part of a book: how many rows, and the sums by the key of their column. `value` is what the condition of the cut asks
    for; empty where nobody has said what it is."""

    name: str
    value: str
    rows: int
    sums: Mapping[str, int]


OF_UNIT, OF_SECTOR = "lead_unit__", "lead_unit__sector__"
CUTS = {
    "unit": BookCut(
        "单位",
        "lead",
        f"{OF_UNIT}public_id",
        (f"{OF_UNIT}ahead", f"{OF_UNIT}name"),
        (f"{OF_UNIT}order", f"{OF_UNIT}public_id"),
    ),
    "sector": BookCut("板块", "sector", f"{OF_SECTOR}code", (f"{OF_SECTOR}name",), (f"{OF_SECTOR}order",)),
    "category": BookCut(
        "类别", "category", "category__code", ("category__name",), ("category__order", "category__code")
    ),
    "group": BookCut(
        "分类",
        "group",
        "groups__pk",
        ("groups__scheme__name", "groups__name"),
        ("groups__scheme__code", "groups__order"),
        between="：",
        note="一件在每个分类方案里各算一次",
    ),
    "track": BookCut("专项", "track", "track__code", ("track__name",), ("track__order",)),
    "nature": BookCut("性质", "nature", "nature", ("nature",), ("nature",)),
    "cause": BookCut("根源类型", "cause", "cause", ("cause",), ("cause",)),
}


def cuts_of(kind: Kind) -> Mapping[str, BookCut]:
    """The ways in which a book can be cut: those of issues, where its rows are about issues."""
    return CUTS if issubclass(_filter(kind), IssueFilter) else {}


def _filter(kind: Kind) -> type:
    return kind.filter if isinstance(kind.filter, type) else object


def summed(kind: Kind) -> list[Column]:
    """The columns that have a sum."""
    return [column for column in kind.columns if column.total]


def cut(kind: Kind, rows: QuerySet, by: str) -> Sequence[Subtotal]:
    """`rows` of the book in parts, in the order of what they are cut by; one statement. A row nobody has sorted is in a part of
    its own, the last."""
    way = cuts_of(kind)[by]
    fields = {f"cut_{n}": F(kind.field(lookup)) for n, lookup in enumerate((way.value, *way.names))}
    sums = {f"sum_{column.key}": Sum(column.total) for column in summed(kind)}
    if by == "group":
        in_use = Q(**{kind.field("groups__scheme__is_current"): True})
        rows = rows.filter(in_use | Q(**{kind.field("groups"): None}))
    parts = rows.order_by().values(**fields).annotate(rows_in_book=Count("pk"), **sums)
    ordered = parts.order_by(*(kind.field(lookup) for lookup in way.order))
    totals = [_subtotal(kind, part, way) for part in ordered]
    return sorted(totals, key=lambda total: not total.value)


def _subtotal(kind: Kind, part: Mapping[str, Any], way: BookCut) -> Subtotal:
    names = [str(WORDS.get(text, text)) for n in range(1, len(way.names) + 1) if (text := part[f"cut_{n}"])]
    value = str(part["cut_0"] or "")
    sums = {column.key: part[f"sum_{column.key}"] or 0 for column in summed(kind)}
    return Subtotal(way.between.join(names) if value else UNSAID, value, part["rows_in_book"], sums)
