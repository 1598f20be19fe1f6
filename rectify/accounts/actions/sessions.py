"""Coming and going, and one's own password. What happened stands in the trail."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rectify.accounts import opening, policies
from rectify.accounts.lockout import is_locked, limit_of, minutes
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.notices.notify import notify
from rectify.workflow.move import demand_all

BARRED = 5  # GB/T 22239: what was used of late is not used again


def note_entry(*, user: User, way: str, address: str, by: User, over: int = 0) -> None:
    """A person has logged in: `way` is how, `address` the machine's; `over` older log-ins ended by it,
    which the person is told."""
    demand_all([policies.oneself(by, user)])
    if over:
        title, key = (
            f"同时登录的地方太多，最早的 {over} 处已退出",
            f"session:{user.public_id}:{timezone.now():%Y%m%d%H%M%S}",
        )
        text = "不是您本人登录的，请马上修改密码。"
        notify(
            [user], key=key, kind="alarm", title=title, why="账号的主人", text=text, url=reverse("accounts:sessions")
        )
        record("accounts.session.over", user, by=by, count=over)
    record("accounts.session.open", user, by=by, way=way, address=address)


def note_leaving(*, user: User, key: str | None, by: User) -> None:
    """A person leaves; `key` is that of the session that ends."""
    demand_all([policies.oneself(by, user)])
    user.open_sessions.filter(key=key).delete()
    record("accounts.session.close", user, by=by)


@transaction.atomic
def end_others(*, user: User, key: str | None, by: User) -> int:
    """退出其他: log out everywhere but in the session `key`; gives how many there were."""
    demand_all([policies.oneself(by, user)])
    others = list(opening.alive(user).exclude(key=key))
    opening.end(others)
    if others:
        record("accounts.session.end_others", user, by=by, count=len(others))
    return len(others)


@transaction.atomic
def note_failure(*, username: str, counted_name: str, address: str) -> None:
    """A wrong password for a name that exists, at most as often as the lock allows; `counted_name`: rectify/accounts/devices.py.

    Names that do not exist stay out of the trail: people type passwords into the wrong box, and a stranger must not be
    able to fill it.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        return
    record("accounts.session.fail", user, by=None, address=address)
    if is_locked(counted_name):
        limit = limit_of(counted_name)
        record("accounts.session.lock", user, by=None, address=address, limit=limit, minutes=minutes())


@transaction.atomic
def change_password(*, user: User, password: str, by: User) -> None:
    """Set one's own password. Raises Refused with every rule that the new one does not meet."""
    lock(user)
    demand_all([policies.oneself(by, user)])
    if user.check_password(password):
        raise Refused("新密码与现在的一样，请换一个")
    past = user.past_passwords.values_list("code", flat=True)[:BARRED]
    if any(check_password(password, code) for code in past):
        raise Refused(f"最近 {BARRED} 个用过的密码不能再用，请换一个")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*error.messages) from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    user.password_halves.all().delete()
    user.past_passwords.create(code=user.password)
    user.past_passwords.exclude(pk__in=user.past_passwords.values("pk")[:BARRED]).delete()
    record("accounts.user.password", user, by=by)
