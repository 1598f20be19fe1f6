"""Grants: who holds which role at which unit, from when to when. Given and taken back by the security administrator."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from rectify.accounts import policies
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.roles import Role
from rectify.audit.trail import Fact, Facts, record, record_many
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all


@transaction.atomic
def grant(
    *, user: User, role: str, unit: Unit, by: User, starts: date | None = None, ends: date | None = None, note: str = ""
) -> Holding:
    """Let a person hold a role at a unit from a day (today) to a day (until taken back).

    Refused for the three administrators (三员, docs/rules.md: post-administrators; the database refuses it too).
    """
    lock(user)
    demand_all([policies.security_admin(by)])
    demand_all([policies.takes_posts(user), policies.role_fits(role, unit)])
    starts = starts or today()
    if ends and ends < starts:
        raise Refused("截止日早于起始日，请改正")
    overlap = Q(ends=None) | Q(ends__gte=starts)
    if ends:
        overlap &= Q(starts__lte=ends)
    there = user.holdings.filter(overlap, role=role, unit=unit).first()
    if there:
        raise Refused(f"{user.name}在{unit.full_name}已有“{Role.of(role).label}”授权（{span(there)}），不用再授")
    holding = Holding.objects.create(user=user, role=role, unit=unit, starts=starts, ends=ends)
    record_many([granted(holding, note)], by=by)
    return holding


def granted(holding: Holding, note: str = "") -> Fact:
    """What the trail says of a new post."""
    facts: Facts = {"holding": holding.pk, "span": span(holding)} | _facts(holding)
    return Fact("accounts.holding.grant", holding.user, note, facts)


@transaction.atomic
def end(*, holding: Holding, by: User, last_day: date | None = None, note: str = "") -> None:
    """Take a grant back after `last_day`; without one at once, which is from the person's next request on."""
    demand_all([policies.security_admin(by)])
    user = lock(holding.user)
    lock(holding)
    last_day = last_day or today() - timedelta(days=1)
    demand_all([policies.still_held(holding, today())])
    facts = _facts(holding)
    if last_day < holding.starts:
        pk = holding.pk
        holding.delete()
        record("accounts.holding.withdraw", user, by=by, note=note, holding=pk, **facts)
        return
    holding.ends = last_day
    holding.save(update_fields=["ends"])
    record("accounts.holding.end", user, by=by, note=note, holding=holding.pk, ends=str(last_day), **facts)


def span(holding: Holding) -> str:
    return f"{holding.starts} 起" if holding.ends is None else f"{holding.starts} 至 {holding.ends}"


def _facts(holding: Holding) -> Facts:
    return {"person": holding.user.name, "unit": holding.unit.full_name, "role": holding.get_role_display()}
