from django import forms
from django.db.models import QuerySet

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.models import Category, Feedback, Issue, IssueUnit
from rectify.accounts.models import Unit

WIDE = ("title", "original", "wording")


class DraftForm(ReadsDeadlines, forms.ModelForm):
    """Everything of a draft that may be corrected before 下发 (actions/issues.py EDITABLE)."""

    responsible = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="责任单位", required=False, widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="牵头单位以外、一起负责的单位；按住 Ctrl 可以多选。",
    )  # fmt: skip

    due = DeadlineField(
        label="期限", required=False, help_text="写日期或台账上的原话，原话会保留。读不出日期的不能下发。"
    )

    class Meta:
        model = Issue
        fields = (
            "title", "original", "wording", "lead_unit", "category", "due", "feedback", "aspect", "heading",
            "nature", "is_focus", "focus_reason", "is_immediate", "lead_leader", "responsible_leaders", "handler",
            "source", "discovered_by", "tier", "difficulty", "confidentiality", "working_paper",
        )  # fmt: skip
        widgets = {
            "original": forms.Textarea(attrs={"rows": 4}),
            "wording": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "original": "反馈意见中的原话，一字不改；下发后不能再改。",
            "wording": "督查办的工作表述，下发后还可以改，原文始终在旁边。",
        }

    def __init__(self, *args, units: QuerySet[Unit], feedbacks: QuerySet[Feedback], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        current = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind="catalogue")
        self.fields["lead_unit"].queryset = self.fields["responsible"].queryset = units
        self.fields["feedback"].queryset, self.fields["category"].queryset = feedbacks, current
        self.fields["responsible"].initial = [
            share.unit_id for share in self.instance.shares.all() if share.slot == IssueUnit.Slot.RESPONSIBLE
        ]

        for name in ("category", "feedback"):
            self.fields[name].empty_label = "未定"
        for name in ("discovered_by", "tier"):
            self.fields[name].choices = [("", "未定"), *self.fields[name].choices[1:]]

    def basis(self, name: str) -> Basis:
        """Periods count from the day of its feedback."""
        return Basis(feedback=getattr(self, "cleaned_data", {}).get("feedback") or self.instance.feedback)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    @property
    def wide(self) -> list:
        """The fields drawn over the whole width; all others stand in two columns."""
        return [self[name] for name in WIDE]

    @property
    def narrow(self) -> list:
        return [field for field in self.visible_fields() if field.name not in WIDE]

    @property
    def changes(self) -> dict:
        """The fields as `actions.issues.edit` takes them."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "due_text")}

    @property
    def shares(self) -> list[tuple[Unit, str]]:
        """The responsible units as chosen, and the supporting ones as they were."""
        chosen = [(unit, IssueUnit.Slot.RESPONSIBLE) for unit in self.cleaned_data["responsible"]]
        kept = self.instance.shares.filter(slot=IssueUnit.Slot.SUPPORTING).select_related("unit")
        return chosen + [(share.unit, share.slot) for share in kept]


class WordingForm(forms.Form):
    wording = forms.CharField(
        label="工作表述", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="原文不动，始终在旁边；每次修改都记在经过里。",
    )  # fmt: skip
