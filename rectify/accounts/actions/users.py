"""Accounts: opened, changed, stopped, started, given a new first password. Nobody looks after an account of the own kind."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.actions.slips import renew
from rectify.accounts.lockout import unlock as forget_failures
from rectify.accounts.models import User
from rectify.accounts.models.password_half import GOOD_FOR
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.columns import column_name, set_columns
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

DATA = ("name", "title", "phone", "email")
WATCHED = GOOD_FOR + timedelta(days=1)  # as long as a slip opens, and a day of work
ONCE = "这张表已经提交过，一次性密码只显示那一次。没有记下的话，请再重置一次"


@transaction.atomic
def create(*, username: str, name: str, kind: str, by: User, key: str = "", **data: str) -> tuple[User, str]:
    """Open an account; gives it and what the page shows once and is kept nowhere: the first half of a one-time password. For an
    administrator nothing, since two others print a half each. `data`: title, phone, email."""
    demand_all([policies.keeps(by, kind)])
    if not first_time(by=by, key=key, what="accounts.user.create"):
        raise Refused(ONCE)
    user = insert(username=username, name=name, kind=kind, **data)
    half = "" if user.is_administrator else renew(user, AccountKind(by.kind), by)[0].half
    record_many([created(user)], by=by)
    return user, half


def insert(*, username: str, name: str, kind: str = AccountKind.BUSINESS, **data: str | bool) -> User:
    """A new account that nothing opens yet. Raises Refused for a name that is taken."""
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"账号 {username} 已有人用，请换一个")
    user = User(username=username, name=name, kind=kind, **data)
    user.set_unusable_password()
    user.save()
    return user


def created(user: User, note: str = "") -> Fact:
    """What the trail says of a new account."""
    facts = {"username": user.username, "name": user.name, "label": user.get_kind_display()}
    return Fact("accounts.user.create", user, note, facts)


@transaction.atomic
def edit(*, user: User, by: User, **data: str) -> None:
    """Change name, title, telephone, mail. The kind of an account never changes."""
    lock(user)
    demand_all([policies.keeps_account(by, user)])
    changed = {field: data[field] for field in DATA if field in data and data[field] != getattr(user, field)}
    if not changed:
        return
    before = {field: getattr(user, field) for field in changed}
    set_columns(user, changed)
    user.save(update_fields=list(changed))
    words = "、".join(column_name(User, field) for field in changed)
    record("accounts.user.edit", user, by=by, username=user.username, fields=words, before=before, after=changed)


@transaction.atomic
def stop(*, user: User, by: User) -> None:
    """No more log-ins; what is open ends with its next request. The last administrator of a kind stays."""
    lock(user)
    demand_all([policies.keeps_account(by, user)])
    # All of the kind are locked, so that two who stop one another do not leave none.
    others = User.objects.select_for_update(no_key=True).filter(kind=user.kind, is_active=True).exclude(pk=user.pk)
    if user.is_administrator and not list(others.order_by("pk")):
        raise Refused(f"{user.name}是唯一在用的{user.get_kind_display()}，先开通另一个再停用")
    _switch(user, active=False, by=by, act="stop")


@transaction.atomic
def start(*, user: User, by: User) -> None:
    lock(user)
    demand_all([policies.keeps_account(by, user)])
    _switch(user, active=True, by=by, act="start")


def _switch(user: User, *, active: bool, by: User, act: str) -> None:
    if user.is_active == active:
        return
    user.is_active = active
    user.save(update_fields=["is_active"])
    record(f"accounts.user.{act}", user, by=by, username=user.username)


@transaction.atomic
def reset(*, user: User, by: User) -> None:
    """The old password and every slip are dead, a lock for wrong passwords ends too; two halves of a new one are printed by two
    hands (`rectify.accounts.actions.slips`), and it must be changed at the first log-in."""
    lock(user)
    demand_all([policies.keeps_account(by, user)])
    user.password_halves.all().delete()
    user.set_unusable_password()
    user.must_change_password, user.watched_until = True, timezone.now() + WATCHED
    user.save(update_fields=["password", "must_change_password", "watched_until"])
    forget_failures(user.username)
    record("accounts.user.reset", user, by=by, username=user.username)


@transaction.atomic
def unlock(*, user: User, by: User) -> None:
    """End the pause after wrong passwords."""
    lock(user)
    demand_all([policies.keeps_account(by, user)])
    if forget_failures(user.username):
        record("accounts.user.unlock", user, by=by, username=user.username)
