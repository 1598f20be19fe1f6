"""Numbers of measures: the unit's rows, and the office's column beside them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from issues.models import Evidence, Issue, MeasureStatus, Outcome, OutcomeKind
from issues.plans.numbers import NO_NUMBER, read_number, shown
from rectify.lib.fields import Ref, Words
from rectify.lib.text import shortened
from rectify.workflow.inputs import ActInput

NEW = 3  # empty rows below those that are there


def provable(form: "DeclareForm") -> QuerySet[Evidence]:
    """The files that stand, and the one that proves the row now."""
    own = form.outcome.evidence_id if form.outcome else None
    standing = form.obj.evidence.standing()
    return standing | Evidence.objects.filter(pk=own) if own else standing


class DeclareForm(ActInput):
    """One row of the unit: which measure of the issue (`obj`), what kind, how much, proven by which file."""

    measure = Ref(
        lambda form: form.obj.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order"),
        called=lambda measure: f"措施 {measure.order}　{shortened(measure.text, 20)}",
        label="措施",
        required=False,
        empty_label="",
    )
    kind = Ref(
        lambda form: OutcomeKind.objects.filter(is_active=True),
        by="code",
        called=lambda kind: f"{kind.name}（{kind.unit}）",
        label="类型",
        required=False,
        empty_label="",
    )
    number = Words(label="单位申报", required=False, max_length=60)
    evidence = Ref(provable, label="凭证", required=False, empty_label="没有")

    def __init__(self, *args: Any, outcome: Outcome | None = None, **kwargs: Any) -> None:
        self.outcome = outcome
        super().__init__(*args, **kwargs)
        if outcome:
            del self.fields["measure"], self.fields["kind"]
            self.initial = {"number": typed(outcome), "evidence": outcome.evidence}

    def clean(self) -> dict:
        cleaned = super().clean()
        kind = self.outcome.kind if self.outcome else cleaned.get("kind")
        measure = self.outcome.measure if self.outcome else cleaned.get("measure")
        number = cleaned.get("number") or ""
        if not self.outcome and not (kind or measure or number.strip()):
            return cleaned
        if measure is None and "measure" not in self.errors:
            self.add_error("measure", "请选是哪条措施的")
        if kind is None and "kind" not in self.errors:
            self.add_error("kind", "请选类型")
        if kind:
            reading = read_number(number, unit=kind.unit, decimals=kind.decimals)
            if reading.question:
                self.add_error("number", reading.question)
            self.row = {
                "measure": measure,
                "kind": kind,
                "value": reading.value,
                "text": reading.text,
                "evidence": cleaned.get("evidence"),
            }
        return cleaned

    row: dict | None = None


class AcceptForm(ActInput):
    """The office's column of one row (`obj`)."""

    number = Words(label="监督认定", required=False, max_length=30)
    note = Words(label="说明", required=False, max_length=300)

    def __init__(self, *args: Any, obj: Outcome, **kwargs: Any) -> None:
        self.outcome = obj
        first = {"number": bare(obj.accepted, obj.kind), "note": obj.accepted_note}
        super().__init__(*args, obj=obj, initial=first, **kwargs)

    def clean_number(self) -> Decimal | None:
        kind = self.outcome.kind
        reading = read_number(self.cleaned_data["number"], unit=kind.unit, decimals=kind.decimals)
        if reading.question or reading.text:
            raise forms.ValidationError(reading.question or NO_NUMBER)
        return reading.value

    @property
    def row(self) -> dict:
        return {"outcome": self.outcome, "value": self.cleaned_data["number"], "note": self.cleaned_data["note"]}


def outcomes(issue: Issue) -> list[Outcome]:
    """The rows of an issue in the order of its measures."""
    rows = Outcome.objects.filter(measure__issue=issue).exclude(measure__status=MeasureStatus.CANCELLED)
    people = ("kind", "measure", "evidence", "declared_by", "accepted_by")
    return list(rows.select_related(*people).order_by("measure__order", "kind__order", "pk"))


def declare_forms(issue: Issue, rows: Sequence[Outcome], data: Mapping | None, user: Any) -> list[DeclareForm]:
    """A form for each row that is there, and empty ones for more."""
    whom = {"user": user, "obj": issue}
    own = [DeclareForm(data, outcome=row, prefix=f"o-{row.public_id}", **whom) for row in rows]
    return own + [DeclareForm(data, prefix=f"new-{n}", **whom) for n in range(NEW)]


def accept_forms(rows: Sequence[Outcome], data: Mapping | None, user: Any) -> list[AcceptForm]:
    """A form for each row; one that was not on the page when it was sent is left out."""
    wanted = [row for row in rows if data is None or f"a-{row.public_id}-number" in data]
    return [AcceptForm(data, user=user, obj=row, prefix=f"a-{row.public_id}") for row in wanted]


def typed(outcome: Outcome) -> str:
    return outcome.declared_text or bare(outcome.declared, outcome.kind)


def bare(value: Decimal | None, kind: OutcomeKind) -> str:
    """A number for a text box: no separators."""
    return shown(value, decimals=kind.decimals).replace(",", "")
