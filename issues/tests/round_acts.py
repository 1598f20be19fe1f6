"""What acts on rounds, their phases and procedures leave in the trail: rows of `issues/tests/acts.py`."""

from issues.actions import phases, procedures, rounds
from issues.models import Gate, PhaseKind
from rectify.lib.dates import today
from rectify.roof.testing.acts import Case

ROWS = [
    Case(
        phases.begin_phase,
        "issues.round.begin_phase",
        lambda w: {"round_": w.round, "kind": PhaseKind.values[1], "on": today(), "note": "按通知", "by": w.head},
    ),
    Case(
        procedures.revise,
        "issues.procedure.revise",
        lambda w: {"code": "more", "name": "规程", "by": w.head, "steps": [{"gate": Gate.OBJECTION, "days": 3}]},
    ),
    Case(
        rounds.open_round,
        "issues.round.open",
        lambda w: {
            "phases": {},
            "by": w.clerk,
            "term": w.round.term,
            "number": 6,
            "name": "第六轮",
            "kind": w.round.kind,
            "office": w.office,
            "profile": w.round.profile,
        },
    ),
    Case(
        rounds.edit_round,
        "issues.round.edit",
        lambda w: {"round_": w.round, "phases": {}, "by": w.clerk, "term": w.round.term, "number": 5, "name": "改名"},
    ),
    Case(
        rounds.set_units,
        "issues.round.units",
        lambda w: {"round_": w.round, "numbers": {w.lead: None, w.other: None}, "by": w.clerk},
    ),
]
