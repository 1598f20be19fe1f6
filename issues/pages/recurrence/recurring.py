"""How often findings repeat, per unit and per class: numbers that open exactly the list they count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from issues import slices
from issues.models import Issue, Round
from rectify.accounts.models import User
from rectify.lib.dates import today

UNITS = ("lead_unit__public_id", "lead_unit__short_name", "lead_unit__name", "lead_unit__ahead")
CLASSES = ("category__code", "category__name")


@dataclass(frozen=True)
class RecurringRow:
    """A unit or a class: how many count, how many of them repeat, and the list of those."""

    name: str
    counted: int
    again: int
    url: str


@dataclass(frozen=True)
class Recurring:
    """Of one round, for one reader; `link` opens all that repeats."""

    round: Round | None
    sums: Mapping[str, int]
    units: Sequence[RecurringRow]
    classes: Sequence[RecurringRow]
    link: str


def recurring(user: User, round_: Round | None) -> Recurring:
    """Three statements; nothing where the reader looks at no round."""
    if round_ is None:
        return Recurring(None, {"counted": 0, "again": 0, "relapsed": 0}, [], [], "")
    issues = Issue.objects.counted_for(user, within=round_).order_by()
    codes = {"counted": "counted", "again": "recurrent", "relapsed": "relapsed"}
    counts = {name: Count("pk", filter=slices.condition(code, today())) for name, code in codes.items()}
    return Recurring(
        round_, issues.aggregate(**counts), by_unit(issues, round_), by_class(issues, round_), link(round_)
    )


def by_unit(issues: QuerySet[Issue], round_: Round) -> list[RecurringRow]:
    """Units with anything that repeats, the most first."""
    return [
        RecurringRow(
            f"{row['lead_unit__ahead']}{row['lead_unit__short_name'] or row['lead_unit__name']}",
            row["counted"],
            row["again"],
            link(round_, lead=row["lead_unit__public_id"]),
        )
        for row in _grouped(issues, *UNITS, "lead_unit__order")
    ]


def by_class(issues: QuerySet[Issue], round_: Round) -> list[RecurringRow]:
    """Classes likewise; what has no class stands in none."""
    return [
        RecurringRow(
            f"{row['category__code']} {row['category__name']}",
            row["counted"],
            row["again"],
            link(round_, category=row["category__code"]),
        )
        for row in _grouped(issues, *CLASSES)
        if row["category__code"]
    ]


def _grouped(issues: QuerySet[Issue], *by: str) -> QuerySet:
    counted, again = (Count("pk", filter=slices.condition(code, today())) for code in ("counted", "recurrent"))
    return issues.values(*by).annotate(counted=counted, again=again).filter(again__gt=0).order_by("-again", by[0])


def link(round_: Round, **narrowed: str) -> str:
    """The list of what repeats, cut down the same way."""
    asked = {"round": round_.public_id, "slice": "recurrent"} | narrowed
    return f"{reverse('issues:list')}?{urlencode(asked)}"
