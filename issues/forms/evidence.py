"""What a unit says about a file: which measure it proves, how much it proves, of what day it is."""

from typing import Any, Self, cast

from django import forms

from issues.actions.recall import recalling
from issues.conditions import live_measures
from issues.models import Evidence, Shows
from rectify.lib.dates import today
from rectify.lib.fields import Choice, DayField, Flag, Ref, Words
from rectify.lib.levels import Confidentiality
from rectify.lib.text import shortened
from rectify.workflow.inputs import ActInput


class AboutFile(ActInput):
    """Goes with each upload, and corrects what was said until the file is handed in."""

    measure = Ref(
        lambda form: live_measures(form.obj),
        called=lambda m: f"措施 {m.order}　{shortened(m.text, 40)}",
        label="证明哪条措施",
        required=False,
        empty_label="整件，不对应单条措施",
    )
    shows = Choice(label="证明到哪一步", choices=Shows, widget=forms.RadioSelect, initial=Shows.DONE)
    document_date = DayField(
        label="材料形成日期",
        required=False,
        help_text="材料上的落款、开票或拍摄日期。申请销号前都要填",
    )
    note = Words(
        label="说明",
        required=False,
        max_length=300,
        help_text="例如：第 3 页标出 1.27 亿元；早于反馈日的，写明为什么用它",
    )

    confidentiality = Choice(label="范围", required=False, choices=Confidentiality)

    withdraws = Flag(required=True, label="我知道：销号申请会撤回，改好后重新申请")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issue = self.obj
        if recalling(issue) is None:
            del self.fields["withdraws"]
        level_field = cast(forms.ChoiceField, self.fields["confidentiality"])
        level_field.choices = [
            (level.value, level.label) for level in Confidentiality.from_floor(issue.confidentiality)
        ]
        self.fields["confidentiality"].initial = issue.confidentiality

    @classmethod
    def of(cls, evidence: Evidence, data: Any = None, *, user: Any) -> Self:
        """The form filled with what is said now."""
        initial = {"measure": evidence.measure, "shows": evidence.shows, "document_date": evidence.document_date}
        return cls(
            data,
            user=user,
            obj=evidence.issue,
            initial=initial | {"note": evidence.note, "confidentiality": evidence.confidentiality},
        )

    def clean_document_date(self):
        day = self.cleaned_data["document_date"]
        if day and day > today():
            raise forms.ValidationError(f"{day:%Y-%m-%d} 还没有到，请填材料上的日期")
        return day
