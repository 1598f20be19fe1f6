from django.db.models import QuerySet

from issues.actions.handover import responsible
from rectify.accounts.models import Holding, User
from rectify.lib.dates import today
from rectify.lib.fields import DayField, Ref, Words, area
from rectify.workflow.inputs import ActInput


def people(grants: QuerySet[Holding]) -> QuerySet[User]:
    return User.objects.filter(pk__in=grants.values("user")).order_by("name", "username")


def called(user: User) -> str:
    return f"{user.name}{f'（{user.title}）' if user.title else ''}"


class HandoverForm(ActInput):
    """Of a unit: who goes, who comes, from which day. The rules are the action's."""

    outgoing = Ref(
        lambda form: people(responsible(form.obj)),
        called=called,
        label="移交人",
        empty_label="请选",
        help_text="担任或担任过这家单位主要负责人的人",
    )
    incoming = Ref(
        lambda form: people(responsible(form.obj, since=today())).filter(is_active=True),
        called=called,
        label="接收人",
        empty_label="请选",
        help_text="已授权为这家单位主要负责人的人；没有列出的，请安全管理员先授权",
    )
    on = DayField(label="交接日", initial=today)


class WithdrawForm(ActInput):
    reason = Words(label="作废的理由", max_length=300, widget=area(2))
