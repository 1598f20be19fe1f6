"""One short form for a single issue: the deadline may be typed as the paper has it, and is understood at once."""

from typing import Any

from django import forms

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.forms.feedback import unmarked
from issues.models import Category, Feedback, FeedbackItem, Issue, IssueUnit, Round, Status
from rectify.accounts.models import Unit


class NewIssueForm(ReadsDeadlines, forms.Form):
    reads_with = "this, [name=feedback], [name=is_immediate]"

    lead_unit = forms.ModelChoiceField(Unit.objects.none(), label="牵头单位", empty_label="请选")
    feedback = forms.ModelChoiceField(
        Feedback.objects.none(), label="反馈意见", required=False, empty_label="不是由反馈意见来的"
    )
    title = forms.CharField(label="问题", max_length=200, help_text="一句话，如“保障性住房分配审核不严”。")
    original = forms.CharField(
        label="原文",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="反馈意见中的原话，一字不改；下发后不能改。",
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label="类别", required=False, empty_label="以后再定（下发前必须定）"
    )
    due = DeadlineField(
        label="期限", required=False, help_text="写日期或原话都可以，原话会保留。不填时按本轮时限方案。"
    )
    lead_leader = forms.CharField(label="牵头领导", max_length=100, required=False)
    responsible_leaders = forms.CharField(label="责任领导", max_length=300, required=False)
    responsible = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="责任单位", required=False, widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="牵头单位以外、一起负责的单位；按住 Ctrl 可以多选。",
    )  # fmt: skip
    is_immediate = forms.BooleanField(label="立行立改", required=False)
    item = forms.ModelChoiceField(FeedbackItem.objects.none(), required=False, widget=forms.HiddenInput)
    recurrence_of = forms.ModelChoiceField(Issue.objects.none(), required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, round_: Round, user: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.round = round_
        units = Unit.objects.visible_to(user).active().exclude(is_office=True)
        self.fields["lead_unit"].queryset = self.fields["responsible"].queryset = units
        self.fields["feedback"].queryset = (
            Feedback.objects.current().filter(round=round_).select_related("unit", "track")
        )
        self.fields["recurrence_of"].queryset = Issue.objects.visible_to(user).filter(status=Status.ARCHIVED)
        self.fields["item"].queryset = FeedbackItem.objects.filter(feedback__round=round_)
        current = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind="catalogue")
        self.fields["category"].queryset = current

    def basis(self, name: str) -> Basis:
        """The round's rules, and the feedback that is chosen, typed in the form or given beforehand."""
        feedback = getattr(self, "cleaned_data", {}).get("feedback") or self.initial.get("feedback")
        return Basis(round=self.round, feedback=feedback, immediate=bool(self["is_immediate"].value()))

    def clean_title(self) -> str:
        return unmarked(" ".join(self.cleaned_data["title"].split()))

    def clean_original(self) -> str:
        return unmarked(self.cleaned_data["original"])

    def clean(self) -> dict:
        data = super().clean()
        feedback, item = data.get("feedback"), data.get("item")
        if feedback and data.get("lead_unit") and not feedback.unit.contains(data["lead_unit"]):
            self.add_error("feedback", f"这份反馈意见是给{feedback.unit}的，与牵头单位不一致")
        if item and item.feedback_id != getattr(feedback, "pk", None):
            data["item"] = None
        return data

    @property
    def words(self) -> dict[str, Any]:
        """What actions.issues.register takes."""
        names = (
            "lead_unit",
            "feedback",
            "item",
            "title",
            "original",
            "category",
            "lead_leader",
            "responsible_leaders",
            "recurrence_of",
            "key",
            "due",
            "due_text",
        )
        data = {name: self.cleaned_data[name] for name in names}
        feedback = data["feedback"]
        return data | {
            "long_term": self.readings["due"].long_term,
            "is_immediate": self.cleaned_data["is_immediate"] or self.readings["due"].immediate,
            "track": feedback.track if feedback else None,
            "shares": [(unit, IssueUnit.Slot.RESPONSIBLE) for unit in self.cleaned_data["responsible"]],
        }
