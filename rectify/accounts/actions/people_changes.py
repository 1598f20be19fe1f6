"""What needs a second hand of accounts and posts: asked here, carried out by the acts of `users` and `holdings`."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from rectify.accounts import policies
from rectify.accounts.actions import factors, holdings, users
from rectify.accounts.actions.changes import ask
from rectify.accounts.changes import AT_ONCE, COOLING, ChangeKind, declare
from rectify.accounts.models import AskedChange, Holding, Unit, User
from rectify.accounts.roles import AccountKind, Reads, Role
from rectify.workflow.move import demand_all

POWERS = (Role.OFFICE_HEAD, Role.REVIEWER, Role.CLUE_KEEPER)
READS = {
    Reads.OFFICE: "看到{unit}督查的全部问题和材料",
    Reads.BRANCH: "看到{unit}和下属单位的问题和材料",
    Reads.ASKED: "看到征求{unit}意见的事项和材料",
}


def ask_grant(
    *, user: User, role: str, unit: Unit, by: User, starts: date | None = None, ends: date | None = None, note: str = ""
) -> AskedChange:
    """A post for somebody; what `rectify.accounts.actions.holdings.grant` refuses is refused now."""
    demand_all([policies.security_admin(by)])
    data = {"role": str(role), "starts": starts and starts.isoformat(), "ends": ends and ends.isoformat()}
    return ask(kind="holding.grant", by=by, person=user, unit=unit, reason=note, data=data)


def ask_reset(*, user: User, by: User) -> AskedChange:
    """A new first password; until it is agreed to, the old one opens."""
    demand_all([policies.keeps_account(by, user)])
    return ask(kind="user.reset", by=by, person=user)


def ask_forget_factor(*, user: User, by: User) -> AskedChange:
    """No second factor any more, for who has lost telephone and slips; the next log-in binds another one."""
    demand_all([policies.keeps_account(by, user)])
    return ask(kind="user.factor", by=by, person=user)


def ask_start(*, user: User, by: User) -> AskedChange:
    """An account in use again, with the posts that were not taken back."""
    demand_all([policies.keeps_account(by, user)])
    return ask(kind="user.start", by=by, person=user)


def ask_administrator(*, username: str, name: str, kind: str, by: User, **data: str) -> AskedChange:
    """An account for an administrator."""
    demand_all([policies.keeps(by, kind)])
    return ask(kind="user.create", by=by, account=kind, data=data | {"username": username, "name": name, "kind": kind})


def _grant(change: AskedChange) -> Holding:
    starts, ends = (change.data[name] and date.fromisoformat(change.data[name]) for name in ("starts", "ends"))
    return holdings.grant(
        user=_person(change),
        role=change.data["role"],
        unit=_unit(change),
        by=change.asked_by,
        starts=starts,
        ends=ends,
        note=change.reason,
    )


def _grant_does(change: AskedChange) -> list[str]:
    starts, ends = change.data["starts"] or "确认之日", change.data["ends"] or "收回为止"
    return [f"{_called(change)}任{_unit(change).full_name}{Role.of(change.data['role']).label}，{starts}起，到{ends}"]


def _grant_gains(change: AskedChange) -> list[str]:
    role, name = Role.of(change.data["role"]), _person(change).name
    gains = [f"{name}将以“{role.label}”的身份办理"]
    if role.reads:
        gains.insert(0, f"{name}将{READS[role.reads].format(unit=_unit(change).full_name)}")
    return gains


def _grant_cooling(change: AskedChange) -> timedelta:
    return COOLING if change.data["role"] in POWERS else AT_ONCE


def _posts(change: AskedChange) -> list[str]:
    """What comes with an account."""
    posts = [f"{post.unit.full_name}{post.get_role_display()}" for post in _held(change)]
    if change.account != AccountKind.BUSINESS:
        posts = [AccountKind(change.account).label]
    return posts


def _held(change: AskedChange) -> list[Holding]:
    return list(Holding.objects.current().filter(user=change.person).select_related("unit"))


def _reset_gains(change: AskedChange) -> list[str]:
    posts = "、".join(_posts(change)) or "没有任职"
    return [f"拿到密码条两半的人，能以{_person(change).name}的身份登录（{posts}）"]


def _start_gains(change: AskedChange) -> list[str]:
    return [f"{_person(change).name}恢复{post}" for post in _posts(change)]


def _by_asker(act: Callable[..., Any]) -> Callable[[AskedChange], Any]:
    """Do `act` to the person concerned, in the name of who asked."""
    return lambda change: act(user=_person(change), by=change.asked_by)


def _person(change: AskedChange) -> User:
    assert change.person is not None
    return change.person


def _unit(change: AskedChange) -> Unit:
    assert change.unit is not None
    return change.unit


def _called(change: AskedChange) -> str:
    person = _person(change)
    return f"{person.name}（{person.username}）"


declare(
    ChangeKind("holding.grant", "授予角色", _grant_does, _grant_gains, _grant, _grant_cooling),
    ChangeKind(
        "user.reset",
        "重置密码",
        lambda change: [f"{_called(change)}原来的密码作废，两位管理员各打印一半新的"],
        _reset_gains,
        _by_asker(users.reset),
        lambda change: COOLING,
    ),
    ChangeKind(
        "user.factor",
        "重置动态码",
        lambda change: [f"{_called(change)}的手机和恢复码作废，下次登录绑定新的"],
        lambda change: [f"知道{_person(change).name}密码的人，不用动态码就能登录，并绑定自己的手机"],
        _by_asker(factors.forget),
        lambda change: COOLING,
    ),
    ChangeKind(
        "user.start",
        "启用账号",
        lambda change: [f"启用{_called(change)}停用的账号"],
        _start_gains,
        _by_asker(users.start),
    ),
    ChangeKind(
        "user.create",
        "开通管理员账号",
        lambda change: [
            f"开通{AccountKind(change.account).label}账号 {change.data['username']}（{change.data['name']}）"
        ],
        lambda change: [f"{change.data['name']}将以{AccountKind(change.account).label}的身份办理"],
        lambda change: users.create(by=change.asked_by, **change.data),
        lambda change: COOLING,
    ),
)
