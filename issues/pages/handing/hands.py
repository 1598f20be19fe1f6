"""经手单位 of an issue as its pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from issues.models import Handing, Issue
from rectify.accounts.models import Unit


@dataclass(frozen=True)
class Hands:
    """The changes of hands, oldest first; how often it was handed down; who holds it now, where not the lead unit."""

    rows: Sequence[Handing]
    times: int
    holder: Unit | None
    lead: Unit


def hands_of(issue: Issue) -> Hands:
    """One statement."""
    rows = list(issue.handings.select_related("from_unit", "to_unit", "by").order_by("at", "pk"))
    down = [row for row in rows if row.kind == Handing.Kind.HANDED_DOWN]
    now = rows[-1].to_unit if rows and rows[-1].kind == Handing.Kind.HANDED_DOWN else None
    return Hands(rows, len(down), now, issue.lead_unit)
