"""By which version of which procedure an issue goes, and what that asks of it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from issues import gates
from issues.models import Focus, Gate, Issue, Procedure, ProcedureStep

STAGES = {
    Gate.PLAN_REVIEW: "方案",
    Gate.CLOSURE_REVIEW: "联审",
    Gate.OBJECTION: "异议期",
    Gate.LEADING_GROUP: "审定",
}


def said(step: ProcedureStep) -> str:
    """One step of a procedure in a sentence: what it asks, of whom, in how many working days."""
    days = f"{step.days} 个工作日" if step.days else ""
    if step.gate in gates.JOINT:
        names = "、".join(str(body) for body in step.bodies.all())
        return "，".join(part for part in (names or "联审单位还没有定，定了才有这一步", days) if part)
    if step.gate == Gate.OBJECTION:
        return days
    if step.gate == Gate.SITE_CHECK:
        return "可以免，免的写理由和同意的人" if step.may_waive else "不能免"
    if step.gate == Gate.STANDARD:
        return f"申请销号时逐条对照，{len(step.lines)} 条"
    return "审定时写会议纪要号"


def whom(step: ProcedureStep) -> str:
    """To which issues a step applies."""
    parts = [step.get_focus_display()] if step.focus != Focus.ANY else []
    parts += [f"难度{step.get_difficulty_display()}"] if step.difficulty else []
    parts += [step.get_nature_display()] if step.nature else []
    return "，".join(parts) or "所有问题"


def stages(issue: Issue) -> dict[str, str]:
    """What the procedure puts into the stage bar: the note under each stage it touches."""
    notes = {}
    for name, step in gates.gates(issue).items():
        if name in gates.JOINT:
            notes[STAGES[name]] = f"{len(step.bodies.all())} 家联审"
        elif name == Gate.OBJECTION:
            notes[STAGES[name]] = f"{step.days} 个工作日"
        elif name == Gate.LEADING_GROUP:
            notes[STAGES[name]] = "领导小组"
    return notes


@dataclass(frozen=True)
class IssueProcedure:
    """The version an issue goes by, and the steps that stand in its way: each its name, in words, its rule."""

    procedure: Procedure
    steps: Sequence[tuple[str, str, str]]


def of_issue(issue: Issue) -> IssueProcedure | None:
    """None on the short path."""
    if issue.procedure is None:
        return None
    steps = [(step.get_gate_display(), said(step), step.rule) for step in gates.gates(issue).values()]
    return IssueProcedure(issue.procedure, steps)
