"""AB角: naming who stands in while one is away, and ending it at once."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.deputies import may_deputise
from rectify.accounts.models import StandIn, User
from rectify.audit.trail import Facts, record
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.verdict import YES, Verdict, no
from rectify.notices.notify import notify
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all


@transaction.atomic
def name_deputy(*, deputy: User, starts: date, ends: date, reason: str, by: User, key: str = "") -> StandIn | None:
    """Let `deputy` hold the posts of `by` from a day to a day. None when the same form was sent before.

    Both people are locked in the order of their ids, so that two who name one another cannot pass one another.
    """
    list(User.objects.select_for_update(no_key=True).filter(pk__in=(by.pk, deputy.pk)).order_by("pk"))
    filled = {"deputy": deputy.pk, "starts": starts, "ends": ends, "reason": reason}
    if not first_time(by=by, key=key, what="accounts.standin.begin", content=filled):
        return None
    demand_all([_works(by), *may_deputise(by, deputy, starts=starts, ends=ends, today=today())])
    if not reason.strip():
        raise Refused("请写离岗的事由")
    row = StandIn.objects.create(absent=by, deputy=deputy, starts=starts, ends=ends, reason=reason.strip())
    _tell(row, deputy, "begin", f"{by.name}离岗，{starts} 至 {ends} 请您代办")
    record("accounts.standin.begin", row, by=by, note=row.reason, **_facts(row))
    return row


@transaction.atomic
def end_now(*, standin: StandIn, by: User) -> None:
    """It ends with this moment: the deputy's next request holds the own posts only."""
    lock(standin)
    demand_all([_concerns(by, standin)])
    if standin.ended_at or standin.ends < today():
        raise Refused("这一段代办已经结束了")
    standin.ended_at, standin.ended_by = timezone.now(), by
    standin.save(update_fields=["ended_at", "ended_by"])
    for side in (standin.absent, standin.deputy):
        if side.pk != by.pk:
            _tell(standin, side, "end", f"{standin.deputy.name}代{standin.absent.name}办理已由{by.name}提前结束")
    record("accounts.standin.end", standin, by=by, **_facts(standin))


def _works(user: User) -> Verdict:
    return no("三员的职责不能由别人代办") if user.is_administrator else YES


def _concerns(user: User, standin: StandIn) -> Verdict:
    """The absent one, the deputy, or the security administrator."""
    if user.pk in (standin.absent_id, standin.deputy_id):
        return YES
    return policies.security_admin(user)


def _tell(row: StandIn, person: User, what: str, title: str) -> None:
    why, url = "代办的一方", reverse("accounts:standins")
    notify([person], key=f"standin:{row.pk}:{what}", kind="move", title=title, why=why, text=row.reason, url=url)


def _facts(row: StandIn) -> Facts:
    return {
        "absent": row.absent.name,
        "deputy": row.deputy.name,
        "starts": str(row.starts),
        "ends": str(row.ends),
    }
