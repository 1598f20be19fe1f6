"""认领、转办 per unit of a round: the numbers of the round's page, each with the list that it opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from issues.models import Round
from issues.rates import CLAIMED, Share
from issues.slices import condition, find
from rectify.lib.dates import today

COUNTED = {"sent": CLAIMED.whole, "claimed": CLAIMED.part, "handed": "handed_down"}


@dataclass(frozen=True)
class UnitDuty:
    """How many issues a unit leads, how many went out, were claimed, were handed down; `urls` open each number's list."""

    all: int
    sent: int
    claimed: int
    handed: int
    rate: str
    urls: Mapping[str, str]


@dataclass(frozen=True)
class DutySums:
    """The sums of a round."""

    sent: int
    claimed: int
    handed: int


def of_round(round_: Round) -> dict[int, UnitDuty]:
    """By lead unit; one statement."""
    counts = {name: Count("pk", filter=condition(code, today())) for name, code in COUNTED.items()}
    rows = round_.issues.order_by().values("lead_unit", "lead_unit__public_id").annotate(all=Count("pk"), **counts)
    return {
        row["lead_unit"]: UnitDuty(
            **{name: row[name] for name in ("all", *COUNTED)},
            rate=Share(row["claimed"], row["sent"]).percent,
            urls=_urls(round_, row["lead_unit__public_id"]),
        )
        for row in rows
    }


def _urls(round_: Round, lead: str) -> dict[str, str]:
    base = f"{reverse('issues:list')}?round={round_.public_id}&lead={lead}"
    return {name: f"{base}&slice={code}" for name, code in COUNTED.items()} | {"all": base}


def total(duties: Iterable[UnitDuty]) -> DutySums:
    """Over all units."""
    rows = list(duties)
    return DutySums(*(sum(getattr(row, name) for row in rows) for name in COUNTED))


def definitions() -> list[str]:
    """口径 of the columns, in the words of their slices."""
    return [f"{piece.name}：{piece.definition}" for piece in (find(code)[0] for code in ("claimed", "handed_down"))]
