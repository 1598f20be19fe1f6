"""Who asked too often: told by the clock, so that a request that is refused costs no more than being counted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.models import ApiKey, ThrottleCount, User
from rectify.accounts.roles import AccountKind
from rectify.accounts.throttles import KEY_OF, PERSON, THROTTLES
from rectify.audit.trail import record
from rectify.notices.alarms import keepers
from rectify.notices.notify import notify

KEPT = timedelta(days=1)
STRANGERS = {"device": "登录过的一台电脑", "address": "来自 {}"}


@transaction.atomic
def tell_reached(*, at: datetime) -> int:
    """An event and an alarm for everybody who went beyond a limit, one for each hour however often; gives how many. Run it as
    often as you like."""
    beyond = Q(pk__in=[])
    for throttle in THROTTLES.values():
        beyond |= Q(throttle=throttle.name, calls__gt=throttle.most)
    count = 0
    for row in ThrottleCount.objects.select_for_update().filter(beyond, told=False).order_by("pk"):
        hour = row.since.replace(minute=0, second=0, microsecond=0)
        same = ThrottleCount.objects.filter(throttle=row.throttle, counted=row.counted, told=True)
        if not same.filter(since__gte=hour, since__lt=hour + timedelta(hours=1)).exists():
            _tell(row, hour)
            count += 1
        ThrottleCount.objects.filter(pk=row.pk).update(told=True)
    ThrottleCount.objects.filter(since__lt=at - KEPT).delete()
    return count


def _tell(row: ThrottleCount, hour: datetime) -> None:
    throttle = THROTTLES[row.throttle]
    subject, who, url = _who(row)
    title = f"{throttle.label}太频繁：{who}"
    text = f"{throttle.span}内超过 {throttle.most} 次。不像是人在办事的，请问一问本人，必要时停用账号或者密钥"
    key = f"throttle:{row.throttle}:{row.counted}:{hour:%Y%m%d%H}"
    security = keepers(AccountKind.SECURITY_ADMIN)
    notify(security, key=key, kind="alarm", title=title, why="安全管理员", text=text, url=url)
    record(
        "accounts.throttle.reach",
        subject,
        by=None,
        label=throttle.label,
        who=who,
        begun=f"{timezone.localtime(row.since):%Y-%m-%d %H:%M}",
        span=throttle.span,
        calls=row.calls,
        most=throttle.most,
        outcome="，超过的没有办" if throttle.refuses else "",
    )


def _who(row: ThrottleCount) -> tuple[User | ApiKey | ThrottleCount, str, str]:
    """Whom it is about, in words too, and the page of it."""
    kind, _, number = row.counted.partition(":")
    if kind == PERSON and (user := User.objects.filter(public_id=number).first()):
        return user, user.username, reverse("accounts:user", args=[number])
    if kind == KEY_OF and (key := ApiKey.objects.filter(public_id=number).first()):
        return key, key.name, reverse("accounts:api_key", args=[number])
    return row, STRANGERS.get(kind, "{}").format(number), ""
