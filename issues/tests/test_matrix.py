"""Who may make which move from where: the short list of what is allowed, typed by hand; everything else is refused.

Each of the cast tries every move in every state: allowed ones go through, all others raise and leave nothing behind. A
day draws one of those who may, and a fifth of the others: every move and everybody in every state.
"""

from itertools import product
from operator import itemgetter

import pytest

from issues.actions.parts import SPLITTABLE, draft_part
from issues.models import Issue, Status
from ledgers.actions import objections
from ledgers.models import Entry
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.roof.testing.seed import some
from rectify.roof.testing.world import DECISION
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.sampled]

CAST = (
    "clerk",
    "checker",
    "visitor",
    "head",
    "second_head",
    "liaison",
    "principal",
    "other_liaison",
    "other_principal",
    "leader",
    "other_leader",
    "discipline",
    "organisation",
    "team",
    "stranger",
    "sysadmin",
    "secadmin",
    "auditor",
)

# (state, move): who. `clerk` entered the issue; `checker` reviews; the world's path is decided by `head`; `visitor` went
# to look back. What can be undone, can be undone by who did it.
MAY = (
    {
        ("draft", "dispatch"): {"checker", "visitor", "head", "second_head"},
        ("dispatched", "sign"): {"liaison"},
        ("dispatched", "contest"): {"liaison"},
        ("contested", "uphold"): {"head", "second_head"},
        ("contested", "reassign"): {"head", "second_head"},
        ("planning", "unsign"): {"liaison"},
        ("planning", "submit_plan"): {"principal"},
        ("plan_review", "unsubmit_plan"): {"principal"},
        ("plan_review", "pass_plan"): {"clerk", "checker", "visitor", "head", "second_head"},
        ("plan_review", "return_plan"): {"clerk", "checker", "visitor", "head", "second_head"},
        ("rectifying", "revise_plan"): {"principal"},
        ("rectifying", "apply"): {"liaison"},
        ("awaiting_signature", "withdraw"): {"liaison"},
        ("awaiting_signature", "endorse"): {"principal"},
        ("awaiting_signature", "decline_signature"): {"principal"},
        ("first_review", "withdraw"): {"liaison"},
        ("first_review", "pass_review"): {"clerk", "checker", "visitor"},
        ("first_review", "return_review"): {"clerk", "checker", "visitor"},
        ("joint_review", "unpass_review"): {"checker"},
        ("objection_window", "unpass_review"): {"checker"},
        ("awaiting_decision", "unpass_review"): {"checker"},
        ("joint_review", "pass_joint"): {"clerk", "checker", "visitor", "head", "second_head"},
        ("joint_review", "return_joint"): {"clerk", "checker", "visitor", "head", "second_head"},
        ("objection_window", "window_ends"): {"clerk", "checker", "visitor", "head", "second_head"},
        ("objection_window", "sustain"): {"head", "second_head"},
        ("awaiting_decision", "approve"): {"head", "second_head"},
        ("awaiting_decision", "decline"): {"head", "second_head"},
        ("closed", "reopen"): {"second_head"},
        ("closed", "hold_up"): {"visitor"},
        ("closed", "relapse"): {"visitor"},
    }
    | {
        (state, name): {"head", "second_head"}
        for name in ("transfer", "split_up")
        for state in (
            "dispatched",
            "planning",
            "rectifying",
        )
    }
    | {
        (state, "change_evidence"): {"liaison", "principal"}
        for state in (
            "awaiting_signature",
            "first_review",
            "joint_review",
            "objection_window",
            "awaiting_decision",
        )
    }
    | {
        (state, "terminate"): {"head", "second_head"}
        for state in (
            "dispatched",
            "contested",
            "planning",
            "plan_review",
            "rectifying",
            "awaiting_signature",
            "first_review",
            "joint_review",
            "objection_window",
            "awaiting_decision",
        )
    }
)
MOVES = list(moves_of("issues.issue"))


def as_they_stand(issue):
    """The measures of the issue as rows."""
    names = ("text", "kind", "criterion", "person", "due", "due_text")
    return [{"id": m.public_id} | {name: getattr(m, name) for name in names} for m in issue.measures.order_by("order")]


def filled(world, issue, name):
    """What a person who knows the form fills in: refusals must come from the rule, not from an empty form."""
    special = {
        "terminate": {"ending": "not_applicable"},
        "reassign": {"unit": world.other},
        "transfer": {"unit": world.other},
        "approve": dict(DECISION),
        "revise_plan": {"measures": as_they_stand(issue)},
    }
    return special.get(name) or world.filled(issue, name)


def ready(world, issue, name=""):
    """Everything that a condition asks for, so that only the question who is left; nothing, where it would be undone."""
    if name in ("unsign", "unsubmit_plan", "unpass_review"):
        return
    if issue.status == Status.PLANNING:
        world.plan(issue)
    if issue.status == Status.RECTIFYING:
        world.prove(issue)
    if issue.status == Status.JOINT_REVIEW:
        world.opine(issue)
    if issue.status == Status.OBJECTION_WINDOW:
        found = objections.enter(issue=issue, raised_by="来信人", text="还有两户没有办到", by=world.clerk)
        objections.answer(
            objection=found, answer="dismissed" if name == "window_ends" else "sustained", note="属实", by=world.head
        )
    if issue.status == Status.CLOSED:
        world.look_back(issue, "fails" if name == "relapse" else "holds")
    if name in ("", "split_up") and issue.status in SPLITTABLE:
        for _ in range(2):
            draft_part(issue=issue, title="其中一部分", original=issue.original, lead_unit=world.lead, by=world.clerk)


def attempt(world, issue, name, who, reviewed=False):
    user = getattr(world, who)
    if reviewed and name == "pass_review":
        world.prepare(issue, "pass_review")
    from rectify.workflow.move import make

    return make(moves_of(issue)[name], issue, by=user, note="写明了理由", data=filled(world, issue, name))


@pytest.mark.parametrize("status", Status.values)
def test_what_is_not_allowed_is_refused_and_leaves_nothing(world, status):
    issue = world.issue(at=Status(status))
    ready(world, issue)
    before = snapshot(issue)
    rest = [(name, who) for name, who in product(MOVES, CAST) if who not in MAY.get((status, name), set())]
    assert len(rest) == len(MOVES) * len(CAST) - sum(len(v) for (s, _), v in MAY.items() if s == status)
    with world.ripe(issue):
        for name, who in some(rest, itemgetter(0), itemgetter(1), least=len(rest) // 5, about=status):
            with pytest.raises(Refused) as refusal:
                attempt(world, issue, name, who)
            assert all(refusal.value.reasons)
    assert snapshot(issue) == before


@pytest.mark.parametrize(("status", "name"), MAY, ids=[f"{s}-{n}" for s, n in MAY])
def test_what_is_allowed_goes_through(world, status, name):
    for who in some(sorted(MAY[status, name]), about=(status, name)):
        issue = world.issue(at=Status(status))
        ready(world, issue, name)
        with world.ripe(issue):
            attempt(world, issue, name, who, reviewed=True)
        assert issue.status == moves_of(issue)[name].target


def test_every_move_of_the_table_is_in_the_list():
    assert {name for _, name in MAY} == set(MOVES)
    for name, move in moves_of("issues.issue").items():
        assert {s for s, n in MAY if n == name} == set(move.sources), name


def snapshot(issue):
    row = Issue.objects.filter(pk=issue.pk).values().get()
    return row, Event.objects.count(), Entry.objects.count(), issue.closures.count(), issue.plans.count()
