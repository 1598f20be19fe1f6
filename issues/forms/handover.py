from django import forms

from issues.actions.handover import responsible
from rectify.accounts.models import Unit, User
from rectify.lib.dates import today


class HandoverForm(forms.Form):
    """Who goes, who comes, from which day. The rules are the action's."""

    outgoing = forms.ModelChoiceField(
        label="移交人", queryset=User.objects.none(), to_field_name="public_id", empty_label="请选",
        help_text="担任或担任过这家单位主要负责人的人",
    )  # fmt: skip
    incoming = forms.ModelChoiceField(
        label="接收人", queryset=User.objects.none(), to_field_name="public_id", empty_label="请选",
        help_text="已授权为这家单位主要负责人的人；没有列出的，请安全管理员先授权",
    )  # fmt: skip
    on = forms.DateField(
        label="交接日", initial=today, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        for name, grants in (("outgoing", responsible(unit)), ("incoming", responsible(unit, since=today()))):
            people = User.objects.filter(pk__in=grants.values("user")).order_by("name", "username")
            self.fields[name].queryset = people if name == "outgoing" else people.filter(is_active=True)
            self.fields[name].label_from_instance = (
                lambda user: f"{user.name}{f'（{user.title}）' if user.title else ''}"
            )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="作废的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
