"""动态码 and 恢复码: bound, shown at the log-in, bound anew, taken away. What happened stands in the trail, never a code."""

from django.db import transaction
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.factors import MOST_FAILURES, is_paused, new_codes, take_code, use_code
from rectify.accounts.models import Factor, User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.notices.notify import notify
from rectify.workflow.move import demand_all

PAUSED = "输错太多次，请半小时后再试"
WRONG = "动态码不对，或者已经用过。请等手机上换了新的再输；手机时间要自动校准"
FEW = 3


@transaction.atomic
def bind(*, user: User, seed: str, typed: str, by: User) -> list[str]:
    """The telephone that has photographed the sealed `seed` shows the right code: from now on it is asked for, the one of before
    is not. Gives the recovery codes, shown once. Raises Refused."""
    lock(user)
    demand_all([policies.oneself(by, user)])
    factor = Factor(user=user, seed=seed)
    if not take_code(factor, typed):
        raise Refused(WRONG)
    Factor.objects.filter(user=user).delete()
    factor.save()
    codes = new_codes(user)
    record("accounts.user.bind", user, by=by)
    return codes


@transaction.atomic
def show(*, user: User, typed: str, by: User) -> bool:
    """Whether the person may go on with this code, of the telephone or off the slip; a wrong one is counted. Raises Refused after
    too many wrong ones."""
    lock(user)
    demand_all([policies.oneself(by, user)])
    factor = Factor.objects.select_for_update().get(user=user)
    if is_paused(factor):
        raise Refused(PAUSED)
    if take_code(factor, typed):
        way, left = "动态码", None
    elif use_code(user, typed):
        way, left = "恢复码", user.recovery_codes.unused().count()
    else:
        factor.failures = 1 if factor.failures >= MOST_FAILURES else factor.failures + 1
        factor.failed_at = timezone.now()
        factor.save(update_fields=["failures", "failed_at"])
        record("accounts.session.factor_fail", user, by=by)
        return False
    factor.failures = 0
    factor.save(update_fields=["failures", "last_step", "offset"])
    if left is not None:
        _warn(user, left)
    record("accounts.session.factor", user, by=by, way=way)
    return True


@transaction.atomic
def print_codes(*, user: User, typed: str, by: User) -> list[str]:
    """Fresh recovery codes for who shows a code, none for a wrong one, which is counted; those of before are dead."""
    if not show(user=user, typed=typed, by=by):
        return []
    codes = new_codes(user)
    record("accounts.user.recovery_codes", user, by=by)
    return codes


@transaction.atomic
def forget(*, user: User, by: User) -> None:
    """The telephone is gone: neither it nor a slip opens anything any more, and a new one is bound at the next log-in."""
    lock(user)
    demand_all([policies.keeps_account(by, user)])
    if not Factor.objects.filter(user=user).delete()[0]:
        raise Refused(f"{user.name}没有绑定动态码，不用重置")
    user.recovery_codes.all().delete()
    record("accounts.user.forget_factor", user, by=by, username=user.username)


def _warn(user: User, left: int) -> None:
    title = f"刚才用恢复码登录，还剩 {left} 个"
    text = "不是您本人，请马上修改密码并告诉管理员。" + ("请在“我的”里重新打印恢复码。" if left <= FEW else "")
    key = f"recovery:{user.public_id}:{timezone.now():%Y%m%d%H%M%S}"
    notify([user], key=key, kind="alarm", title=title, why="账号的主人", text=text)
