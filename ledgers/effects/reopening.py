"""What follows 重开 and 反弹, in the same transaction: the old closing stays to be read, what rested on it is asked anew."""

from issues.conditions import live_measures
from issues.models import Issue, MeasureStatus, Outcome
from ledgers.conditions import standing_closure
from ledgers.models import Closure, Visit
from rectify.audit.trail import Fact, record_many
from rectify.workflow.move import Act
from rectify.workflow.moves import moves_of


def reopen(issue: Issue, act: Act) -> dict:
    """The old closure stays as it is, marked as reopened; the relapse is counted for ever. The deadline that was given is a
    new version: overdue counts from it, the one before stays in the trail."""
    return _begin_again(issue, act, act.given["source"])


def relapse(issue: Issue, act: Act) -> dict:
    """反弹 found by a look back: a reopening whose source is the visit."""
    return _begin_again(issue, act, "回头看")


def _begin_again(issue: Issue, act: Act, source: str) -> dict:
    due = act.given["due"]
    act.tell(source=source, before_due=str(issue.due), after_due=str(due))
    return {
        "due": due,
        "due_version": issue.due_version + 1,
        "closed_on": None,
        "grade": "",
        "declared": "",
        "look_back_on": None,
        "reopenings": issue.reopenings + 1,
    }


def ask_anew(issue: Issue, act: Act):
    """No measure stays 已核 by files that count no more. The numbers that were accepted stay where the matter came back, for
    then they were true; a closing found false takes them along."""
    for measure in live_measures(issue).filter(status=MeasureStatus.ACCEPTED):
        act.then(moves_of(measure)["reopen"], measure, note=act.note)
    closure = act.read(standing_closure, issue)
    if closure is None:
        return
    if closure.visits.filter(kind=Visit.Kind.LOOK_BACK, fault=Visit.Fault.FALSE).exists():
        _void_numbers(issue, act)
    closure.outcome = Closure.Outcome.REOPENED
    closure.save(update_fields=["outcome"])


def _void_numbers(issue: Issue, act: Act) -> None:
    outcomes = list(
        Outcome.objects.filter(measure__issue=issue).exclude(accepted=None).select_related("measure", "kind")
    )
    facts = []
    for outcome in outcomes:
        names = {"order": outcome.measure.order, "name": outcome.kind.name, "unit": outcome.kind.unit}
        before = f"{outcome.accepted.normalize():f}"
        facts.append(Fact("issues.outcome.void", outcome, "", names | {"before": before}))
        outcome.accepted = outcome.accepted_at = outcome.accepted_by = None
        outcome.accepted_note = ""
        outcome.save(update_fields=["accepted", "accepted_note", "accepted_at", "accepted_by"])
    if facts:
        record_many(facts, by=act.by, post=act.post)
