"""交接: freezing what is open when a first-responsible person changes, and the receipt of who comes in (新官不理旧账;
docs/rules.md: duty-handover)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from issues.documents.handover import body, counts
from issues.models import Handover
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.roles import Role
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.digests import digest_of
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.verdict import Verdict, by_post, no
from rectify.notices.notify import notify
from rectify.options.stored import option
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all


def heads_office_of(user: User, unit: Unit) -> Verdict:
    """The head of the office that supervises the unit."""
    office = unit.supervising_office
    return by_post(office and user.post(Role.OFFICE_HEAD, at=office), "只有督查这家单位的督查负责人可以办理交接")


def responsible(unit: Unit, *, since: date | None = None):
    """Grants of 主要负责人 at exactly this unit; with `since` those that still hold on that day or begin later."""
    rows = Holding.objects.filter(unit=unit, role=Role.UNIT_PRINCIPAL).select_related("user")
    return rows.filter(Q(ends=None) | Q(ends__gte=since)) if since else rows


def people_fit(unit: Unit, outgoing: User, incoming: User, on: date):
    """Who goes was responsible; who comes is, or will be from a day that is granted already."""
    if outgoing.pk == incoming.pk:
        yield no("移交人和接收人是同一个人，没有交接")
    if not responsible(unit).filter(user=outgoing).exists():
        yield no(f"{outgoing.name}没有担任过{unit}的主要负责人")
    if not incoming.is_active or not responsible(unit, since=on).filter(user=incoming).exists():
        yield no(f"{incoming.name}还没有{unit}主要负责人的授权，请安全管理员先授权")


@transaction.atomic
def draw_up(*, unit: Unit, outgoing: User, incoming: User, on: date, by: User, key: str = "") -> Handover | None:
    """Freeze what is open today and give the letter its number. None when the same form was sent before.

    The office's row is the lock under which numbers are given. One handover of a unit waits for its receipt at a time.
    """
    post = demand_all([heads_office_of(by, unit)])
    if unit.supervising_office is None:
        raise Refused(f"{unit}没有归口的督查办，不能办移交")
    office = lock(unit.supervising_office)
    filled = {"outgoing": outgoing, "incoming": incoming, "on": on}
    if not first_time(by=by, key=key, what=f"issues.handover.draw_up:{unit.pk}", content=filled):
        return None
    demand_all(people_fit(unit, outgoing, incoming, on))
    _refuse_second(unit)
    frozen, year = body(unit, office), today().year
    handover = Handover.objects.create(
        unit=unit,
        office=office,
        outgoing=outgoing,
        incoming=incoming,
        on=on,
        mark=option("handover.mark", office),
        year=year,
        number=_next_number(office, year),
        body=frozen,
        algorithm=settings.DIGEST,
        digest=digest_of(frozen),
        made_by=by,
    )
    totals = "，".join(f"{title} {count}" for title, count in counts(frozen))
    _ask_for_receipt(handover, totals)
    people = {"outgoing": outgoing.name, "incoming": incoming.name}
    paper = {"serial": str(handover), "unit": str(unit), "on": str(on), "digest": handover.digest, "told": totals}
    record("issues.handover.draw_up", handover, by=by, post=post, **paper, **people)
    return handover


def _next_number(office: Unit, year: int) -> int:
    return (Handover.objects.filter(office=office, year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_second(unit: Unit) -> None:
    if open_ := Handover.objects.filter(unit=unit, received_at=None, withdrawn_at=None).first():
        raise Refused(f"{unit}还有一次交接没有签收（{open_}，接收人{open_.incoming.name}），签收或作废后再办")


def _ask_for_receipt(handover: Handover, told: str) -> None:
    notify(
        [handover.incoming],
        key=f"handover:{handover.pk}",
        kind="move",
        title=f"{handover.unit}责任交接，请签收移交清单",
        why="接任的第一责任人",
        text=told,
        url=handover.get_absolute_url(),
    )


@transaction.atomic
def receive(*, handover: Handover, digest: str, by: User) -> None:
    """签收 by the one who comes in, in person: nobody stands in for it. Refused when another list was on the screen."""
    lock(handover)
    if by.pk != handover.incoming_id:
        raise Refused("移交清单只能由接任的第一责任人本人签收")
    _still_waits(handover)
    if digest != handover.digest:
        raise Refused("页上的清单与冻结的不一致，请刷新后看过再签收")
    handover.received_at, handover.received_by = timezone.now(), by
    handover.save(update_fields=["received_at", "received_by"])
    notify(
        [handover.made_by],
        key=f"handover:{handover.pk}:received",
        kind="move",
        title=f"{handover.unit}责任交接已签收",
        why="办理交接的人",
        text=str(handover),
        url=handover.get_absolute_url(),
    )
    record("issues.handover.receive", handover, by=by, serial=str(handover), digest=handover.digest)


@transaction.atomic
def withdraw(*, handover: Handover, reason: str, by: User) -> None:
    """A handover drawn up wrongly is void and kept; its number is not given again."""
    lock(handover)
    post = demand_all([heads_office_of(by, handover.unit)])
    _still_waits(handover)
    if not reason.strip():
        raise Refused("请写明作废的理由")
    handover.withdrawn_at, handover.withdrawn_by, handover.withdrawn_note = timezone.now(), by, reason.strip()
    handover.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_note"])
    record("issues.handover.withdraw", handover, by=by, post=post, note=reason.strip(), serial=str(handover))


def _still_waits(handover: Handover) -> None:
    if handover.received_by:
        raise Conflict(f"{handover} 已由{handover.received_by.name}签收")
    if handover.withdrawn_by:
        raise Conflict(f"{handover} 已由{handover.withdrawn_by.name}作废")
