from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator

from issues.deadlines import DeadlineField, ReadsDeadlines
from issues.models import ExtensionReason
from rectify.lib.dates import today
from rectify.lib.fields import Ref, Words, area
from rectify.lib.tags import day_sentence
from rectify.workflow.inputs import ActInput


class ExtensionForm(ReadsDeadlines, ActInput):
    """申请延期: until when, why, and what will be done (docs/rules.md: extension-one)."""

    to_due = DeadlineField(label="申请延期到", help_text="写日期，或“3个月内”（从今天起算）“年底前”；原话会保留。")
    reason = Ref(
        lambda form: ExtensionReason.objects.all(),
        by="code",
        label="原因",
        empty_label="请选",
        help_text="会按“客观”“主观”分别统计，选最主要的一个。",
    )
    text = Words(
        label="说明",
        max_length=2000,
        widget=area(3),
        validators=[MinLengthValidator(20)],
        help_text="写清卡在哪里、谁在办、何时能好。",
    )

    def clean(self) -> dict:
        data = super().clean()
        wanted = data.get("to_due")
        if wanted and wanted <= today():
            self.add_error("to_due", ValidationError(f"新期限 {day_sentence(wanted)} 不晚于今天，请写今天以后的日期"))
        elif wanted and self.obj.due and wanted <= self.obj.due:
            self.add_error("to_due", ValidationError(f"新期限须晚于现在的期限 {day_sentence(self.obj.due)}"))
        return data
