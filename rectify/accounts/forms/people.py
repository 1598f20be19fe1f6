"""Forms of accounts and grants."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from rectify.accounts import policies
from rectify.accounts.halves import SlipCheck, opening
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.models.user import USERNAME
from rectify.accounts.roles import AccountKind, offered
from rectify.lib.dates import today
from rectify.lib.fields import Choice, DayField, Ref, Words
from rectify.workflow.inputs import ActInput


class LoginForm(forms.Form):
    username = forms.CharField(label="账号", max_length=150)
    password = forms.CharField(label="密码", strip=False, max_length=4096, widget=forms.PasswordInput)


class PasswordForm(forms.Form):
    """A new password, typed twice, after the present one. The rules themselves are the action's."""

    old = forms.CharField(
        label="现在的密码",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍新密码",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.rules = password_validators_help_texts()

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.user.check_password(old) and opening(self.user, old) is not SlipCheck.RIGHT:
            raise forms.ValidationError("不对，请再输一次现在的密码")
        return self.cleaned_data["old"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "与上面的新密码不一样，请再输一次")
        return data


class PersonForm(ActInput):
    """What an administrator may change of an account."""

    name = Words(label="姓名", max_length=50)
    title = Words(label="职务", max_length=50, required=False, help_text="页面上按职务称呼")
    phone = Words(label="电话", max_length=30, required=False)
    email = forms.EmailField(label="邮箱", max_length=254, required=False, help_text="周调度等提醒发到这里")


class NewPersonForm(PersonForm):
    username = Words(label="账号", max_length=50, validators=[USERNAME], help_text="登录时输入，建好后不能改")
    kind = Choice(label="账号类别", help_text="业务人员的角色由安全管理员另行授权")
    field_order = ("username", "name", "title", "phone", "email", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in policies.kinds_kept(self.user)]
        self.offer("kind", kinds)
        self.initial.setdefault("kind", kinds[0][0])


class RoleField(Choice):
    """A role to be granted. One that is not offered is in no list; who sends it all the same reads why."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [("", "请选角色"), *((role.value, role.label) for role in offered())], **kwargs
        )

    def validate(self, value: str) -> None:
        if value and not (verdict := policies.is_offered(value)):
            raise forms.ValidationError(verdict.reason)
        super().validate(value)


class GrantForm(ActInput):
    """Who gets which role at which unit. The choices are people who do business and units in use."""

    user = Ref(
        lambda form: User.objects.visible_to(form.user)
        .filter(kind=AccountKind.BUSINESS, is_active=True)
        .order_by("name", "username"),
        called=lambda user: f"{user.name}（{user.username}）{user.title}",
        label="人员",
        empty_label="请选人员",
    )
    role = RoleField(label="角色")
    unit = Ref(
        lambda form: Unit.objects.visible_to(form.user).active(),
        called=lambda unit: unit.full_name,
        label="单位",
        empty_label="请选单位",
        help_text="角色管到这家单位和它下面的所有单位",
    )
    starts = DayField(label="起始日", initial=today)
    ends = DayField(label="截止日", required=False, help_text="当天仍有效。不填就一直有效，直到收回")
    note = Words(label="依据", required=False, max_length=200, help_text="例如任职文件的文号")


class EndForm(ActInput):
    last_day = DayField(label="最后一天", required=False, help_text="当天仍有效。不填就是现在收回")
    note = Words(label="原因", required=False, max_length=200, help_text="例如调离、退休")

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day and day < today():
            raise forms.ValidationError("已经过去了；要现在收回，请不填")
        return day


def state_of(holding: Holding) -> tuple[str, str]:
    """The mark of a grant: code and word."""
    day = today()
    if holding.ends and holding.ends < day:
        return "terminated", "已收回或到期"
    if holding.starts > day:
        return "todo", "尚未开始"
    return "ok", "有效"
