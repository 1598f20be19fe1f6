"""岗位空缺: work that waits for people who are not there, for the office; by unit, with what is missing."""

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from issues.models import Issue, Report, Round
from issues.slices import condition, find
from rectify.accounts.models import Unit
from rectify.accounts.vacancies import former_holders, missing_roles
from rectify.lib.dates import today

SLICE = "unstaffed"


def mine(request) -> QuerySet[Issue]:
    return Issue.objects.visible_to(request.user).filter(round=request.rounds.current)


def listing(request):
    """The units of the chosen round with open issues and no liaison or no principal in use."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    rows = units_of(mine(request), request.rounds.current)
    units = [row["unit"] for row in rows]
    missing, last, owed = missing_roles(units), former_holders(units), reports_due(request, units)
    for row in rows:
        place = row["unit"].pk
        row |= {"lacks": [(role.label, last.get((place, role))) for role in missing[place]], "owed": owed.get(place, 0)}
    context = {"rows": rows, "total": sum(row["count"] for row in rows), "definition": find(SLICE)[0].definition}
    return render(request, "issues/unstaffed.html", context)


def units_of(issues: QuerySet[Issue], round_: Round | None) -> list[dict]:
    """Each such unit with the number of its open issues and the list it counts; one statement and one for the units."""
    found = issues.filter(condition(SLICE, today())).order_by().values_list("lead_unit").annotate(n=Count("pk"))
    counts = dict(found)
    units = Unit.objects.filter(pk__in=counts).order_by("order", "pk") if counts else []
    return [{"unit": unit, "count": counts[unit.pk], "url": url(round_, unit)} for unit in units]


def url(round_: Round | None, unit: Unit | None = None) -> str:
    lead = f"&lead={unit.public_id}" if unit else ""
    return f"{reverse('issues:list')}?slice={SLICE}" + (f"&round={round_.public_id}" if round_ else "") + lead


def reports_due(request, units: list[Unit]) -> dict[int, int]:
    """How many weekly reports these units owe and nobody can write."""
    waiting = Report.objects.visible_to(request.user).filter(
        Q(sent_at=None) | Q(status=Report.Status.RETURNED), unit__in=units, issue__in=mine(request).open()
    )
    return dict(waiting.order_by().values_list("unit").annotate(n=Count("pk")))
