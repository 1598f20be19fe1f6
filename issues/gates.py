"""The steps that the procedure of an issue adds to the short path: always of the version it was dispatched under."""

from collections.abc import Callable, Iterable

from issues.models import Gate, Issue, ProcedureStep
from rectify.workflow.move import Act

JOINT = frozenset({Gate.PLAN_REVIEW, Gate.CLOSURE_REVIEW})


def gate(issue: Issue, name: Gate) -> ProcedureStep | None:
    """The row of the issue's procedure that puts `name` in its way; None where nothing does. Without a procedure no statement.

    A joint review that names nobody, and an objection window of no days, are not there: neither could ever end.
    """
    if issue.procedure_id is None:
        return None
    steps = ProcedureStep.objects.filter(procedure=issue.procedure_id, gate=name).prefetch_related("bodies")
    return _first(steps, issue)


def gates(issue: Issue) -> dict[Gate, ProcedureStep]:
    """Every row that stands in the way of the issue, by what it adds: what lies ahead of it, and what lay behind."""
    if issue.procedure_id is None:
        return {}
    steps: dict[str, list[ProcedureStep]] = {}
    for step in ProcedureStep.objects.filter(procedure=issue.procedure_id).prefetch_related("bodies"):
        steps.setdefault(step.gate, []).append(step)
    by_gate = {Gate(name): _first(rows, issue) for name, rows in steps.items()}
    return {name: step for name, step in by_gate.items() if step}


def _first(steps: Iterable[ProcedureStep], issue: Issue) -> ProcedureStep | None:
    step = next((step for step in steps if step.fits(issue)), None)
    if step and (step.gate in JOINT and not step.bodies.all() or step.gate == Gate.OBJECTION and not step.days):
        return None
    return step


def asks(name: Gate) -> Callable[[Issue, Act], bool]:
    """A test for the table of moves: whether the gate stands in the way of the issue."""

    def when(issue: Issue, act: Act) -> bool:
        return act.read(gate, issue, name) is not None

    return when
