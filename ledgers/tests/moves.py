"""Every move of every table, made once: whom by, from where, and the events that it leaves beside its own."""

from functools import partial

from issues.actions import extensions, lasting, outcomes
from issues.models import Extension, Gate, Issue, Status
from issues.reviews import live_review
from issues.tests.acts import LASTING, number, reason, todo
from issues.tests.paper_acts import ANSWER, CARRIED, advised, assigning
from issues.tests.test_matrix import MAY, filled, ready
from issues.tests.week_acts import WEEKLY, report
from ledgers.actions import papers, visits
from ledgers.models import AccountSide, IssuedPaper
from ledgers.papers import PAPERS
from rectify.lib.dates import today
from rectify.roof.testing.acts import ActStage, Case, in_days, under_way
from rectify.roof.testing.statements import drawn_up, in_dispute
from rectify.roof.testing.world import reopening
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

S = Status
NOTE = "写明了理由"
# What a move makes happen beside itself, before its own event.
NESTED = {
    "issues.issue.split_up": ["issues.issue.dispatch"] * 2,
    "issues.issue.pass_review": ["issues.measure.accept"] * 2,
    "issues.issue.reopen": ["issues.measure.reopen"] * 2,
    "issues.issue.relapse": ["issues.measure.reopen"] * 2,
    "ledgers.statementdispute.accept": ["ledgers.accountstatement.settle"],
    "ledgers.statementdispute.enter_acceptance": ["ledgers.accountstatement.settle"],
}
# What may be made only when the day has come for which the issue waits.
WAITS = {"issues.issue.window_ends", "issues.issue.hold_up"}
OPINION = {"word": "agree", "text": "同意"} | dict.fromkeys(("organisation", "responsibility", "measures"), "good")


def by(w: ActStage, who: str, obj, **given) -> dict:
    return {"obj": obj, "by": w.actor(obj, who), "data": {}} | given


def of_issue(w: ActStage, name: str) -> dict:
    """From the first state of the list of who may, by the first who may."""
    state, who = next((state, sorted(people)[0]) for (state, one), people in MAY.items() if one == name)
    issue = w.issue(at=Status(state))
    ready(w.world, issue, name)
    if name == "pass_review":
        w.prepare(issue, name)
    return by(w, who, issue, data=filled(w.world, issue, name))


def measure(w: ActStage, who: str, *before: str) -> dict:
    found = todo(w)
    for name in before:
        w.move(found, name, "liaison" if name == "finish" else "checker")
    return by(w, who, found)


def opinion(w: ActStage, who: str, *, given: bool = False) -> dict:
    """The first body's, asked about a plan; late, so that it may be skipped."""
    w.work_by(w.procedure(Gate.PLAN_REVIEW))
    review = live_review(w.issue(at=S.PLAN_REVIEW))
    found = review.opinions.order_by("order").first()
    if given:
        w.move(found, "give", "discipline", data=dict(OPINION))
    if who == "head":
        review.due = in_days(-3)
        review.save(update_fields=["due"])
    return by(w, who, found, data={} if given or who == "head" else dict(OPINION))


def extension(w: ActStage, who: str, *, second: bool = False) -> dict:
    asked = partial(extensions.apply, reason=reason(), text="等", by=w.principal)
    if second:
        w.move(asked(issue=under_way(w), to_due=in_days(70)), "approve", "head")
    asked(issue=under_way(w), to_due=in_days(90))
    return by(w, who, Extension.objects.order_by("-id").first())


def kept_on(w: ActStage, who: str) -> dict:
    return by(w, who, lasting.apply(issue=under_way(w), next_review=in_days(40), by=w.liaison, **LASTING))


def weekly(w: ActStage, who: str, *, sent: bool = True) -> dict:
    return by(w, who, report(w, sent=sent), data={} if sent else dict(WEEKLY))


PAPER_STEPS = (
    ("reviewed", "issue", "head", {}),
    ("issued", "deliver", "clerk", {"on": today, "delivery": "机要"}),
    ("delivered", "receive", "liaison", {}),
    ("received", "answer", "liaison", {"answer": "已经办好"}),
    ("answered", "judge", "clerk", {}),
    ("judged", "finish", "clerk", {}),
)
ENTERED = {"on": today, "who": "办公室主任"}


def filled_in(given: dict) -> dict:
    """With the day of today."""
    return {name: value() if callable(value) else value for name, value in given.items()}


def letter(w: ActStage, state: str) -> IssuedPaper:
    """A letter that asks the lead unit for an answer, brought to `state` by its moves."""
    kind, issue = PAPERS["inform"], w.issue(at=S.RECTIFYING)
    one = papers.review(kind=kind, obj=issue, by=w.clerk, answer_by=in_days(9))
    for here, name, who, given in PAPER_STEPS:
        if here == state:
            break
        w.move(one, name, who, data=filled_in(given))
    return one


def on_paper(w: ActStage, person: str, state: str, **data) -> dict:
    return by(w, person, letter(w, state), data=filled_in(data))


def account(w: ActStage, person: str, status: str = "unit_checks", **data) -> dict:
    """A statement of the lead unit's account; once it was checked, by its liaison."""
    checked = {"unit_on": today(), "unit_who": "联络员", "unit_by": w.liaison}
    fields = {"status": status} | ({} if status == "unit_checks" else checked)
    return by(w, person, drawn_up(w.world, under_way(w), **fields), data=filled_in(data))


def line(w: ActStage, person: str, side: AccountSide, last: str, status: str = "raised", **data) -> dict:
    """A line that `side` disputes, about which `last` spoke last."""
    found = in_dispute(w.world, under_way(w), side, getattr(w, last), status=status)
    return by(w, person, found, data=filled_in(data))


def advice(w: ActStage, who: str, state: str, **data) -> dict:
    return by(w, who, advised(w, state), data=data)


FILL = {f"issues.issue.{name}": partial(of_issue, name=name) for name in moves_of("issues.issue")} | {
    "issues.measure.start": partial(measure, who="liaison"),
    "issues.measure.finish": partial(measure, who="liaison"),
    "issues.measure.accept": lambda w: measure(w, "checker", "finish"),
    "issues.measure.send_back": lambda w: measure(w, "checker", "finish"),
    "issues.measure.cancel": partial(measure, who="head"),
    "issues.measure.reopen": lambda w: by(w, "head", w.at(S.CLOSED).measures.order_by("order").first()),
    "issues.opinion.give": partial(opinion, who="discipline"),
    "issues.opinion.take_back": partial(opinion, who="discipline", given=True),
    "issues.opinion.skip": partial(opinion, who="head"),
    "issues.extension.consent": partial(extension, who="leader", second=True),
    "issues.extension.approve": partial(extension, who="head"),
    "issues.extension.refuse": partial(extension, who="head"),
    "issues.extension.withdraw": partial(extension, who="principal"),
    "issues.extension.lapse": partial(extension, who="head"),
    "issues.lasting.approve": partial(kept_on, who="head"),
    "issues.lasting.refuse": partial(kept_on, who="head"),
    "issues.lasting.withdraw": partial(kept_on, who="liaison"),
    "issues.lasting.lapse": partial(kept_on, who="head"),
    "issues.recommendation.assign": lambda w: by(w, "clerk", one := advised(w, "draft"), data=assigning(one)),
    "issues.recommendation.answer": lambda w: advice(w, "liaison", "planning", **ANSWER),
    "issues.recommendation.pass_measures": lambda w: advice(w, "checker", "plan_review"),
    "issues.recommendation.return_measures": lambda w: advice(w, "checker", "plan_review"),
    "issues.recommendation.change_measures": lambda w: advice(w, "liaison", "rectifying"),
    "issues.recommendation.report": lambda w: advice(w, "liaison", "rectifying", **CARRIED),
    "issues.recommendation.settle": lambda w: advice(w, "checker", "first_review"),
    "issues.recommendation.send_back": lambda w: advice(w, "checker", "first_review"),
    "issues.recommendation.reopen": lambda w: advice(w, "head", "settled"),
    "issues.recommendation.end": lambda w: advice(w, "head", "draft"),
    **{
        f"ledgers.issuedpaper.{name}": partial(on_paper, person=who, state=state, **given)
        for state, name, who, given in PAPER_STEPS
    },
    "ledgers.issuedpaper.drop": partial(on_paper, person="clerk", state="reviewed"),
    "ledgers.issuedpaper.enter_receipt": partial(on_paper, person="clerk", state="delivered", **ENTERED),
    "ledgers.issuedpaper.enter_answer": partial(on_paper, person="clerk", state="received", answer="已办", **ENTERED),
    "ledgers.issuedpaper.send_back": partial(on_paper, person="clerk", state="answered"),
    "ledgers.issuedpaper.spoil": partial(on_paper, person="head", state="issued"),
    "ledgers.accountstatement.check": partial(account, person="liaison"),
    "ledgers.accountstatement.enter_check": partial(account, person="clerk", **ENTERED),
    "ledgers.accountstatement.confirm": partial(account, person="clerk", status="office_checks"),
    "ledgers.accountstatement.settle": partial(account, person="clerk", status="disputed"),
    "ledgers.accountstatement.withdraw": partial(account, person="clerk"),
    "ledgers.statementdispute.answer": partial(
        line, person="clerk", side=AccountSide.UNIT, last="liaison", words="账上没有"
    ),
    "ledgers.statementdispute.enter_answer": partial(
        line, person="clerk", side=AccountSide.OFFICE, last="head", words="认可", **ENTERED
    ),
    "ledgers.statementdispute.accept": partial(
        line, person="liaison", side=AccountSide.UNIT, last="clerk", status="explained"
    ),
    "ledgers.statementdispute.enter_acceptance": partial(
        line, person="clerk", side=AccountSide.UNIT, last="head", status="explained", **ENTERED
    ),
    "ledgers.statementdispute.refuse": partial(
        line, person="liaison", side=AccountSide.UNIT, last="clerk", status="explained"
    ),
    "ledgers.statementdispute.enter_refusal": partial(
        line, person="clerk", side=AccountSide.UNIT, last="head", status="explained", **ENTERED
    ),
    "issues.report.send": partial(weekly, who="liaison", sent=False),
    "issues.report.read": partial(weekly, who="clerk"),
    "issues.report.send_back": partial(weekly, who="clerk"),
}


def made(w: ActStage, kind: str) -> dict:
    """What `make` takes for the move of an event's kind."""
    label, _, name = kind.rpartition(".")
    move = moves_of(label)[name]
    return {"": (move,), "note": NOTE if move.needs_note else ""} | FILL[kind](w)


def proved_false(w: ActStage) -> dict:
    """反弹 of a closing that a look back found false, with a number that the office had accepted."""
    outcomes.accept(issue=under_way(w), rows=[{"outcome": number(w), "value": 3}], by=w.clerk)
    issue = w.bring(under_way(w), S.CLOSED)
    w.look_back(issue, "fails", fault="false")
    return {"": (moves_of(issue)["relapse"],), "note": NOTE} | by(w, "visitor", issue, data=reopening())


def awaited(w: ActStage) -> dict:
    """重开 of a closing at which somebody was to look: nobody goes any more."""
    issue = w.at(S.CLOSED)
    plan = {"kind": "look_back", "on": today(), "visitors": [w.visitor]}
    visits.plan(closure=issue.closures.get(), by=w.clerk, **plan)
    return {"": (moves_of(issue)["reopen"],), "note": NOTE} | by(w, "second_head", issue, data=reopening("信访"))


def in_hand(w: ActStage, given: dict) -> Issue:
    """What the move is made with."""
    return given["obj"]


MOVES = [
    Case(
        make,
        " ".join([*NESTED.get(kind, []), kind]),
        partial(made, kind=kind),
        in_hand if kind in WAITS else None,
    )
    for kind in FILL
] + [
    Case(make, "issues.measure.reopen issues.measure.reopen issues.outcome.void issues.issue.relapse", proved_false),
    Case(make, "issues.measure.reopen issues.measure.reopen ledgers.visit.call_off issues.issue.reopen", awaited),
]
