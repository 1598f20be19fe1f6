"""挂图作战: the issues asked for on sheets of A3 for the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from issues.filters import IssueFilter
from issues.models import Issue, Round, Status
from ledgers.figures.figure import Scope
from ledgers.figures.wall import DEFINITION, HEADS, WallSheet, sheets
from rectify.accounts.models import Unit
from rectify.accounts.request import Request
from rectify.lib.components import Chip, ViewLink
from rectify.lib.page import Page

MOST = 520  # twenty sheets; who wants more cuts by unit
OFFERED = (("重点关注", "focus=on"), ("推进中", "slice=open"), ("逾期", "slice=overdue"))


@dataclass(frozen=True)
class WallPage(Page):
    """`count` issues fit the conditions; `rest` of them are not hung. `back` is the list of the same issues."""

    template: ClassVar[str] = "ledgers/wall/wall.html"
    round: Round
    words: str
    chips: Sequence[Chip]
    views: Sequence[ViewLink]
    heads: Sequence[str]
    sheets: Sequence[WallSheet]
    count: int
    rest: int
    definition: str
    back: str


def wall(request: Request, scope: Scope) -> WallPage:
    """The issues of the round that fit the conditions of the address."""
    asked, here = _asked(request, scope), reverse("ledgers:wall")
    rows = _rows(asked)
    count = rows.count()
    return WallPage(
        round=scope.round,
        words=asked.words,
        chips=asked.chips(here),
        views=[ViewLink(name, f"{here}?{query}", request.GET.urlencode() == query) for name, query in OFFERED],
        heads=HEADS,
        sheets=sheets(rows[:MOST], scope.on),
        count=count,
        rest=max(count - MOST, 0),
        definition=DEFINITION,
        back=asked.address(reverse("issues:list")),
    )


def _asked(request: Request, scope: Scope) -> IssueFilter:
    beside = {"round": [scope.round.public_id]}
    return IssueFilter(request.GET, scope.issues(), units=Unit.objects.visible_to(request.user), beside=beside)


def _rows(asked: IssueFilter) -> QuerySet[Issue]:
    """What was dispatched and not ended, unit by unit."""
    rows = asked.understood().exclude(status__in=(Status.DRAFT, Status.TERMINATED))
    return rows.select_related("lead_unit", "procedure", "round").order_by("lead_unit__order", "lead_unit_id", "number")
