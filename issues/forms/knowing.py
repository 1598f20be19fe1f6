"""知悉范围: restricted and released, people named and taken off."""

from issues.models import Restriction
from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind
from rectify.lib.fields import Choice, DayField, Ref, Words
from rectify.workflow.inputs import ActInput


class RestrictForm(ActInput):
    """Why only who is named reads it."""

    why = Choice(label="情形", choices=Restriction)
    reason = Words(label="理由", max_length=200, help_text="例如涉及具体干部，尚在核实；记入经过")


class NameForm(ActInput):
    """Who reads it, until which day."""

    person = Ref(
        lambda form: (
            User.objects.visible_to(form.user)
            .filter(kind=AccountKind.BUSINESS, is_active=True, api_key=None)
            .order_by("name", "username")
        ),
        called=lambda user: f"{user.name}（{user.username}）{user.title}",
        label="知悉人",
        empty_label="请选人员",
    )
    until = DayField(label="知悉到", help_text="当天仍可看，第二天起自动看不到")
    reason = Words(label="理由", max_length=200, help_text="例如承办本件；记入经过")


class ReasonForm(ActInput):
    """Why it is released, or somebody taken off."""

    reason = Words(label="理由", max_length=200, help_text="记入经过")
