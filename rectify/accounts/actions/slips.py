"""密码条: halves of one-time passwords, printed by two administrators, dead after three days or when a password is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.halves import code_of, new_half
from rectify.accounts.models import PasswordHalf, User
from rectify.audit.trail import Fact, record_many
from rectify.lib.errors import Refused
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
        slip, again = renew(person, by)
        slips.append(slip)
        facts.append(slip_fact(person, by, again))
    record_many(facts, by=by)
    return slips


def renew(user: User, by: User) -> tuple[PasswordSlip, bool]:
    """A fresh half of the side of `by`, and whether there was one before. Call it under the lock of `user`."""
    half = new_half()
    stored = {"code": code_of(half), "printed_at": timezone.now(), "printed_by": by}
    _, made = PasswordHalf.objects.update_or_create(user=user, side=by.kind, defaults=stored)
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return PasswordSlip(user, half), not made


def slip_fact(user: User, by: User, again: bool) -> Fact:
    kind = "accounts.user.reprint" if again else "accounts.user.slip"
    return Fact(kind, user, facts={"username": user.username, "side": by.get_kind_display()})
