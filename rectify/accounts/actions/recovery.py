"""The last way in for administrators: a code that was printed and sealed, good once, on the server itself."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from rectify.accounts.actions.users import WATCHED
from rectify.accounts.lockout import unlock
from rectify.accounts.models import User
from rectify.accounts.roles import ADMINISTRATORS
from rectify.audit.models import ChainHead
from rectify.audit.trail import record
from rectify.lib.locks import lock
from rectify.lib.passwords import one_time_password
from rectify.notices.alarms import keepers
from rectify.notices.notify import notify


def code_file() -> Path:
    """Where the hash of the code lies: on this server, outside of the database and of every backup."""
    return Path(settings.VAR) / "recovery_code"


@transaction.atomic
def new_code() -> str:
    """A code that opens once; the one of before is dead."""
    code, head = one_time_password(), ChainHead.objects.get_or_create(pk=1)[0]
    record("audit.chainhead.recovery_code", head, by=None)
    code_file().touch(mode=0o600)
    code_file().write_text(make_password(code), encoding="ascii")
    return code


def is_right(code: str) -> bool:
    return code_file().exists() and check_password(code.strip(), code_file().read_text(encoding="ascii"))


@transaction.atomic
def recover(*, user: User) -> str:
    """A one-time password for an administrator, in use again; the code is dead, every administrator is told."""
    lock(user)
    password, now = one_time_password(), timezone.now()
    user.set_password(password)
    user.is_active = user.must_change_password = True
    user.watched_until = now + WATCHED
    user.save(update_fields=["password", "is_active", "must_change_password", "watched_until"])
    user.password_halves.all().delete()
    unlock(user.username)
    title = f"有人在服务器上用恢复码恢复了{user.get_kind_display()}账号 {user.username}，不是您知道的，请立即核实"
    key = f"recovered:{user.public_id}:{now:%Y%m%d%H%M%S}"
    notify(keepers(*ADMINISTRATORS), key=key, kind="alarm", title=title, why="管理员")
    record("accounts.administrator.recover", user, by=None, label=user.get_kind_display(), username=user.username)
    code_file().unlink(missing_ok=True)
    return password
