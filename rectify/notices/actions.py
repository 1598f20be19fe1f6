"""What a person does with notices. Reading is no business act and leaves no trail; sending again does."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.notices.models import Mailing, Notice
from rectify.notices.send import retry


def read(*, notices: Iterable[Notice], by: User) -> int:
    """Mark one's own notices as read; how many were not."""
    ids = [notice.pk for notice in notices]
    return Notice.objects.visible_to(by).unread().filter(pk__in=ids).update(read_at=timezone.now())


def read_all(*, by: User) -> int:
    """Mark everything of one's own as read."""
    return Notice.objects.visible_to(by).unread().update(read_at=timezone.now())


def veil(*, url: str, title: str) -> int:
    """Leave of every notice that led to `url` its line as `title` alone: what it said is not for all of its readers any more."""
    return Notice.objects.filter(url=url).update(title=title[:200], text="")


@transaction.atomic
def send_again(*, mailing: Mailing, by: User) -> None:
    """Give a parked mailing five more tries. The system administrator's."""
    lock(mailing)
    if by.kind != AccountKind.SYSTEM_ADMIN:
        raise Refused("只有系统管理员可以重发")
    if mailing.sent_at:
        raise Refused("这封已经发出，不必重发")
    retry(mailing=mailing)
    record("notices.digest.retry", mailing, by=by, digest=mailing.pk)
