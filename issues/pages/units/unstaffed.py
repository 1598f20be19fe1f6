"""岗位空缺: work that waits for people who are not there, for the office; by unit, with what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from issues.models import Issue, Report, Round
from issues.models.querysets import IssueQuerySet
from issues.slices import condition, find
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.vacancies import former_holders, missing_roles
from rectify.lib.dates import today
from rectify.lib.page import Page

SLICE = "unstaffed"


@dataclass(frozen=True)
class UnstaffedUnit:
    """How many open issues wait there, and the list of them; which roles are missing and who held them last; how many
    weekly reports nobody can write."""

    unit: Unit
    count: int
    url: str
    lacks: Sequence[tuple[str, Holding | None]] = ()
    owed: int = 0


@dataclass(frozen=True)
class UnstaffedPage(Page):
    """The units of one round, with how many issues wait in all."""

    template: ClassVar[str] = "issues/units/unstaffed.html"
    rows: Sequence[UnstaffedUnit]
    total: int
    definition: str


def unstaffed_page(user: User, issues: IssueQuerySet, round_: Round | None) -> UnstaffedPage:
    """`issues` are those of the round that the reader may see."""
    rows = units_of(issues, round_)
    units = [row.unit for row in rows]
    missing, last, owed = missing_roles(units), former_holders(units), reports_due(user, issues, units)
    lacking = [
        replace(
            row,
            lacks=[(role.label, last.get((row.unit.pk, role))) for role in missing[row.unit.pk]],
            owed=owed.get(row.unit.pk, 0),
        )
        for row in rows
    ]
    return UnstaffedPage(lacking, sum(row.count for row in rows), find(SLICE)[0].definition)


def units_of(issues: QuerySet[Issue], round_: Round | None) -> list[UnstaffedUnit]:
    """Each such unit with the number of its open issues and the list it counts; one statement and one for the units."""
    waiting = issues.filter(condition(SLICE, today())).order_by().values_list("lead_unit").annotate(n=Count("pk"))
    counts = dict(waiting)
    units = Unit.objects.filter(pk__in=counts).order_by("order", "pk") if counts else []
    return [UnstaffedUnit(unit, counts[unit.pk], url(round_, unit)) for unit in units]


def url(round_: Round | None, unit: Unit | None = None) -> str:
    lead = f"&lead={unit.public_id}" if unit else ""
    return f"{reverse('issues:list')}?slice={SLICE}" + (f"&round={round_.public_id}" if round_ else "") + lead


def reports_due(user: User, issues: IssueQuerySet, units: Sequence[Unit]) -> dict[int, int]:
    """How many weekly reports these units owe and nobody can write."""
    waiting = Report.objects.visible_to(user).filter(
        Q(sent_at=None) | Q(status=Report.Status.RETURNED), unit__in=units, issue__in=issues.open()
    )
    return dict(waiting.order_by().values_list("unit").annotate(n=Count("pk")))
