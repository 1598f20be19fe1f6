"""Mailings: one message per person, channel and slot of the working day. Plan, then send.

Planning gives each person's notices to one row with a unique key; sending claims the row, sends, stamps. A claim holds for
`LEASE`, so that a second sender lets it alone and a crash is tried again; after five tries a row is parked and shown.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from rectify.accounts.models import User
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI, at_time
from rectify.lib.restored import restored
from rectify.notices.channels import CHANNELS, Channel, Message
from rectify.notices.models import MOST_ATTEMPTS, Mailing, Notice
from rectify.notices.notify import KINDS
from rectify.options.stored import option

LEASE = timedelta(minutes=10)
LOOK_BACK = timedelta(days=7)  # older notices are old news: the application still shows them
log = logging.getLogger(__name__)


def send_due(*, at: datetime) -> int:
    """Plan the mailings of the newest slot that has come and send what is not sent; gives how many went out."""
    slot = None if restored() else slot_of(at)
    if slot is None or not option("notices.email"):
        return 0
    for channel in CHANNELS.values():
        plan(channel, slot=slot, at=at)
    due = (
        Mailing.objects.waiting().filter(slot__gte=slot - LOOK_BACK).order_by("slot", "pk").values_list("pk", flat=True)
    )
    return sum(send_one(pk, at=at) for pk in list(due))


def slot_of(at: datetime) -> datetime | None:
    """The newest slot of this working day that has come; None at night, on days off and before the first slot."""
    local = at.astimezone(SHANGHAI)
    if local.time() >= option("notices.quiet") or not days.current().is_working(local.date()):
        return None
    slots = [at_time(local.date(), option(f"notices.{name}")) for name in ("morning", "afternoon")]
    return max((slot for slot in slots if slot <= local), default=None)


@transaction.atomic
def plan(channel: Channel, *, slot: datetime, at: datetime) -> None:
    """A row for each person with something unread that no mailing holds yet; those who read it already get none."""
    fresh = Notice.objects.unread().filter(mailing=None, at__lte=at, at__gt=slot - LOOK_BACK)
    taken = Mailing.objects.filter(channel=channel.name, slot=slot).values("to")
    people = User.objects.filter(is_active=True, pk__in=fresh.values("to")).exclude(pk__in=taken)
    wanted = [person for person in people if channel.reaches(person)]
    Mailing.objects.bulk_create(
        [Mailing(to=person, channel=channel.name, slot=slot) for person in wanted],
        ignore_conflicts=True,
        batch_size=500,
    )
    for mailing in Mailing.objects.filter(channel=channel.name, slot=slot, to__in=wanted, attempts=0, notices=None):
        fresh.filter(to=mailing.to_id).update(mailing=mailing)


def send_one(pk: int, *, at: datetime) -> bool:
    """Claim one mailing, look again whether it is still true, send, stamp. False when another has it or it failed."""
    free = Mailing.objects.waiting().filter(pk=pk).exclude(claimed_at__gt=at - LEASE)
    if not free.update(claimed_at=at, attempts=F("attempts") + 1):
        return False
    mailing = Mailing.objects.select_related("to").get(pk=pk)
    channel, message = CHANNELS[mailing.channel], message_of(mailing)
    if message is None or not mailing.to.is_active or not channel.reaches(mailing.to):
        Mailing.objects.filter(pk=pk).update(sent_at=at, error="不再需要发：已读，或人员已停用")
        return False
    try:
        channel.send(mailing.to, message)
    except Exception as problem:  # whatever an adapter raises is a failed try, kept with its reason
        log.exception("mailing %s not sent, try %s of %s", pk, mailing.attempts, MOST_ATTEMPTS)
        Mailing.objects.filter(pk=pk).update(error=f"{type(problem).__name__}: {problem}"[:500])
        return False
    Mailing.objects.filter(pk=pk).update(sent_at=at, error="")
    return True


def message_of(mailing: Mailing) -> Message | None:
    """Numbers and links, no title and no name; None when everything has been read meanwhile."""
    kinds = Counter(mailing.notices.unread().order_by().values_list("kind", flat=True))
    if not kinds:
        return None
    parts = "，".join(f"{KINDS.get(kind, '其他')} {number} 条" for kind, number in sorted(kinds.items()))
    number = sum(kinds.values())
    address = option("notices.address").rstrip("/") + reverse("notices:inbox")
    phone = option("frame.phone")
    body = (
        f"您有 {number} 条未读通知：{parts}。\n\n请登录查看：{address}\n\n"
        "您收到此件，因为您在系统中有未读通知。每个工作日最多两封，内容只在系统内显示。\n"
        + (f"有疑问请联系督查办，电话 {phone}。\n" if phone else "")
    )
    return Message(
        f"{option('frame.name')}：{number} 条未读通知", body, f"digest-{mailing.pk}-{mailing.slot:%Y%m%d%H%M}"
    )


def retry(*, mailing: Mailing) -> None:
    """Give a parked mailing its tries back; the next tick sends it."""
    Mailing.objects.filter(pk=mailing.pk, sent_at=None).update(attempts=0, claimed_at=None)
