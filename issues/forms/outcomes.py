"""Numbers of measures: the unit's rows, and the office's column beside them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import forms

from issues.models import Evidence, Issue, Measure, MeasureStatus, Outcome, OutcomeKind
from issues.plans.numbers import NO_NUMBER, read_number, shown
from rectify.lib.text import shortened

NEW = 3  # empty rows below those that are there


class MeasureChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Measure) -> str:
        return f"措施 {obj.order}　{shortened(obj.text, 20)}"


class KindChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: OutcomeKind) -> str:
        return f"{obj.name}（{obj.unit}）"


class DeclareForm(forms.Form):
    """One row of the unit: which measure, what kind, how much, proven by which file."""

    measure = MeasureChoice(Measure.objects.none(), label="措施", required=False, empty_label="")
    kind = KindChoice(OutcomeKind.objects.none(), label="类型", required=False, empty_label="")
    number = forms.CharField(label="单位申报", required=False, max_length=60)
    evidence = forms.ModelChoiceField(Evidence.objects.none(), label="凭证", required=False, empty_label="没有")

    def __init__(self, *args, issue: Issue, outcome: Outcome | None = None, **kwargs) -> None:
        self.outcome = outcome
        super().__init__(*args, **kwargs)
        live = issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order")
        self.fields["measure"].queryset = live
        self.fields["kind"].queryset = OutcomeKind.objects.filter(is_active=True)
        self.fields["evidence"].queryset = issue.evidence.standing()
        if outcome:
            del self.fields["measure"], self.fields["kind"]
            self.initial = {"number": typed(outcome), "evidence": outcome.evidence_id}
            kept = Evidence.objects.filter(pk=outcome.evidence_id)
            self.fields["evidence"].queryset = (
                issue.evidence.standing() | kept if outcome.evidence_id else (issue.evidence.standing())
            )

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
            said = read_number(number, unit=kind.unit, decimals=kind.decimals)
            if said.question:
                self.add_error("number", said.question)
            self.row = {"measure": measure, "kind": kind, "value": said.value, "text": said.text,
                        "evidence": cleaned.get("evidence")}  # fmt: skip
        return cleaned

    row: dict | None = None


class AcceptForm(forms.Form):
    """The office's column of one row."""

    number = forms.CharField(label="监督认定", required=False, max_length=30)
    note = forms.CharField(label="说明", required=False, max_length=300)

    def __init__(self, *args, outcome: Outcome, **kwargs) -> None:
        self.outcome = outcome
        first = {"number": bare(outcome.accepted, outcome.kind), "note": outcome.accepted_note}
        super().__init__(*args, initial=first, **kwargs)

    def clean_number(self) -> Decimal | None:
        kind = self.outcome.kind
        said = read_number(self.cleaned_data["number"], unit=kind.unit, decimals=kind.decimals)
        if said.question or said.text:
            raise forms.ValidationError(said.question or NO_NUMBER)
        return said.value

    @property
    def row(self) -> dict:
        return {"outcome": self.outcome, "value": self.cleaned_data["number"], "note": self.cleaned_data["note"]}


def outcomes(issue: Issue) -> list[Outcome]:
    """The rows of an issue in the order of its measures."""
    found = Outcome.objects.filter(measure__issue=issue).exclude(measure__status=MeasureStatus.CANCELLED)
    people = ("kind", "measure", "evidence", "declared_by", "accepted_by")
    return list(found.select_related(*people).order_by("measure__order", "kind__order", "pk"))


def declare_forms(issue: Issue, rows: Sequence[Outcome], data: Mapping | None) -> list[DeclareForm]:
    """A form for each row that is there, and empty ones for more."""
    own = [DeclareForm(data, issue=issue, outcome=row, prefix=f"o-{row.public_id}") for row in rows]
    return own + [DeclareForm(data, issue=issue, prefix=f"new-{n}") for n in range(NEW)]


def accept_forms(rows: Sequence[Outcome], data: Mapping | None) -> list[AcceptForm]:
    """A form for each row; one that was not on the page when it was sent is left out."""
    wanted = [row for row in rows if data is None or f"a-{row.public_id}-number" in data]
    return [AcceptForm(data, outcome=row, prefix=f"a-{row.public_id}") for row in wanted]


def typed(outcome: Outcome) -> str:
    return outcome.declared_text or bare(outcome.declared, outcome.kind)


def bare(value: Decimal | None, kind: OutcomeKind) -> str:
    """A number for a text box: no separators."""
    return shown(value, decimals=kind.decimals).replace(",", "")
