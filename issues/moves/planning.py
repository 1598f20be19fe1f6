"""方案: what a plan is written of, and the change of an approved one."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines, as_read
from issues.models import MeasureKind
from issues.plans.vague import Hint, hints
from rectify.lib.fields import Choice, Row, Rows, Words, area
from rectify.workflow.inputs import Input

ROW = ("id", "text", "kind", "criterion", "person", "due", "due_text")


class MeasureRow(ReadsDeadlines, Row):
    """One measure as filled in; `id` is the public id of the one it changes, none for a new one."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    text = Words(label="措施", required=False, max_length=4000, widget=area(3))
    kind = Choice(label="类型", choices=MeasureKind.choices, initial=MeasureKind.REFORM)
    criterion = Words(label="销号标准", required=False, max_length=2000, widget=area(3))
    person = Words(label="责任人", required=False, max_length=100)
    due = DeadlineField(label="期限", required=False)

    delivered_on: date | None = None

    def __init__(self, *args: Any, whole: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, whole=whole, **kwargs)
        if whole is not None:
            self.delivered_on = whole.obj.feedback.delivered_on if whole.obj.feedback_id else None
            self.initial = dict(whole.standing.get(self.data.get("id"), {}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        filled = any((cleaned.get(name) or "") for name in ("criterion", "person", "due", "due_text", "id"))
        if filled and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "请写措施；不要这一条，请按“删去”")
        return cleaned

    def basis(self, name: str) -> Basis:
        """Periods count from the day of the feedback."""
        return Basis(delivered_on=self.delivered_on)

    @property
    def hints(self) -> list[Hint]:
        """What the row as it stands leaves open: who, by when, how far, proven by what. Hints block nothing."""
        said = {name: str(self[name].value() or "") for name in ("text", "criterion", "person", "due")}
        due = said.pop("due")
        return hints(**said, dated=bool(due.strip()) and not as_read(due, self.basis("due")).question)

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ROW if name != "kind")


class PlanRows(Input):
    """Measures in their order. They are never left out: a plan that names none would lose all it has."""

    measures = Rows(MeasureRow, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "measures" not in self.data and "measures-count" not in self.data:
            self.add_error("measures" if "measures" in self.fields else None, "请写明措施")
        return cleaned

    @cached_property
    def standing(self) -> dict[str, dict[str, Any]]:
        """The deadline of every measure as it stands, with its words, by public id."""
        return {m.public_id: {"due": m.due, "due_text": m.due_text} for m in self.obj.measures.all()}


class RevisePlan(PlanRows):
    """An approved plan is changed with a reason; its goal stays."""

    note = Words(
        label="为什么要修改", max_length=2000, widget=area(2), error_messages={"required": "请写明为什么要修改"},
        help_text="批准过的方案改动后须重新审核，原来的一版作废并保留。",
    )  # fmt: skip
