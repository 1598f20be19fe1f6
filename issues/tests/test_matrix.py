"""Who may make which move from where: the short list of what is allowed, typed by hand; everything else is refused.

Each of the cast tries every move in every state: allowed ones go through, all others raise and leave nothing behind.
"""

import pytest

from issues.models import Issue, Status
from ledgers.models import Entry
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.testing.world import DECISION
from rectify.workflow.moves import moves_of

pytestmark = pytest.mark.workflow

CAST = (
    "clerk", "checker", "head", "second_head", "liaison", "principal", "other_liaison", "other_principal",
    "leader", "other_leader", "stranger", "sysadmin", "secadmin", "auditor",
)  # fmt: skip

# (state, move): who. `clerk` entered the issue; `checker` reviews; the world's path is decided by `head`.
MAY = {
    ("draft", "dispatch"): {"checker", "head", "second_head"},
    ("dispatched", "sign"): {"liaison"},
    ("dispatched", "contest"): {"liaison"},
    ("contested", "uphold"): {"head", "second_head"},
    ("contested", "reassign"): {"head", "second_head"},
    ("planning", "submit_plan"): {"principal"},
    ("plan_review", "pass_plan"): {"checker", "head", "second_head"},
    ("plan_review", "return_plan"): {"checker", "head", "second_head"},
    ("rectifying", "revise_plan"): {"principal"},
    ("rectifying", "apply"): {"liaison"},
    ("awaiting_signature", "withdraw"): {"liaison"},
    ("awaiting_signature", "endorse"): {"principal"},
    ("awaiting_signature", "decline_signature"): {"principal"},
    ("first_review", "withdraw"): {"liaison"},
    ("first_review", "pass_review"): {"clerk", "checker"},
    ("first_review", "return_review"): {"clerk", "checker"},
    ("awaiting_decision", "approve"): {"head", "second_head"},
    ("awaiting_decision", "decline"): {"head", "second_head"},
    ("closed", "reopen"): {"second_head"},
} | {(state, "terminate"): {"head", "second_head"} for state in (
    "dispatched", "contested", "planning", "plan_review", "rectifying", "awaiting_signature", "first_review",
    "awaiting_decision",
)}  # fmt: skip
MOVES = list(moves_of("issues.issue"))


def filled(world, issue, name):
    """What a person who knows the form fills in: refusals must come from the rule, not from an empty form."""
    special = {
        "terminate": {"ending": "not_applicable"},
        "reassign": {"unit": world.other},
        "reopen": {"source": "回头看"},
        "approve": dict(DECISION),
        "revise_plan": {"write_measures": lambda issue, by: None},
    }
    return special.get(name) or world.filled(issue, name)


def ready(world, issue):
    """Everything that a condition asks for, so that only the question who is left."""
    if issue.status == Status.PLANNING:
        world.plan(issue)
    if issue.status == Status.RECTIFYING:
        world.prove(issue)


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
    tried = 0
    for name in MOVES:
        for who in CAST:
            if who not in MAY.get((status, name), set()):
                with pytest.raises(Refused) as refusal:
                    attempt(world, issue, name, who)
                assert all(refusal.value.reasons)
                tried += 1
    assert snapshot(issue) == before
    assert tried == len(MOVES) * len(CAST) - sum(len(v) for (s, _), v in MAY.items() if s == status)


@pytest.mark.parametrize(("status", "name"), MAY, ids=[f"{s}-{n}" for s, n in MAY])
def test_what_is_allowed_goes_through(world, status, name):
    for who in sorted(MAY[status, name]):
        issue = world.issue(at=Status(status))
        ready(world, issue)
        attempt(world, issue, name, who, reviewed=True)
        assert issue.status == moves_of(issue)[name].target


def test_every_move_of_the_table_is_in_the_list():
    assert {name for _, name in MAY} == set(MOVES)
    for name, move in moves_of("issues.issue").items():
        assert {s for s, n in MAY if n == name} == set(move.sources), name


def snapshot(issue):
    row = Issue.objects.filter(pk=issue.pk).values().get()
    return row, Event.objects.count(), Entry.objects.count(), issue.closures.count(), issue.plans.count()
