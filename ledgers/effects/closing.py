"""What follows the moves of a closure, in the same transaction. Each takes (obj, act)."""

from datetime import date

from django.utils import timezone

from issues.conditions import live_measures
from issues.effects.telling import tell_clerk, tell_head
from issues.gates import gate
from issues.models import Event, Gate, Grade, Issue, MeasureStatus, RuleTerm, Status
from ledgers.conditions import live_closure, live_evidence, standard_of, words_on_files
from ledgers.models import Closure, Verdict
from rectify.calendars.days import current
from rectify.lib.dates import plus_months, today
from rectify.lib.digests import digest_of, plain
from rectify.workflow.move import Act
from rectify.workflow.moves import moves_of

FILE = (
    "public_id", "name", "size", "algorithm", "digest", "document_date", "measure__order", "shows", "note",
)  # fmt: skip
ANSWERS = ("matter", "matter_note", "persons", "persons_note", "mechanism", "mechanism_note")


def open_closure(issue: Issue, act: Act):
    """The request with a snapshot of what it rests on; the files it takes along are frozen from now on."""
    live_evidence(issue).filter(handed_in_at=None).update(handed_in_at=timezone.now())
    answers = {name: act.given.get(name, "") for name in ANSWERS}
    answers["standards"] = [line for line in standard_of(issue) if line in (act.given.get("standards") or ())]
    snapshot = plain(snapshot_of(issue) | answers | {"declared": act.given["declared"], "result": act.given["result"]})
    closure = Closure.objects.create(
        issue=issue,
        number=issue.closures.count() + 1,
        declared=act.given["declared"],
        result=act.given["result"],
        snapshot=snapshot,
        digest=digest_of(snapshot),
        applied_by=act.by,
        **answers,
    )
    act.tell(closure=closure.number, digest=closure.digest)


def declare(issue: Issue, act: Act) -> dict:
    """单位申报 is the unit's column; the supervisors' stays empty until 审定."""
    return {"declared": act.given["declared"]}


def snapshot_of(issue: Issue) -> dict:
    """What stands at this moment: the measures with their criteria and the digests of the files."""
    return {
        "number": issue.number,
        "title": issue.title,
        "original": issue.original,
        "due": issue.due,
        "plan_version": issue.plan_version,
        "measures": list(live_measures(issue).values("order", "text", "criterion", "person", "due", "status")),
        "evidence": list(live_evidence(issue).order_by("id").values(*FILE)),
    }


def finish(outcome: Closure.Outcome):
    """An effect that ends the request under way with `outcome`; for a return, who reviewed and why."""

    def effect(issue: Issue, act: Act):
        closure = act.read(live_closure, issue)
        fields = {"outcome": outcome}
        if outcome == Closure.Outcome.RETURNED:
            fields |= {"reviewed_at": timezone.now(), "reviewed_by": act.by, "review_note": act.note}
        if outcome in (Closure.Outcome.DECLINED, Closure.Outcome.OBJECTED):
            fields |= {"decided_at": timezone.now(), "decided_by": act.by, "note": act.note}
        _write(closure, fields)
        act.tell(closure=closure.number)

    return effect


def write_signature(issue: Issue, act: Act):
    closure = act.read(live_closure, issue)
    _write(closure, {"signed_at": timezone.now(), "signed_by": act.by, "signed_digest": closure.digest})
    act.tell(digest=closure.digest)


def write_review(issue: Issue, act: Act):
    _write(
        act.read(live_closure, issue), {"reviewed_at": timezone.now(), "reviewed_by": act.by, "review_note": act.note}
    )


def open_window(issue: Issue, act: Act):
    """异议期: so many working days from today, where the procedure has one and the move led there."""
    if issue.status == Status.OBJECTION_WINDOW:
        until = current().add_working_days(today(), act.read(gate, issue, Gate.OBJECTION).days)
        _write(act.read(live_closure, issue), {"window_until": until})
        act.tell(until=f"{until:%Y-%m-%d}")


def accept_measures(issue: Issue, act: Act):
    """Every file was accepted, so is what it proves: 已核 is the office's column, and progress counts nothing else."""
    for measure in live_measures(issue).filter(status=MeasureStatus.DONE):
        act.then(moves_of(measure)["accept"], measure)


def take_review_back(issue: Issue, act: Act):
    """收回初审: the request is as it was before the review was passed; the verdicts on the files stand."""
    _write(
        act.read(live_closure, issue),
        {"reviewed_at": None, "reviewed_by": None, "review_note": "", "window_until": None},
    )


def tell_next(issue: Issue, act: Act):
    """Whoever has the ball now hears of it; reviewers are told by their review, nobody is told of a timer."""
    if issue.status == Status.AWAITING_DECISION:
        tell_head("{issue} 已到审定，请审定")(issue, act)
    elif issue.status == Status.OBJECTION_WINDOW:
        tell_clerk("{issue} 进入异议期")(issue, act)


def write_decision(issue: Issue, act: Act):
    """The closing: who decided, on what, with the hash of everything that was seen."""
    closure = act.read(live_closure, issue)
    fields = {
        "outcome": Closure.Outcome.APPROVED,
        "decided_at": timezone.now(),
        "decided_by": act.by,
        "grade": act.given["grade"],
        "minutes": (act.given.get("minutes") or "").strip(),
        "site_check": bool(act.given.get("site_check")),
        "site_note": act.given["site_note"].strip(),
        "site_by": act.given["site_by"].strip(),
        "note": act.note,
    }
    verdicts = [_as_sealed(word) for word in act.read(words_on_files, closure)]
    grade = fields["grade"]
    seen = {"request": closure.digest, "signed": closure.signed_digest, "verdicts": verdicts, "grade": grade}
    fields["final_digest"] = digest_of(seen | {"minutes": fields["minutes"], "site": fields["site_note"]})
    _write(closure, fields)
    act.tell(
        closure=closure.number,
        grade=grade,
        grade_word=Grade(grade).label,
        digest=fields["final_digest"],
    )


def _as_sealed(word: Verdict) -> dict[str, str]:
    """A word on a file as the digest of the decision has it."""
    return {
        "evidence__public_id": word.evidence.public_id,
        "word": word.word,
        "note": word.note,
        "by__username": word.by.username,
    }


def close(issue: Issue, act: Act) -> dict:
    """认定 and the day of closing; the look-back date follows from the round's rule, six months where it has none."""
    today = timezone.localdate()
    return {"closed_on": today, "grade": act.given["grade"], "look_back_on": look_back_day(issue, today)}


def look_back_day(issue: Issue, closed_on: date) -> date:
    """When somebody goes back to look at an issue closed on `closed_on`."""
    rule = RuleTerm.objects.filter(profile=issue.round.profile_id, event=Event.LOOK_BACK).first()
    return plus_months(closed_on, rule.number if rule and rule.unit == "month" else 6)


def undeclare(issue: Issue, act: Act) -> dict:
    return {"declared": ""}


def undeclare_and_count(issue: Issue, act: Act) -> dict:
    """A return by the office: counted and kept."""
    return {"declared": "", "returns": issue.returns + 1}


def _write(closure: Closure, fields: dict) -> None:
    for name, value in fields.items():
        setattr(closure, name, value)
    closure.save(update_fields=list(fields))
