"""快照 as 盘点 reads them: what was recorded of an evening, cut into parts as the reader may see them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from issues.models import Round
from ledgers.models import BalanceSnapshot
from rectify.accounts.models import User

Part = tuple[Any, Any]  # place and name of a part, as the cut of a stocktaking gives them
MOST = 12


@dataclass(frozen=True)
class Recorded:
    """What was known of one evening when it was recorded."""

    taken_at: datetime
    occasion: str
    counts: Counter[Part]

    @property
    def words(self) -> str:
        return f"{self.occasion}快照，{timezone.localtime(self.taken_at):%m-%d %H:%M} 记下"


def recorded(user: User, round_: Round, on: date, entries: QuerySet[Any]) -> Recorded | None:
    """The evening as it was recorded, of the accounts that `user` may see; None where nobody recorded it. `entries` are theirs
    of the round, each with the part in which it stands (`part_place`, `part_name`)."""
    rows = BalanceSnapshot.objects.filter(round=round_, on=on)
    first = rows.order_by("pk").first()
    if first is None:
        return None
    keyed = entries.order_by().values_list("unit", "issue", "part_place", "part_name").distinct()
    parts = {(unit, issue): (place, name) for unit, issue, place, name in keyed}
    counts: Counter[Part] = Counter()
    for unit, issues in rows.visible_to(user).values_list("unit", "issues"):
        counts.update(parts.get((unit, issue), (None, None)) for issue in issues)
    return Recorded(first.taken_at, first.get_occasion_display(), counts)


def evenings(round_: Round) -> list[tuple[date, str]]:
    """The last evenings that were recorded, the newest first, with their occasions."""
    days = BalanceSnapshot.objects.filter(round=round_).order_by("-on").values_list("on", "occasion").distinct()
    return [(on, BalanceSnapshot.Occasion(occasion).label) for on, occasion in days[:MOST]]
