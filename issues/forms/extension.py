from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator

from issues.models import ExtensionReason, Issue
from rectify.lib.dates import today
from rectify.lib.tags import day_sentence


class ExtensionForm(forms.Form):
    """申请延期: until when, why, and what will be done (product.md section 3)."""

    to_due = forms.DateField(
        label="新期限", widget=forms.DateInput(attrs={"type": "date", "class": "w-auto"}, format="%Y-%m-%d")
    )
    reason = forms.ModelChoiceField(
        ExtensionReason.objects.all(), label="原因", empty_label="请选",
        help_text="会按“客观”“主观”分别统计，选最主要的一个。",
    )  # fmt: skip
    text = forms.CharField(
        label="说明", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), validators=[MinLengthValidator(20)],
        help_text="写清卡在哪里、谁在办、何时能好。",
    )  # fmt: skip

    def __init__(self, *args, issue: Issue, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.issue = issue

    def clean_to_due(self) -> date:
        wanted = self.cleaned_data["to_due"]
        if wanted <= today():
            raise ValidationError(f"新期限 {day_sentence(wanted)} 不晚于今天，请选今天以后的日期")
        if self.issue.due and wanted <= self.issue.due:
            raise ValidationError(f"新期限须晚于现在的期限 {day_sentence(self.issue.due)}")
        return wanted
