"""经手: in whose hands an issue is, and the row that a change of hands leaves."""

from django.db.models import QuerySet

from issues.models import Handing, Issue, IssueUnit
from rectify.accounts.models import Unit

Kind = Handing.Kind


def holder(issue: Issue) -> Unit:
    """The unit that handles the issue now: that of the last change of hands, or the lead unit itself."""
    last = issue.handings.select_related("to_unit").order_by("-at", "-pk").first()
    return last.to_unit if last and last.kind == Kind.HANDED_DOWN else issue.lead_unit


def takers(issue: Issue) -> QuerySet[Unit]:
    """Whom the lead unit may hand the handling to: units in use below it, and those that are responsible beside it."""
    below = Unit.objects.below(issue.lead_unit)
    responsible = Unit.objects.filter(issue_shares__issue=issue, issue_shares__slot=IssueUnit.Slot.RESPONSIBLE)
    units = Unit.objects.filter(pk__in=below.values("pk")) | Unit.objects.filter(pk__in=responsible.values("pk"))
    return units.active().exclude(pk__in=[issue.lead_unit_id, holder(issue).pk]).order_by("order", "pk")


def open_door(issue: Issue, unit: Unit) -> bool:
    """Let a unit that takes the handling see and prove: it becomes responsible. Whether it was not before."""
    if issue.shares.filter(unit=unit).exists():
        return False
    IssueUnit.objects.create(issue=issue, unit=unit, order=issue.shares.count())
    return True


def close_doors(issue: Issue, *, but: Unit | None = None) -> None:
    """Who was let in by a hand-down and has nothing in hand any more is no longer responsible; the row of its turn stays."""
    opened = issue.handings.filter(opened_door=True).exclude(to_unit=but).values("to_unit")
    issue.shares.filter(unit__in=opened).delete()
