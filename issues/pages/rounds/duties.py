"""认领、转办 per unit of a round: the numbers of the round's page, each with the list that it opens."""

from django.db.models import Count
from django.urls import reverse

from issues.models import Round
from issues.rates import CLAIMED, Share
from issues.slices import condition, find
from rectify.lib.dates import today

COUNTED = {"sent": CLAIMED.whole, "claimed": CLAIMED.part, "handed": "handed_down"}


def of_round(round_: Round) -> dict[int, dict]:
    """By lead unit: how many issues there are, how many went out, were claimed, were handed down; one statement."""
    on = today()
    counts = {name: Count("pk", filter=condition(code, on)) for name, code in COUNTED.items()}
    rows = round_.issues.order_by().values("lead_unit", "lead_unit__public_id").annotate(all=Count("pk"), **counts)
    return {row["lead_unit"]: row | _shown(round_, row) for row in rows}


def _shown(round_: Round, row: dict) -> dict:
    return {"urls": _urls(round_, row["lead_unit__public_id"]), "rate": Share(row["claimed"], row["sent"]).percent}


def _urls(round_: Round, lead: str) -> dict[str, str]:
    base = f"{reverse('issues:list')}?round={round_.public_id}&lead={lead}"
    return {name: f"{base}&slice={code}" for name, code in COUNTED.items()} | {"all": base}


def total(duties: dict[int, dict]) -> dict[str, int]:
    """The sums of the round."""
    return {name: sum(row[name] for row in duties.values()) for name in COUNTED}


def definitions() -> list[str]:
    """口径 of the columns, in the words of their slices."""
    return [f"{found.name}：{found.definition}" for found in (find(code)[0] for code in ("claimed", "handed_down"))]
