"""What follows the moves of an issue, in the same transaction. Each takes (obj, by=, data=, note=)."""

from django.utils import timezone

from issues.effects.places import from_same_row, next_place
from issues.models import PENDING, Ending, Issue, Lasting, Round, Status
from rectify.lib.errors import Faster
from rectify.lib.locks import lock
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of


def stamp_dispatch(issue: Issue, *, by, data, note) -> dict:
    """From here on the original wording and the number are frozen (a trigger holds them), and so is the procedure."""
    return {"dispatched_at": timezone.now(), "dispatched_by": by, "original_due": issue.due,
            "procedure": issue.round.procedure}  # fmt: skip


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
    return {"ended_on": timezone.localdate(), "ending": data["ending"], "merged_into": merge_target(data)}


def merge_target(data: dict) -> Issue | None:
    """What an issue is merged into; an ending that is no merge has no target, whatever was filled in."""
    return data.get("merged_into") if data["ending"] == Ending.MERGED else None


def end_as_split(issue: Issue, *, by, data, note) -> dict:
    """拆分: the compound issue ends, its parts go on."""
    parts = issue.parts.filter(status=Status.DRAFT).order_by("number")
    data.setdefault("facts", {}).update(ending=Ending.SPLIT.label, parts=[part.number for part in parts])
    return {"ended_on": timezone.localdate(), "ending": Ending.SPLIT}


def dispatch_parts(issue: Issue, *, by, data, note):
    """The parts are dispatched in the same transaction: at no moment is the matter in nobody's hands."""
    parts = list(issue.parts.filter(status=Status.DRAFT).order_by("number"))
    for part in parts:  # all of them before the first is recorded: nothing is locked after the trail
        lock(part)
    for part in parts:
        make(moves_of(part)["dispatch"], part, by=by, note=note)


def hold_round(issue: Issue):
    """Round before issue, the order in which all lock: what ends one issue for another's sake is done one at a time."""
    Round.objects.select_for_update(no_key=True).get(pk=issue.round_id)


def hold_target(issue: Issue, *, by, data, note):
    """A merge into an issue that was struck off meanwhile is refused; the target is locked after the issue itself."""
    target = merge_target(data)
    if target is not None and not lock(target).is_open:
        raise Faster(f"{target.number} 刚刚{target.get_status_display()}，不能并入；您这次没有写入任何数据")


def start_over(issue: Issue, *, by, data, note):
    """改派 of an issue under way: the approved plan is void and kept; the new unit plans from what is there."""
    issue.plans.filter(verdict__in=["waiting", "passed"]).update(verdict="void")


def ask_no_more_reports(issue: Issue, *, by, data, note):
    """改派: what the former unit has not reported this week is asked of nobody any more. What was fixed as 未报 stays."""
    issue.reports.filter(sent_at=None, missed_at=None).delete()


def lapse_lastings(issue: Issue, *, by, data, note):
    """An application for 长期坚持 ends with its issue, or with the lead of the unit that asked."""
    for lasting in issue.lastings.filter(status=Lasting.Status.WAITING):
        make(moves_of(lasting)["lapse"], lasting, by=by, note=note)


def lapse_extensions(issue: Issue, *, by, data, note):
    """An application for more time ends with its issue; so does one for 长期坚持."""
    for extension in issue.extensions.filter(status__in=PENDING):
        make(moves_of(extension)["lapse"], extension, by=by, note=note)
    lapse_lastings(issue, by=by, data=data, note=note)
