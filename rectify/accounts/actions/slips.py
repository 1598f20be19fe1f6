"""密码条: halves of one-time passwords, printed by two administrators, dead after three days or when a password is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.halves import code_of, new_half
from rectify.accounts.models import PasswordHalf, User
from rectify.accounts.models.password_half import sides_of
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import Fact, record_many
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

ONCE = "这一批密码条已经打印过，只显示那一次。没有打出来的话，请重新勾选再打印一次"


@dataclass(frozen=True)
class PasswordSlip:
    """A half for one person, known until the answer is drawn."""

    user: User
    half: str


@transaction.atomic
def print_slips(*, people: Iterable[User], by: User, key: str = "") -> list[PasswordSlip]:
    """A fresh half for each of `people`, of the side of `by`; the one of before is dead. Raises Refused for a form sent twice and
    for who has a password of their own."""
    demand_all([policies.prints_slips(by)])
    wanted = User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people])
    persons = list(wanted.order_by("username"))
    if not first_time(by=by, key=key, what="accounts.user.slip"):
        raise Refused(ONCE)
    demand_all([policies.needs_slip(person) for person in persons])
    demand_all([policies.prints_slip_of(by, person) for person in persons])
    facts, slips = [], []
    for person in persons:
        slip, again = renew(person, AccountKind(by.kind), by)
        slips.append(slip)
        facts.append(slip_fact(person, by, again))
    record_many(facts, by=by)
    return slips


@transaction.atomic
def print_first(*, user: User) -> str:
    """On the server itself, for one of the first three who has not come in yet: to the system administrator both halves, since
    nobody is there who could print one; to the other two the half that the system administrator does not print, so that what the
    screen shows opens neither account. Raises Refused for who came in before."""
    lock(user)
    if not user.is_administrator or user.past_passwords.exists():
        raise Refused(f"{user.name}已经登录过。忘记密码由另外两名管理员一个提出、一个确认")
    demand_all([policies.needs_slip(user)])
    sides = [side for side in sides_of(user.kind) if side != AccountKind.SYSTEM_ADMIN]
    slips = [renew(user, side, None) for side in sides]
    facts = [
        _fact(user, side=f"在服务器上，代{side.label}", again=again)
        for side, (_, again) in zip(sides, slips, strict=True)
    ]
    record_many(facts, by=None)
    return "".join(slip.half for slip, _ in slips)


def renew(user: User, side: AccountKind, by: User | None) -> tuple[PasswordSlip, bool]:
    """A fresh half of a side, and whether there was one before. Call it under the lock of `user`."""
    half = new_half()
    stored = {"code": code_of(half), "printed_at": timezone.now(), "printed_by": by}
    _, made = PasswordHalf.objects.update_or_create(user=user, side=side, defaults=stored)
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return PasswordSlip(user, half), not made


def slip_fact(user: User, by: User, again: bool) -> Fact:
    return _fact(user, side=by.get_kind_display(), again=again)


def _fact(user: User, *, side: str, again: bool) -> Fact:
    kind = "accounts.user.reprint" if again else "accounts.user.slip"
    return Fact(kind, user, facts={"username": user.username, "side": side})
