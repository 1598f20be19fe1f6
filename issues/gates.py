"""The steps that the procedure of an issue adds to the short path: always of the version it was dispatched under."""

from collections.abc import Callable

from issues.models import Gate, Issue, ProcedureStep

JOINT = frozenset({Gate.PLAN_REVIEW, Gate.CLOSURE_REVIEW})


def gate(issue: Issue, name: Gate) -> ProcedureStep | None:
    """The row of the issue's procedure that puts `name` in its way; None where nothing does. Without a procedure no statement.

    A joint review that names nobody, and an objection window of no days, are not there: neither could ever end.
    """
    if issue.procedure_id is None:
        return None
    steps = ProcedureStep.objects.filter(procedure=issue.procedure_id, gate=name).prefetch_related("bodies")
    step = next((step for step in steps if step.fits(issue)), None)
    if step and (name in JOINT and not step.bodies.all() or name == Gate.OBJECTION and not step.days):
        return None
    return step


def asks(name: Gate) -> Callable[[Issue], bool]:
    """A test for the table of moves: whether the gate stands in the way of the issue."""

    def when(issue: Issue) -> bool:
        return gate(issue, name) is not None

    return when
