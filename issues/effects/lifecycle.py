"""What follows the moves of an issue, in the same transaction. Each takes (obj, act)."""

from django.db.models import QuerySet

from issues.models import PENDING, Issue, Lasting, Round
from rectify.workflow.move import Act
from rectify.workflow.moves import moves_of


def hold_round(issue: Issue):
    """Round before issue, the order in which all lock: what ends one issue for another's sake is done one at a time."""
    Round.objects.select_for_update(no_key=True).get(pk=issue.round_id)


def waiting_lastings(issue: Issue) -> QuerySet[Lasting]:
    return issue.lastings.filter(status=Lasting.Status.WAITING)


def lapse_lastings(issue: Issue, act: Act):
    """An application for 长期坚持 ends with its issue, or with the lead of the unit that asked."""
    for lasting in waiting_lastings(issue):
        act.then(moves_of(lasting)["lapse"], lasting, note=act.note)


def lapse_extensions(issue: Issue, act: Act):
    """An application for more time ends with its issue; so does one for 长期坚持."""
    extensions, lastings = issue.extensions.filter(status__in=PENDING), waiting_lastings(issue)
    if not extensions.values("pk").union(lastings.values("pk"), all=True).exists():
        return
    for extension in extensions:
        act.then(moves_of(extension)["lapse"], extension, note=act.note)
    lapse_lastings(issue, act)
