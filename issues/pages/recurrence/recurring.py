"""How often findings repeat, per unit and per class: numbers that open exactly the list they count."""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from issues import slices
from issues.models import Issue, Round
from rectify.lib.dates import today

UNITS = ("lead_unit__public_id", "lead_unit__short_name", "lead_unit__name")
CLASSES = ("category__code", "category__name")


class Recurring:
    """What templates/issues/recurring.html takes: one round, one reader; three statements."""

    def __init__(self, user, round_: Round | None) -> None:
        self.user, self.round = user, round_

    @cached_property
    def issues(self) -> QuerySet[Issue]:
        seen = Issue.objects.visible_to(self.user, within=self.round) if self.round else Issue.objects.none()
        return seen.order_by()

    @property
    def again(self) -> Q:
        return slices.condition("recurrent", today())

    @cached_property
    def sums(self) -> dict[str, int]:
        counted, relapsed = (slices.condition(code, today()) for code in ("counted", "relapsed"))
        return self.issues.aggregate(
            counted=Count("pk", filter=counted),
            again=Count("pk", filter=self.again),
            relapsed=Count("pk", filter=relapsed),
        )

    @cached_property
    def units(self) -> list[dict]:
        rows = self._grouped(*UNITS, "lead_unit__order")
        return [
            self._row(r, r["lead_unit__short_name"] or r["lead_unit__name"], lead=r["lead_unit__public_id"])
            for r in rows
        ]

    @cached_property
    def classes(self) -> list[dict]:
        rows = self._grouped(*CLASSES)
        return [self._row(r, f"{r['category__code']} {r['category__name']}", category=r["category__code"])
                for r in rows if r["category__code"]]  # fmt: skip

    def _grouped(self, *by: str) -> list[dict]:
        counted = slices.condition("counted", today())
        found = self.issues.values(*by).annotate(
            counted=Count("pk", filter=counted), again=Count("pk", filter=self.again)
        )
        return list(found.filter(again__gt=0).order_by("-again", by[0]))

    def _row(self, row: dict, name: str, **narrowed: str) -> dict:
        return {"name": name, "counted": row["counted"], "again": row["again"], "url": self.link(**narrowed)}

    def link(self, **narrowed: str) -> str:
        """The list of what repeats, cut down the same way."""
        asked = {"round": self.round.public_id, "slice": "recurrent"} | narrowed
        return f"{reverse('issues:list')}?{urlencode(asked)}"
