from django import forms

from issues.effects.handing import takers
from issues.models import Issue
from rectify.accounts.models import Unit


class HandDownForm(forms.Form):
    """To whom and why. The units are those that the rule allows."""

    unit = forms.ModelChoiceField(
        label="交给哪家经办", queryset=Unit.objects.none(), to_field_name="public_id", empty_label="请选",
        help_text="只列下属单位和这件的责任单位。主要责任仍在牵头单位，周报、方案、销号仍由牵头单位报",
    )  # fmt: skip
    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="接手的单位和督查办都看得到，会一直留在这件的页上",
    )  # fmt: skip

    def __init__(self, *args, issue: Issue, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = takers(issue)
        self.fields["unit"].label_from_instance = lambda unit: unit.name


class TakeBackForm(forms.Form):
    reason = forms.CharField(label="收回的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
