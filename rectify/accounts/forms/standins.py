from django import forms

from rectify.accounts.deputies import colleagues
from rectify.accounts.forms.people import day_input
from rectify.accounts.models import User
from rectify.lib.dates import today


class StandInForm(forms.Form):
    """Who stands in, from when to when, and why. The rules are the action's."""

    deputy = forms.ModelChoiceField(
        label="请谁代办", queryset=User.objects.none(), to_field_name="public_id", empty_label="请选同一单位的人",
        help_text="只列与您在同一单位任职、账号在用的人",
    )  # fmt: skip
    starts = forms.DateField(label="起始日", initial=today, widget=day_input())
    ends = forms.DateField(label="截止日", widget=day_input(), help_text="当天仍有效，过了这天自动结束")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如：出差、休假、学习")

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues(by, today())
        self.fields["deputy"].label_from_instance = (
            lambda user: f"{user.name}{f'（{user.title}）' if user.title else ''}"
        )
