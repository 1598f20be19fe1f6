"""The steps of a measure in the demo city: planned for every other unit, reached by and by, late now and then."""

from datetime import date, timedelta

from issues.actions import milestones
from issues.models import Issue, Milestone, Status
from rectify.accounts.models import Unit, User
from rectify.lib.dates import today

LEAST = 20  # days, or there is nothing to part
HALVES = (("摸清底数，列出清单", 3), ("逐项整改，边改边核", 2))


def steps(unit: Unit, due: date) -> list[dict]:
    """What comes before the end of a measure, as a plan writes it."""
    left = (due - today()).days
    if left < LEAST or unit.pk % 2:
        return []
    return [{"text": text, "due": today() + timedelta(days=left // part)} for text, part in HALVES]


def reach(issue: Issue, *, by: User) -> None:
    """The first step that is still open."""
    step = Milestone.objects.filter(measure__issue=issue, done_on=None).order_by("due").first()
    if step is not None and issue.status == Status.RECTIFYING:
        milestones.reach(milestone=step, on=today(), by=by, note="清单已经主要负责人签字")
