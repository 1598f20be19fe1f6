"""Forms of machine keys: what is asked for, why it is not granted."""

from django import forms

from rectify.accounts.forms.people import RoleField
from rectify.accounts.models import KeyRight, Unit
from rectify.lib.fields import DayField, Ref, Words
from rectify.workflow.inputs import ActInput


class AskKeyForm(ActInput):
    name = Words(label="系统名称", max_length=40, help_text="哪个系统来用，一个系统一把。日志里写这个名字")
    unit = Ref(
        lambda form: Unit.objects.visible_to(form.user).active(),
        called=lambda unit: unit.full_name,
        label="单位",
        empty_label="请选单位",
    )
    role = RoleField(label="按哪个角色看", help_text="这个角色在这家单位看得到的，密钥才读得到")
    rights = forms.MultipleChoiceField(
        label="除了读，还可以",
        choices=KeyRight,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="签字、审定这些要人办的，哪把密钥都不能办",
    )
    ends_on = DayField(label="截止日", help_text="当天仍有效，最长一年")
    reason = Words(label="用来做什么", max_length=200, help_text="安全管理员看这一句定同不同意")


class RefuseKeyForm(ActInput):
    reason = Words(label="不同意的理由", max_length=200, help_text="系统管理员照着改，再申请一次")
