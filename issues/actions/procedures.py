"""办理规程: changed by writing a new version; what is under way keeps the version that it was dispatched under."""

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from django.db import transaction

from issues import gates, policies
from issues.models import Focus, Gate, Procedure, ProcedureStep, Round
from rectify.accounts.directory import people_for
from rectify.accounts.models import Unit, User
from rectify.accounts.roles import Role
from rectify.audit.trail import record
from rectify.lib.errors import Conflict, Refused
from rectify.lib.verdict import Verdict, no
from rectify.workflow.move import demand_all

LONGEST_WINDOW = 10  # working days (docs/rules.md: window-length)


class ProcedureStage(TypedDict, total=False):
    """One row as filled in; what a gate has no use for is dropped."""

    gate: str
    focus: str
    difficulty: str
    nature: str
    days: int | None
    bodies: list[Unit]
    may_waive: bool
    text: str
    rule: str


@transaction.atomic
def revise(
    *, code: str, name: str, steps: Sequence[ProcedureStage], by: User, note: str = "", seen: int | None = None
) -> Procedure:
    """Write the next version of the procedure `code`, the first where there is none, and make it the current one.

    Rounds of the writer's own offices that go by an older version go by this one from now on; issues keep theirs. `seen` is
    the version that was on the page: Conflict when somebody has written another. Refused when a step could never work.
    """
    post = demand_all([policies.keeps_catalogue(by)])
    versions = Procedure.objects.select_for_update().filter(code=code).order_by("-version")
    last = versions.first()
    if seen is not None and last is not None and last.version != seen:
        raise Conflict(f"“{last.name}”刚刚有了第 {last.version} 版，您这次没有写入任何数据。请看过新版再改")
    rows = [_only_its_own(step) for step in steps]
    demand_all(faults(rows))
    if last is not None and (last.name, last.note) == (name.strip(), note.strip()) and _content(last) == _filled(rows):
        raise Refused(f"和现行的第 {last.version} 版一样，没有改动")
    versions.filter(is_current=True).update(is_current=False)
    made = Procedure.objects.create(
        code=code, version=last.version + 1 if last else 1, name=name.strip(), note=note.strip()
    )
    for order, row in enumerate(rows, start=1):
        ProcedureStep.objects.create(
            procedure=made, order=order, **{key: value for key, value in row.items() if key != "bodies"}
        ).bodies.set(row["bodies"])
    rounds = Round.objects.run_by(by).filter(procedure__code=code)
    moved = list(rounds.values_list("name", flat=True))
    rounds.update(procedure=made)
    record("issues.procedure.revise", made, by=by, post=post, name=made.name, version=made.version, rounds=moved)
    return made


def faults(steps: Sequence[ProcedureStage]) -> Iterator[Verdict]:
    """What would keep a step from ever working: nobody to ask, no length, no lines, or an earlier step that takes it all."""
    for place, step in enumerate(steps, start=1):
        at = f"第 {place} 步“{Gate(step['gate']).label}”"
        if step["gate"] in gates.JOINT:
            yield from _joint_faults(at, step)
        if step["gate"] == Gate.OBJECTION and not 1 <= (step["days"] or 0) <= LONGEST_WINDOW:
            yield no(f"{at}：请写 1—{LONGEST_WINDOW} 个工作日")
        if step["gate"] == Gate.STANDARD and not step["text"]:
            yield no(f"{at}：请写标准，一行一条")
        covering = next((n for n, other in enumerate(steps[: place - 1], start=1) if _covers(other, step)), None)
        if covering:
            yield no(f"{at}永远轮不到：第 {covering} 步已经管住它管的问题，请调换次序或删去")


def _joint_faults(at: str, step: ProcedureStage) -> Iterator[Verdict]:
    if not step["bodies"]:
        yield no(f"{at}：请选联审单位")
    if not step["days"]:
        yield no(f"{at}：请写提意见的时限（工作日）")
    for body in step["bodies"]:
        if not people_for(body, Role.REVIEWER):
            yield no(f"{at}：{body}还没有联审成员，请先由安全管理员授权")


def _covers(earlier: ProcedureStage, later: ProcedureStage) -> bool:
    """Whether every issue of `later` is taken by `earlier`, which stands before it under the same gate."""
    same = earlier["gate"] == later["gate"] and earlier["focus"] in (Focus.ANY, later["focus"])
    return same and all(earlier[name] in ("", later[name]) for name in ("difficulty", "nature"))


def _only_its_own(step: ProcedureStage) -> ProcedureStage:
    """The row with the fields that its gate has a use for."""
    gate = step["gate"]
    return {
        "gate": gate,
        "focus": step.get("focus") or Focus.ANY,
        "difficulty": step.get("difficulty") or "",
        "nature": step.get("nature") or "",
        "days": int(step.get("days") or 0) if gate in gates.JOINT or gate == Gate.OBJECTION else 0,
        "bodies": list(step.get("bodies") or []) if gate in gates.JOINT else [],
        "may_waive": bool(step.get("may_waive")) and gate == Gate.SITE_CHECK,
        "text": (step.get("text") or "").strip() if gate == Gate.STANDARD else "",
        "rule": (step.get("rule") or "").strip(),
    }


KEPT = ("gate", "focus", "difficulty", "nature", "days", "may_waive", "text", "rule")


def _filled(rows: Sequence[ProcedureStage]) -> list[dict[str, Any]]:
    return [{**row, "bodies": {body.pk for body in row["bodies"]}} for row in rows]


def _content(procedure: Procedure) -> list[dict[str, Any]]:
    steps = procedure.steps.prefetch_related("bodies").order_by("order", "id")
    return [{n: getattr(step, n) for n in KEPT} | {"bodies": {body.pk for body in step.bodies.all()}} for step in steps]
