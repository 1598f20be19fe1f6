"""The acts on papers: registering and correcting feedback, its items, and taking it apart."""

from datetime import date

from issues.actions import drafting, feedback, recommendations, rounds, splitting
from issues.actions.levels import set_feedback_level
from issues.models import Feedback, Recommendation, Status
from issues.reading.papers import split_text
from issues.splitting import draft
from issues.tests.test_splitting import TEXT
from rectify.roof.testing.acts import ActStage, Case, in_days
from rectify.roof.testing.world import track

S = Status


def words(w: ActStage) -> dict:
    rounds.set_units(round_=w.round, numbers={w.lead: None, w.other: None}, by=w.clerk)
    about = {"title": "反馈意见", "text": TEXT, "delivered_on": date(2026, 9, 8)}
    return {"round_": w.round, "unit": w.lead, "track": track(), "by": w.clerk} | about


def paper(w: ActStage) -> Feedback:
    return feedback.register(**words(w))


def item(w: ActStage):
    return feedback.add_item(feedback=paper(w), text="一条", by=w.clerk)


# ---- recommendations --------------------------------------------------------------------------------------------------

ROW = {"measure": "", "text": "每月听一次进展", "person": "办公室主任", "due_text": ""}
ANSWER = {"measures": [ROW | {"due": in_days(20)}]}
CARRIED = {"result": "听了三次，事项逐条办结"}
WAY = (
    ("draft", "assign", "clerk"),
    ("planning", "answer", "liaison"),
    ("plan_review", "pass_measures", "checker"),
    ("rectifying", "report", "liaison"),
    ("first_review", "settle", "checker"),
)


def assigning(one: Recommendation) -> dict:
    return {"lead_unit": one.lead_unit, "due": in_days(40), "due_text": ""}


def advised(w: ActStage, state: str = "draft") -> Recommendation:
    """A recommendation of a new feedback, brought to `state` by its moves."""
    item_of = feedback.add_item(feedback=paper(w), kind="recommendation", locator="建议一", text="专题研究", by=w.clerk)
    one = Recommendation.objects.get(item=item_of)
    given = {"assign": assigning(one), "answer": ANSWER, "report": CARRIED}
    for here, name, who in WAY:
        if here == state:
            break
        w.move(one, name, who, data=given.get(name))
    return one


def waiting_paper(w: ActStage) -> dict:
    one = advised(w)
    given = {"lead_unit": one.lead_unit.public_id, "due": in_days(40).isoformat()}
    return {"feedback": one.feedback, "by": w.clerk} | given


def draft_of(w: ActStage):
    return splitting.register(paper=split_text(TEXT), **words(w)).splitting


def step(w: ActStage) -> dict:
    found = draft_of(w)
    return {"splitting": found, "version": found.version, "by": w.clerk}


def changed(w: ActStage) -> dict:
    splitting.change(what="改", rows=lambda rows: rows, **(given := step(w)))
    return given | {"version": given["splitting"].version}


def adopted(w: ActStage) -> dict:
    given = step(w)
    row = draft.issues(given["splitting"].rows)[0]
    return given | {"adopted": {row["id"]: splitting.Adopted({}, row["locator"], "采用")}}


def settled(w: ActStage) -> dict:
    """A draft in which one issue is confirmed and all others are left out, with nothing to ask."""
    given = step(w)
    one = given["splitting"]
    for number, row in enumerate(draft.issues(one.rows)):
        row |= {"ok": True, "unit": w.lead.pk} if number == 0 else {"out": "不单列"}
    directory = drafting.Directory.of(w.clerk)
    for question in drafting.open_questions(one, directory):
        one.answers[question.key] = {"choice": "keep"}
    one.save()
    return given | {"due": in_days(60), "reason": "按原文"}


ROWS = [
    Case(recommendations.assign_all, "issues.recommendation.assign", waiting_paper),
    Case(drafting.confirm, "issues.issue.split issues.splitting.confirm", settled),
    Case(feedback.register, "issues.feedback.register", words),
    Case(
        feedback.correct,
        "issues.feedback.correct",
        lambda w: {
            "feedback": paper(w),
            "reason": "错字",
            "title": "更正",
            "text": TEXT,
            "by": w.clerk,
            "delivered_on": date(2026, 9, 8),
        },
    ),
    Case(
        set_feedback_level,
        "issues.feedback.level",
        lambda w: {"feedback": paper(w), "level": "work_secret", "reason": "来文明确", "by": w.head},
    ),
    Case(feedback.add_item, "issues.feedbackitem.add", lambda w: {"feedback": paper(w), "text": "一条", "by": w.clerk}),
    Case(feedback.edit_item, "issues.feedbackitem.edit", lambda w: {"item": item(w), "text": "又一条", "by": w.clerk}),
    Case(feedback.remove_item, "issues.feedbackitem.remove", lambda w: {"item": item(w), "by": w.clerk}),
    Case(
        splitting.register,
        "issues.feedback.register issues.splitting.begin",
        lambda w: words(w) | {"paper": split_text(TEXT)},
    ),
    Case(splitting.begin, "issues.splitting.begin", lambda w: {"feedback": paper(w), "by": w.clerk}),
    Case(splitting.change, "issues.splitting.change", lambda w: step(w) | {"what": "改", "rows": lambda rows: rows}),
    Case(splitting.adopt, "issues.splitting.adopt issues.splitting.change", adopted),
    Case(splitting.undo, "issues.splitting.undo", changed),
    Case(splitting.reread, "issues.splitting.change", lambda w: step(w) | {"kind": "notice"}),
    Case(splitting.read_file, "issues.splitting.read_file", lambda w: {"splitting": draft_of(w), "by": w.clerk}),
    Case(splitting.turn_away, "issues.feedback.turn_away", lambda w: {"round_": w.round, "by": w.clerk}),
]
