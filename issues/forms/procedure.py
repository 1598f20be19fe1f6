"""办理规程 as it is filled in: its name, and its steps as rows that work without script."""

from typing import Any

from django import forms
from django.http import QueryDict

from issues import gates
from issues.models import Difficulty, Focus, Gate, Nature, Procedure
from rectify.accounts.directory import seats_of
from rectify.accounts.roles import Role
from rectify.lib.fields import Choice, Flag, Number, Refs, Words, area
from rectify.lib.numbers import whole
from rectify.lib.rows import complaints, rearranged
from rectify.workflow.inputs import ActInput

PREFIX = "steps"
MOST = 20
ROW = ("gate", "focus", "difficulty", "nature", "days", "bodies", "may_waive", "text", "rule")
JOINT = "|".join(sorted(gates.JOINT))
# Which fields a gate has a use for: the others hide themselves while it is chosen.
SHOWS = {
    "days": f"{JOINT}|{Gate.OBJECTION}",
    "bodies": JOINT,
    "may_waive": Gate.SITE_CHECK.value,
    "text": Gate.STANDARD.value,
}


class ProcedureForm(ActInput):
    name = Words(label="名称", max_length=80, help_text="如“三方联审”。轮次里按名称选。")
    note = Words(label="说明", max_length=300, required=False, help_text="什么时候用、依据什么，一两句话。")


class ProcedureStepForm(ActInput):
    gate = Choice(label="环节", choices=Gate.choices)
    focus = Choice(label="重点关注", choices=Focus.choices, initial=Focus.ANY)
    difficulty = Choice(label="难度", choices=[("", "不限"), *Difficulty.choices], required=False)
    nature = Choice(label="性质", choices=[("", "不限"), *Nature.choices], required=False)
    days = Number(
        label="工作日", required=False, min_value=1, max_value=60, widget=forms.NumberInput(attrs={"class": "w-auto"})
    )
    bodies = Refs(
        lambda form: seats_of(Role.REVIEWER), label="联审单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    may_waive = Flag(label="可以免现场核查（写理由和同意的人）")
    text = Words(label="标准，一行一条", required=False, max_length=4000, widget=area(4))
    rule = Words(label="依据", required=False, max_length=200)

    row: dict[str, Any]  # what it was filled from

    def shows(self) -> dict[str, str]:
        """For each field that hides itself the choice with which it shows."""
        return {name: f"{self.prefix}-gate={values}" for name, values in SHOWS.items()}


class ProcedureSteps:
    """The rows as they stand in the form: read from a version, or from what was posted, also when a row is wrong."""

    def __init__(self, procedure: Procedure | None = None, posted: QueryDict | None = None, *, user: Any) -> None:
        self.bound, self.user = posted is not None, user
        raw = _of(procedure) if posted is None else _posted(posted)
        self.forms = [self._form(place, row) for place, row in enumerate(raw)]

    def _form(self, place: int, row: dict) -> ProcedureStepForm:
        prefix = f"{PREFIX}-{place}"
        if self.bound:
            form = ProcedureStepForm(
                {f"{prefix}-{name}": value for name, value in row.items() if value not in ("", None)},
                user=self.user,
                prefix=prefix,
            )
        else:
            form = ProcedureStepForm(user=self.user, initial=row, prefix=prefix)
        form.row = row
        return form

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def rows(self) -> list[dict]:
        """What `actions.procedures.revise` takes."""
        return [form.given | {"bodies": list(form.given["bodies"])} for form in self.forms]

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """(address of the field, sentence) for the summary above the form."""
        return complaints(self.forms, "第 {} 步")

    def arranged(self, act: str) -> "ProcedureSteps":
        """The rows after `add`, `remove:2`, `up:2` or `down:2` (from 0); nothing is judged yet."""
        fresh = {"gate": Gate.PLAN_REVIEW, "focus": Focus.ANY}
        moved = rearranged([form.row for form in self.forms], act, most=MOST, fresh=fresh)
        self.bound = False
        self.forms = [self._form(n, row) for n, row in enumerate(moved)]
        return self


def _of(procedure: Procedure | None) -> list[dict]:
    if procedure is None:
        return []
    steps = procedure.steps.prefetch_related("bodies").order_by("order", "id")
    plain = [name for name in ROW if name != "bodies"]
    return [
        {name: getattr(s, name) for name in plain}
        | {"days": s.days or None, "bodies": [b.public_id for b in s.bodies.all()]}
        for s in steps
    ]


def _posted(posted: QueryDict) -> list[dict]:
    most = min(whole(posted.get(f"{PREFIX}-count", "")) or 0, MOST)
    return [
        {name: posted.get(f"{PREFIX}-{n}-{name}", "") for name in ROW if name != "bodies"}
        | {"bodies": posted.getlist(f"{PREFIX}-{n}-bodies")}
        for n in range(most)
    ]
