"""A figure as an object: what is counted, over what, as of when, and the address of exactly the list it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from issues import slices
from issues.models import Issue, Round
from issues.models.querysets import IssueQuerySet
from issues.rates import Rate, Share
from rectify.accounts.models import Unit, User


@dataclass(frozen=True)
class Scope:
    """Whose figures: one reader, one round, one day. Every number of a page comes out of the same scope."""

    user: User
    round: Round
    on: date

    @property
    def within(self) -> Sequence[Round]:
        return [self.round]

    def issues(self) -> IssueQuerySet:
        return Issue.objects.counted_for(self.user).filter(round=self.round)

    def sliced(self, code: str) -> QuerySet:
        return self.issues().filter(slices.condition(code, self.on))

    def link(self, code: str, unit: Unit | None = None) -> str:
        """The list of the issues in a slice, of one lead unit when given."""
        lead = {"lead": unit.public_id} if unit else {}
        return f"{list_address()}?{urlencode({'slice': code, **lead, 'round': self.round.public_id}, safe=':')}"


@dataclass(frozen=True)
class Figure:
    """One number with its 口径. `change` is against the day named by the page; None where there is nothing to compare."""

    name: str
    count: int
    slice: str
    url: str
    change: int | None = None
    kind: str = ""
    note: str = ""

    @property
    def definition(self) -> str:
        return slices.find(self.slice)[0].definition


@dataclass(frozen=True)
class ShownRate:
    """A rate with its numbers and the list that its numerator counts."""

    rate: Rate
    share: Share
    url: str

    @property
    def name(self) -> str:
        return self.rate.name

    @property
    def definition(self) -> str:
        return self.rate.definition

    @property
    def part(self) -> int:
        return self.share.part

    @property
    def whole(self) -> int:
        return self.share.whole

    @property
    def percent(self) -> str:
        return self.share.percent

    @property
    def points(self) -> str:
        """The change in percentage points since the day named by the page."""
        change = self.share.change
        if change is None:
            return ""
        sign = "+" if change > 0 else "−" if change < 0 else ""
        return f"{sign}{abs(change):.1f}"


@lru_cache(maxsize=1)
def list_address() -> str:
    return reverse("issues:list")


def tally(codes: dict[str, str], on: date) -> dict[str, Count]:
    """Aggregates over issues, named as asked, each counting one slice."""
    return {name: Count("pk", filter=slices.condition(code, on)) for name, code in codes.items()}
