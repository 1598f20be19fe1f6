"""What a unit says about a file: which measure it proves, how much it proves, of what day it is."""

from typing import cast

from django import forms

from issues.conditions import live_measures
from issues.effects.recall import recalling
from issues.models import Evidence, Issue, Shows
from rectify.lib.dates import today
from rectify.lib.levels import Confidentiality
from rectify.lib.secrecy import EXPLAINED, marked
from rectify.lib.text import shortened


class AboutFile(forms.Form):
    """Goes with each upload, and corrects what was said until the file is handed in."""

    measure = forms.ModelChoiceField(
        label="证明哪条措施",
        queryset=None,
        required=False,
        to_field_name="public_id",
        empty_label="整件，不对应单条措施",
    )
    shows = forms.ChoiceField(label="证明到哪一步", choices=Shows, widget=forms.RadioSelect, initial=Shows.DONE)
    document_date = forms.DateField(
        label="材料形成日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="材料上的落款、开票或拍摄日期。申请销号前都要填",
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        help_text="例如：第 3 页标出 1.27 亿元；早于反馈日的，写明为什么用它",
    )

    confidentiality = forms.ChoiceField(label="范围", required=False, choices=Confidentiality)

    withdraws = forms.BooleanField(label="我知道：销号申请会撤回，改好后重新申请")

    def __init__(self, *args, issue: Issue, **kwargs):
        super().__init__(*args, **kwargs)
        if recalling(issue) is None:
            del self.fields["withdraws"]
        level_field = cast(forms.ChoiceField, self.fields["confidentiality"])
        level_field.choices = [
            (level.value, level.label) for level in Confidentiality.from_floor(issue.confidentiality)
        ]
        self.fields["confidentiality"].initial = issue.confidentiality
        self.fields["measure"].queryset = live_measures(issue)
        self.fields["measure"].label_from_instance = lambda m: f"措施 {m.order}　{shortened(m.text, 40)}"

    @classmethod
    def of(cls, evidence: Evidence, data=None) -> "AboutFile":
        """The form filled with what is said now."""
        measure = evidence.measure.public_id if evidence.measure_id else None
        said = {"measure": measure, "shows": evidence.shows, "document_date": evidence.document_date}
        return cls(
            data,
            issue=evidence.issue,
            initial=said | {"note": evidence.note, "confidentiality": evidence.confidentiality},
        )

    def clean_document_date(self):
        day = self.cleaned_data["document_date"]
        if day and day > today():
            raise forms.ValidationError(f"{day:%Y-%m-%d} 还没有到，请填材料上的日期")
        return day

    def clean_note(self):
        note = self.cleaned_data["note"].strip()
        if mark := marked(note):
            raise forms.ValidationError(f"{EXPLAINED}：说明里有“{mark}”字样。确实不涉密的，请换个写法")
        return note
