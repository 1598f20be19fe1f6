"""The plan of an issue: goal and measures as rows. Adding, removing and moving a row work as ordinary posts, without script."""

from collections.abc import Mapping
from typing import Any

from django import forms

from issues.deadlines import as_read
from issues.forms import milestones
from issues.models import Cause, Issue, MeasureStatus
from issues.moves.planning import ROW, MeasureInput, PlanRows, RevisePlan
from rectify.lib.fields import Choice, Number, Words, area
from rectify.lib.numbers import whole
from rectify.lib.rows import complaints, rearranged
from rectify.workflow.inputs import ActInput, Input

PREFIX = "measures"
MOST = 60


class WritePlan(ActInput, PlanRows):
    """A draft of a plan, whole. `version` is the one that was seen: where somebody has changed it, nothing is written."""

    goal = Words(
        label="整改目标", required=False, max_length=2000, widget=area(2), help_text="做到什么程度算改好，一两句话。"
    )
    root_cause = Words(label="原因分析", required=False, max_length=4000, widget=area(2))
    cause = Choice(
        label="根源类型",
        required=False,
        choices=[("", "未定"), *Cause.choices],
        help_text="问题主要出在哪里：思想和作风、领导干部，还是体制机制。",
    )
    no_prevention = Words(
        label="不设“防”的理由",
        required=False,
        max_length=300,
        help_text="至少要有一条“防”的措施（定制度、堵漏洞）。确实不需要的，在这里写明为什么。",
    )
    version = Number(required=False, widget=forms.HiddenInput)
    key = Words(required=False, max_length=40, widget=forms.HiddenInput)


class RowsApart(Input):
    """A plan on its page, where the rows stand in a form of their own that grows, shrinks and is moved about."""

    def __init__(self, *args: Any, measures: "Measures", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["measures"]
        self.table = measures

    def is_valid(self) -> bool:
        return super().is_valid() & self.table.is_valid()

    @property
    def given(self) -> dict[str, Any]:
        return super().given | {"measures": self.table.rows}


class PlanDraftForm(RowsApart, WritePlan):
    """The plan as it is drafted."""


class Revision(RowsApart, RevisePlan):
    """The change of an approved plan."""


class MeasureForm(MeasureInput):
    """A row with what it was filled from and the forms of its steps."""

    row: dict[str, Any]
    steps: milestones.MilestoneForms


class Measures:
    """The rows of a plan as they stand in a form: read from the issue, or from what was posted, also when a row is wrong."""

    def __init__(self, issue: Issue, posted: Mapping | None = None) -> None:
        self.delivered_on = issue.feedback.delivered_on if issue.feedback else None
        stored = _of_issue(issue)
        self.kept = {row["id"]: {name: row[name] for name in ("due", "due_text")} for row in stored if row}
        raw = stored if posted is None else _posted(posted)
        self.bound = posted is not None
        self.forms = [self._form(place, row) for place, row in enumerate(raw)]

    def _form(self, place: int, row: dict) -> MeasureForm:
        prefix = f"{PREFIX}-{place}"
        if self.bound:
            initial = self.kept.get(row.get("id"))
            form = MeasureForm({f"{prefix}-{n}": value for n, value in row.items()}, initial=initial, prefix=prefix)
        else:
            form = MeasureForm(initial=row, prefix=prefix)
        form.delivered_on, form.row, form.use_required_attribute = self.delivered_on, row, False
        state = {"opened": row.get("opened", False), "note": row.get("note", "")}
        form.steps = milestones.MilestoneForms(prefix, row.get("steps", ()), bound=self.bound, **state)
        return form

    @classmethod
    def one(cls, issue: Issue, posted: Mapping, at: int) -> MeasureForm:
        """The row `at` of what was posted, whatever else came with it."""
        measures = cls(issue, {})
        return measures._form(at, {name: posted.get(f"{PREFIX}-{at}-{name}", "") for name in ROW})

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid() & form.steps.is_valid()]

    @property
    def rows(self) -> list[dict]:
        """The filled rows, as `actions.measures` takes them."""
        filled = [form for form in self.forms if not form.is_blank]
        return [{name: f.cleaned_data.get(name) for name in ROW} | {"steps": f.steps.rows} for f in filled]

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """(address of the field, sentence) for the summary above the form."""
        return complaints(self.forms, "措施 {}") + [
            (url, f"措施 {place} {text}")
            for place, form in enumerate(self.forms, start=1)
            for url, text in form.steps.complaints
        ]

    def arranged(self, act: str) -> "Measures":
        """The rows after `add`, `remove:2`, `up:2`, `down:2` or `step-remove:2:0` (from 0); nothing is judged yet."""
        word, _, place = act.partition(":")
        if word.startswith("step-"):
            self._arrange_steps(word, *(-1 if (n := whole(part)) is None else n for part in f"{place}:".split(":")[:2]))
        moved = rearranged([form.row for form in self.forms], act, most=MOST, fresh={})
        self.bound = False
        self.forms = [self._form(n, row) for n, row in enumerate(moved)]
        return self

    def _arrange_steps(self, word: str, at: int, step: int) -> None:
        """The steps under the measure `at`: one more, one less, or all proposed backward from its deadline."""
        if not 0 <= at < len(self.forms):
            return
        form = self.forms[at]
        due = as_read(str(form["due"].value() or ""), form.basis("due")).due
        asked = {"due": due, "wanted": form.row.get("wanted", "")}
        form.row["steps"], form.row["note"] = milestones.rearranged(form.row.get("steps", []), word, step, **asked)
        form.row["opened"] = True


def _of_issue(issue: Issue) -> list[dict]:
    live = issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order").prefetch_related("milestones")
    own = [(m, {"id": m.public_id, "steps": milestones.of_measure(m)}) for m in live]
    rows = [row | {name: getattr(m, name) for name in ROW[1:]} for m, row in own]
    return rows or [{}]


def _posted(posted: Mapping) -> list[dict]:
    most = min(whole(posted.get(f"{PREFIX}-count", "")) or 0, MOST)
    return [
        {name: posted.get(f"{PREFIX}-{n}-{name}", "") for name in (*ROW, "wanted")}
        | {"steps": milestones.posted(posted, f"{PREFIX}-{n}")}
        for n in range(most)
    ]
