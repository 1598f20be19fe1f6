from rectify.accounts.deputies import colleagues
from rectify.lib.dates import today
from rectify.lib.fields import DayField, Ref, Words
from rectify.workflow.inputs import ActInput


class StandInForm(ActInput):
    """Who stands in, from when to when, and why. The rules are the action's."""

    deputy = Ref(
        lambda form: colleagues(form.user, today()),
        called=lambda user: f"{user.name}{f'（{user.title}）' if user.title else ''}",
        label="请谁代办",
        empty_label="请选同一单位的人",
        help_text="只列与您在同一单位任职、账号在用的人",
    )
    starts = DayField(label="起始日", initial=today)
    ends = DayField(label="截止日", help_text="当天仍有效，过了这天自动结束")
    reason = Words(label="事由", max_length=200, help_text="例如：出差、休假、学习")
