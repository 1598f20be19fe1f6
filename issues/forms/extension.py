from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator

from issues.deadlines import DeadlineField, ReadsDeadlines
from issues.models import ExtensionReason, Issue
from rectify.lib.dates import today
from rectify.lib.tags import day_sentence


class ExtensionForm(ReadsDeadlines, forms.Form):
    """申请延期: until when, why, and what will be done (product.md section 3)."""

    to_due = DeadlineField(label="申请延期到", help_text="写日期，或“3个月内”（从今天起算）“年底前”；原话会保留。")
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

    def clean(self) -> dict:
        data = super().clean()
        wanted = data.get("to_due")
        if wanted and wanted <= today():
            self.add_error("to_due", ValidationError(f"新期限 {day_sentence(wanted)} 不晚于今天，请写今天以后的日期"))
        elif wanted and self.issue.due and wanted <= self.issue.due:
            self.add_error("to_due", ValidationError(f"新期限须晚于现在的期限 {day_sentence(self.issue.due)}"))
        return data
