"""The pages of notices: one's own, and what was sent by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest

from rectify.accounts.request import Request
from rectify.lib.filtering import FilterBar
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, count_up_to, keyset
from rectify.notices.filters import NoticeFilter
from rectify.notices.models import Mailing, MailingQuerySet, NoticeQuerySet

PARKED = 3


@dataclass(frozen=True)
class NoticeCounts:
    """How many, in words."""

    all: str
    unread: str


@dataclass(frozen=True)
class InboxPage(Page):
    """One's own notices as they were asked for (`unread`: only those), and one's own mailings that were given up."""

    template: ClassVar[str] = "notices/inbox.html"
    asked: NoticeFilter
    bar: FilterBar
    page: PageOfRows
    counts: NoticeCounts
    unread: bool
    all_url: str
    unread_url: str
    parked: Sequence[Mailing]


@dataclass(frozen=True)
class DigestCounts:
    """How many, in words."""

    all: str
    parked: str


@dataclass(frozen=True)
class SendingPage(Page):
    """What was sent and what was given up (`parked`: only that): numbers and errors, no content."""

    template: ClassVar[str] = "notices/sending.html"
    page: PageOfRows
    counts: DigestCounts
    parked: bool


def inbox(request: Request, notices: NoticeQuerySet, mailings: MailingQuerySet) -> InboxPage:
    """The newest first; both numbers are of all notices, whatever narrows the list."""
    rounds = [(each.public_id, each.name) for each in request.rounds.all]
    asked = NoticeFilter(request.GET, notices, rounds=rounds, beside={"unread": ["1"]})
    unread = "unread" in request.GET
    return InboxPage(
        asked=asked,
        bar=asked.bar("kind", *(["round"] if len(rounds) > 1 else [])),
        page=keyset(
            asked.narrowed(notices.unread() if unread else notices), fields=("-at", "-pk"), request=request, size=30
        ),
        all_url=asked.without("unread"),
        unread_url=asked.without(unread="1"),
        counts=NoticeCounts(all=count_up_to(notices)[1], unread=count_up_to(notices.unread())[1]),
        unread=unread,
        parked=list(mailings.filter(to=request.user).parked()[:PARKED]),
    )


def sending(request: HttpRequest, mailings: MailingQuerySet) -> SendingPage:
    """The newest first."""
    parked = "parked" in request.GET
    return SendingPage(
        page=keyset(mailings.parked() if parked else mailings, fields=("-slot", "-pk"), request=request),
        counts=DigestCounts(all=count_up_to(mailings)[1], parked=count_up_to(mailings.parked())[1]),
        parked=parked,
    )
