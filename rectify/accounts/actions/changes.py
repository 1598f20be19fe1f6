"""待第二人确认: asked by one, agreed to by another, called off by whom it concerns; done in the name of who asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.changes import NOBODY_MORE, kind_of
from rectify.accounts.models import AskedChange, Unit, User
from rectify.accounts.models.asked_change import HEADS
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import Facts, record
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.verdict import no
from rectify.notices.notify import notify
from rectify.workflow.move import demand_all

State = AskedChange.State


@transaction.atomic
def ask(
    *,
    kind: str,
    by: User,
    person: User | None = None,
    unit: Unit | None = None,
    account: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> AskedChange:
    """Ask for a change and tell who may agree, and whom it concerns. It is tried out first and taken back, so that what its
    rules refuse is refused now. Raises Conflict where the same is asked already."""
    demand_all([policies.is_administrator(by)])
    change = AskedChange(kind=kind, asked_by=by, person=person, unit=unit, reason=reason.strip(), data=data or {})
    change.account = person.kind if person else account
    asked = AskedChange.objects.waiting().filter(kind=kind, person=person, unit=unit, data=change.data).first()
    if asked:
        raise Conflict(f"这件事{asked.asked_by.name}已经提出，等{asked.waits_for}确认，不用再提")
    known = kind_of(kind)
    change.does, change.gains = list(known.does(change)), list(known.gains(change)) or [NOBODY_MORE]
    try_out(change)
    change.save()
    _tell(change, confirmers(change), what="asked", title=f"{known.label}等您确认", why="可以确认这项变更的人")
    if person and person != by:
        _tell(change, [person], what="concerns", title=f"有人提出{known.label}，涉及您", why="这项变更涉及的人")
    record("accounts.change.ask", change, by=by, note=change.reason, **_facts(change))
    return change


def try_out(change: AskedChange) -> None:
    """Raise what carrying out `change` now would raise; nothing of it stays."""
    with transaction.atomic():
        kind_of(change.kind).carry_out(change)
        transaction.set_rollback(True)


def confirmers(change: AskedChange) -> list[User]:
    """Everybody who may agree."""
    heads = Q(holdings__role__in=HEADS) if change.account in ("", AccountKind.BUSINESS) else Q(pk__in=[])
    people = User.objects.filter(Q(kind__in=change.confirming) | heads, is_active=True).distinct()
    return [person for person in people if policies.confirms(person, change)]


@transaction.atomic
def confirm(*, change: AskedChange, by: User) -> None:
    """Agree. It is done at once, or once the time has passed in which it can be called off."""
    _demand_waiting(lock(change), by)
    known, now = kind_of(change.kind), timezone.now()
    cooling = known.cooling(change)
    change.decided_at, change.decided_by, change.effective_from = now, by, now + cooling
    change.state = State.AGREED
    if not cooling:
        known.carry_out(change)
        change.state = State.DONE
    change.save(update_fields=["decided_at", "decided_by", "effective_from", "state"])
    _tell_outcome(change)
    record("accounts.change.confirm", change, by=by, **_facts(change))


@transaction.atomic
def decline(*, change: AskedChange, reason: str, by: User) -> None:
    """Say no, with a reason; nothing of it is done."""
    _demand_waiting(lock(change), by)
    change.state, change.answer = State.DECLINED, reason.strip()
    change.decided_at, change.decided_by = timezone.now(), by
    change.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    _tell_outcome(change)
    record("accounts.change.decline", change, by=by, note=change.answer, **_facts(change))


@transaction.atomic
def call_off(*, change: AskedChange, by: User, reason: str = "") -> None:
    """Stop it before it is done: who asked, who agreed, whom it concerns."""
    lock(change)
    demand_all([policies.calls_off(by, change)])
    if not change.is_open:
        raise Conflict(f"这项变更{change.get_state_display()}，不能再撤销")
    change.state, change.answer = State.CANCELLED, reason.strip()
    change.cancelled_at, change.cancelled_by = timezone.now(), by
    change.save(update_fields=["state", "answer", "cancelled_at", "cancelled_by"])
    _tell_outcome(change)
    record("accounts.change.cancel", change, by=by, note=change.answer, **_facts(change))


def carry_out_due(*, at: datetime) -> None:
    """Do what was agreed to and whose time has come; each in a transaction of its own."""
    for change in AskedChange.objects.due(at).order_by("effective_from", "pk"):
        carry_out(change=change, at=at)


@transaction.atomic
def carry_out(*, change: AskedChange, at: datetime) -> None:
    """Do one. What cannot be done any more is told, with the reason, and does not come again."""
    lock(change)
    if change.state != State.AGREED or change.effective_from is None or change.effective_from > at:
        return
    try:
        with transaction.atomic():
            kind_of(change.kind).carry_out(change)
        change.state = State.DONE
    except Refused as refused:
        change.state, change.answer = State.FAILED, "；".join(refused.reasons)[:400]
    change.save(update_fields=["state", "answer"])
    _tell_outcome(change)
    outcome = {"outcome": change.get_state_display()}
    record("accounts.change.carry_out", change, by=None, note=change.answer, **_facts(change) | outcome)


def _demand_waiting(change: AskedChange, by: User) -> None:
    demand_all([policies.confirms(by, change)])
    if change.is_expired:
        demand_all([no("这项变更过了七天没有人确认，已经作废；还要办，请重新提出")])
    if change.state != State.WAITING:
        raise Conflict(f"这项变更已经办过：{change.get_state_display()}")


def _tell_outcome(change: AskedChange) -> None:
    people = {person for person in (change.asked_by, change.person) if person}
    title = f"{kind_of(change.kind).label}：{change.get_state_display()}"
    _tell(change, people, what=change.state, title=title, why="提出的人，或者涉及的人")


def _tell(change: AskedChange, people: Iterable[User], *, what: str, title: str, why: str) -> None:
    url, key = reverse("accounts:change", args=[change.public_id]), f"change:{change.public_id}:{what}"
    notify(people, key=key, kind="unit", title=title, why=why, text="；".join(change.does), url=url)


def _facts(change: AskedChange) -> Facts:
    return {"what": kind_of(change.kind).label, "does": "；".join(change.does)[:400], "change": change.public_id}
