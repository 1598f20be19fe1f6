"""What follows the moves of an issue, in the same transaction. Each takes (obj, by=, data=, note=)."""

from django.utils import timezone

from issues.conditions import Ending
from issues.effects.places import from_same_row, next_place
from issues.models import PENDING, Issue
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of


def stamp_dispatch(issue: Issue, *, by, data, note) -> dict:
    """From here on the original wording and the number are frozen (a trigger holds them)."""
    return {"dispatched_at": timezone.now(), "dispatched_by": by, "original_due": issue.due}


def hand_to(issue: Issue, *, by, data, note) -> dict:
    """改派: another lead unit, with a place in the round; the number stays, the former unit stays in the trail."""
    unit = data["unit"]
    data.setdefault("facts", {}).update(from_unit=str(issue.lead_unit), to_unit=str(unit))
    next_place(issue.round, unit)
    return {"lead_unit": unit} | ({"source_key": ""} if from_same_row(issue, unit) else {})


def drop_own_share(issue: Issue, *, by, data, note):
    """Who leads does not also share."""
    issue.shares.filter(unit=issue.lead_unit).delete()


def count_return(issue: Issue, *, by, data, note) -> dict:
    return {"returns": issue.returns + 1}


def end(issue: Issue, *, by, data, note) -> dict:
    """终止: out of every rate from today; a merge names its target."""
    data.setdefault("facts", {})["ending"] = Ending(data["ending"]).label
    return {"ended_on": timezone.localdate(), "merged_into": data.get("merged_into")}


def lapse_extensions(issue: Issue, *, by, data, note):
    """An application for more time ends with its issue."""
    for extension in issue.extensions.filter(status__in=PENDING):
        make(moves_of(extension)["lapse"], extension, by=by, note=note)
