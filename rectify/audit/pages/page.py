"""The pages of the trail: the list, one event, the proof of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.request import Request
from rectify.audit import checks, heads, proofs, veil
from rectify.audit.actions import ChainResult
from rectify.audit.filters import EventFilter
from rectify.audit.forms import ProofForm
from rectify.audit.models import ChainHead, Event, Proof, ProofFault
from rectify.lib.components import Crumb, Pairs
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, count_up_to, keyset


@dataclass(frozen=True)
class EventsPage(Page):
    """Each row is an event with its sentence, its note and the name of its object, as far as the auditor may read them."""

    template: ClassVar[str] = "audit/events.html"
    asked: EventFilter
    rows: Sequence[tuple[Event, str, str, str]]
    page: PageOfRows
    total: str
    head: ChainHead | None


@dataclass(frozen=True)
class EventPage(Page):
    """One event with its facts (`open`: in full) and its place in the chain."""

    template: ClassVar[str] = "audit/event.html"
    event: Event
    text: str
    pairs: Pairs
    facts: Sequence[tuple[str, Any]]
    open: bool
    crumb: Crumb


@dataclass(frozen=True)
class ProofPage(Page):
    """What came of proving the chain."""

    template: ClassVar[str] = "audit/verify.html"
    result: ChainResult
    crumb: Crumb


@dataclass(frozen=True)
class ChainEnd:
    """The head to be printed; whether heads are kept `outside`; the restores that left some behind: when, to which number, from
    which."""

    head: ChainHead | None
    outside: bool
    returned: Sequence[tuple[datetime, int, int]]


@dataclass(frozen=True)
class WholeProof:
    """The last proof of everything, where a later one was of a part."""

    finished_at: datetime
    faults: int


@dataclass(frozen=True)
class ProvingPage(Page):
    """The last proof (`old`: the last of everything is too long ago), what it looked at, what does not hold and since when; the
    one under way."""

    template: ClassVar[str] = "audit/proof.html"
    form: ProofForm
    last: Proof | None
    whole: WholeProof | None
    old: bool
    running: Proof | None
    looked: Sequence[tuple[str, int]]
    rows: Sequence[tuple[ProofFault, datetime]]
    page: PageOfRows
    total: str
    chain: ChainEnd
    crumb: Crumb


def proving(request: Request, form: ProofForm) -> ProvingPage:
    """核验: the newest proof."""
    last, faults = proofs.newest(), _faults(request)
    page = keyset(faults.filter(proof=last), fields=("pk",), request=request)
    return ProvingPage(
        form=form,
        last=last,
        whole=_whole(last),
        old=proofs.is_old(proofs.last(), at=timezone.now()),
        running=proofs.unfinished(),
        looked=_looked(last) if last else [],
        rows=_with_first(faults, page.rows),
        page=page,
        total=count_up_to(faults.filter(proof=last))[1],
        chain=_chain(),
        crumb=_crumb("封存内容的核验"),
    )


def _whole(last: Proof | None) -> WholeProof | None:
    whole = proofs.last()
    if whole is None or whole.finished_at is None or whole == last:
        return None
    return WholeProof(whole.finished_at, whole.faults.count())


def _chain() -> ChainEnd:
    returned = [(datetime.fromisoformat(head.at), head.number, behind) for head, behind in heads.returned()]
    return ChainEnd(ChainHead.objects.filter(pk=1).first(), heads.outside(), returned)


def _looked(proof: Proof) -> list[tuple[str, int]]:
    """In the order in which it was looked at: a database keeps the keys of a document as it likes."""
    known = [title for title in dict.fromkeys(check.title for check in checks.every()) if title in proof.looked]
    return [(title, proof.looked[title]) for title in dict.fromkeys([*known, *proof.looked])]


def _faults(request: Request) -> QuerySet[ProofFault]:
    return ProofFault.objects.visible_to(request.user)


def _with_first(known: QuerySet[ProofFault], rows: Sequence[ProofFault]) -> list[tuple[ProofFault, datetime]]:
    """Each fault with the day on which a proof first named it."""
    same = known.filter(row__in=[fault.row for fault in rows]).order_by().values_list("check_name", "row")
    first = {(check, row): at for check, row, at in same.annotate(Min("proof__started_at"))}
    return [(fault, first[fault.check_name, fault.row]) for fault in rows]


def events(request: HttpRequest, asked: EventFilter) -> EventsPage:
    """The events as asked, newest first."""
    matching = asked.understood()
    page = keyset(matching, fields=("-number",), request=request)
    return EventsPage(
        asked=asked,
        rows=[(event, veil.text(event), veil.note(event), veil.thing(event.object)) for event in page.rows],
        page=page,
        total=count_up_to(matching)[1],
        head=ChainHead.objects.filter(pk=1).first(),
    )


def event(event: Event) -> EventPage:
    """One event."""
    return EventPage(
        event=event,
        text=veil.text(event),
        pairs=[
            ("时间", f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"),
            ("经办", f"{event.by.name}（{event.by.username}）" if event.by else "系统", _stood_in(event)),
            ("代号", event.kind),
            ("对象", veil.thing(event.object), event.object),
            ("归属", veil.thing(event.subject), event.subject),
            ("说明", veil.note(event)),
        ],
        facts=sorted(veil.facts(event).items()),
        open=veil.is_open(event),
        crumb=_crumb(f"第 {event.number} 条"),
    )


def proof(result: ChainResult) -> ProofPage:
    """The answer to 核验."""
    return ProofPage(result=result, crumb=_crumb("核验"))


def _stood_in(event: Event) -> str:
    """For whom it was done, when the post was borrowed (AB角) or a signed sheet was entered (代录)."""
    name, behalf = event.facts.get("for_name"), event.facts.get("behalf_name")
    words = [f"代{name}办理"] if name else []
    words += [f"代录：{behalf}，签字表校验码 {event.facts['sheet']}"] if behalf else []
    return "；".join(words)


def _crumb(last: str) -> Crumb:
    return [("日志", reverse("audit:events")), (last, "")]
