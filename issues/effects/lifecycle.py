"""What follows the moves of an issue, in the same transaction. Each takes (obj, act)."""

from django.db.models import QuerySet
from django.utils import timezone

from issues.effects.handing import former_lead
from issues.effects.places import from_same_row, next_place
from issues.models import PENDING, Ending, Issue, Lasting, Round, Status
from rectify.lib.errors import Faster
from rectify.lib.locks import lock
from rectify.workflow.move import Act
from rectify.workflow.moves import moves_of


def stamp_dispatch(issue: Issue, act: Act) -> dict:
    """From here on the original wording and the number are frozen (a trigger holds them), and so is the procedure."""
    return {"dispatched_at": timezone.now(), "dispatched_by": act.by, "original_due": issue.due,
            "procedure": issue.round.procedure}  # fmt: skip


def hand_to(issue: Issue, act: Act) -> dict:
    """改派: another lead unit, with a place in the round; the number stays, the former unit stays in the trail."""
    unit = act.given["unit"]
    act.tell(from_unit=str(act.read(former_lead, issue)), to_unit=str(unit))
    next_place(issue.round, unit)
    return {"lead_unit": unit} | ({"source_key": ""} if from_same_row(issue, unit) else {})


def drop_own_share(issue: Issue, act: Act):
    """Who leads does not also share."""
    issue.shares.filter(unit=issue.lead_unit).delete()


def count_return(issue: Issue, act: Act) -> dict:
    return {"returns": issue.returns + 1}


def end(issue: Issue, act: Act) -> dict:
    """终止: out of every rate from today; a merge names its target."""
    act.tell(ending=Ending(act.given["ending"]).label)
    return {"ended_on": timezone.localdate(), "ending": act.given["ending"], "merged_into": merge_target(act.given)}


def merge_target(data: dict) -> Issue | None:
    """What an issue is merged into; an ending that is no merge has no target, whatever was filled in."""
    return data.get("merged_into") if data["ending"] == Ending.MERGED else None


def end_as_split(issue: Issue, act: Act) -> dict:
    """拆分: the compound issue ends, its parts go on."""
    parts = issue.parts.filter(status=Status.DRAFT).order_by("number")
    act.tell(ending=Ending.SPLIT.label, parts=[part.number for part in parts])
    return {"ended_on": timezone.localdate(), "ending": Ending.SPLIT}


def dispatch_parts(issue: Issue, act: Act):
    """The parts are dispatched in the same transaction: at no moment is the matter in nobody's hands."""
    parts = list(issue.parts.filter(status=Status.DRAFT).order_by("number"))
    for part in parts:  # all of them before the first is recorded: nothing is locked after the trail
        lock(part)
    for part in parts:
        act.then(moves_of(part)["dispatch"], part, note=act.note)


def hold_round(issue: Issue):
    """Round before issue, the order in which all lock: what ends one issue for another's sake is done one at a time."""
    Round.objects.select_for_update(no_key=True).get(pk=issue.round_id)


def hold_target(issue: Issue, act: Act):
    """A merge into an issue that was struck off meanwhile is refused; the target is locked after the issue itself."""
    target = merge_target(act.given)
    if target is not None and not lock(target).is_open:
        raise Faster(f"{target.number} 刚刚{target.get_status_display()}，不能并入；您这次没有写入任何数据")


def start_over(issue: Issue, act: Act):
    """改派 of an issue under way: the approved plan is void and kept; the new unit plans from what is there."""
    issue.plans.filter(verdict__in=["waiting", "passed"]).update(verdict="void")


def ask_no_more_reports(issue: Issue, act: Act):
    """改派: what the former unit has not reported this week is asked of nobody any more. What was fixed as 未报 stays."""
    issue.reports.filter(sent_at=None, missed_at=None).delete()


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
