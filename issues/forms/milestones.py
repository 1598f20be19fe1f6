"""The steps of a measure as rows under it. Adding, removing and proposing them work as ordinary posts, without script."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from issues.models import Measure
from issues.plans.backward import MOST, backward, named
from rectify.calendars.days import current
from rectify.lib.dates import today
from rectify.lib.fields import DayField, Ref, Row, Words
from rectify.lib.numbers import whole
from rectify.lib.rows import complaints
from rectify.workflow.inputs import ActInput

ROW = ("id", "text", "due")
WANTED = (3, 4, 5, 2)


class MilestoneForm(Row):
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    text = Words(label="节点", required=False, max_length=200)
    due = DayField(label="日期", required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        text, due = (cleaned.get("text") or "").strip(), cleaned.get("due")
        if due and not text:
            self.add_error("text", "请写这个节点做什么")
        if text and not due and "due" not in self.errors:
            self.add_error("due", "请选日期")
        return cleaned

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("text", "due"))


class ReachForm(ActInput):
    """到达: which step of the measure, on which day (today where none is named), and what shows it."""

    step = Ref(
        lambda form: form.obj.milestones.select_related("measure__issue"),
        error_messages={"required": "请选节点", "invalid_choice": "这个节点已经不在了，请刷新"},
    )
    on = DayField(label="到达日期", required=False)
    note = Words(label="怎样算到", max_length=300, required=False)

    @property
    def given(self) -> dict[str, Any]:
        values = super().given
        return {"milestone": values["step"], "on": values["on"] or today(), "note": values["note"]}


class MilestoneForms:
    """The steps of one measure as they stand in a form; `prefix` is the measure's."""

    def __init__(
        self, prefix: str, rows: Sequence[Mapping], *, bound: bool, opened: bool = False, note: str = ""
    ) -> None:
        self.prefix, self.raw, self.opened, self.note = prefix, [dict(row) for row in rows], opened, note
        self.forms = [self._form(n, row, bound) for n, row in enumerate(self.raw)]

    def _form(self, place: int, row: dict, bound: bool) -> MilestoneForm:
        prefix = f"{self.prefix}-step-{place}"
        data = {f"{prefix}-{name}": value for name, value in row.items()} if bound else None
        return MilestoneForm(data, initial=row, prefix=prefix)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def rows(self) -> list[dict]:
        """The filled rows, as `actions.milestones` takes them."""
        return [{name: form.cleaned_data.get(name) for name in ROW} for form in self.forms if not form.is_blank]

    @property
    def complaints(self) -> list[tuple[str, str]]:
        return complaints(self.forms, "节点 {}")

    @property
    def told(self) -> str:
        return f"{len(self.forms)} 个" if self.forms else "还没有排"


def of_measure(measure: Measure) -> list[dict]:
    return [{"id": step.public_id, "text": step.text, "due": step.due} for step in measure.milestones.all()]


def posted(data: Mapping, prefix: str) -> list[dict]:
    most = min(whole(data.get(f"{prefix}-step-count", "")) or 0, MOST + 1)
    return [{name: data.get(f"{prefix}-step-{n}-{name}", "") for name in ROW} for n in range(most)]


def rearranged(rows: list[dict], word: str, at: int, *, due: date | None, wanted: str) -> tuple[list[dict], str]:
    """The rows after `step-add`, `step-remove` or `step-propose`, and what has to be said about it."""
    if word == "step-add" and len(rows) < MOST:
        return [*rows, {}], ""
    if word == "step-remove" and 0 <= at < len(rows):
        return rows[:at] + rows[at + 1 :], ""
    if word != "step-propose":
        return rows, ""
    if due is None:
        return rows, "先填好这条措施的期限，再倒排。"
    steps = WANTED[0] if (steps := whole(wanted, 99)) is None else steps
    days = backward(today(), due, steps, calendar=current())
    if not days:
        return rows, "离期限已经没有工作日，排不出节点。"
    proposed = [{"text": text, "due": day} for text, day in named(days)]
    for row, old in zip(proposed, rows, strict=False):
        row |= {"id": old.get("id", ""), "text": old.get("text") or row["text"]}
    short = f"只剩 {len(days)} 个工作日，排出 {len(days)} 个。" if len(days) < steps else "已从期限往回排好，可以改。"
    return proposed + [row for row in rows[len(proposed) :] if row.get("id")], short
