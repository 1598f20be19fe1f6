"""Writing the trail, and proving that nobody has touched it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rectify.accounts.models import Holding
from rectify.audit import seals
from rectify.audit.models import ChainHead, Event, label_of
from rectify.audit.sentences import AFTER_RESET
from rectify.lib import gate

Facts = dict[str, Any]  # JSON values by the names that the sentence of an event reads


@dataclass
class Fact:
    """One event to be written: what `record` takes, for `record_many`."""

    kind: str
    obj: Any
    note: str = ""
    facts: Facts = field(default_factory=dict)


def record(kind: str, obj: Any, *, by: Any, post: Holding | None = None, note: str = "", **facts: Any) -> Event:
    """Append one event. Call it last in the transaction: from here on every other writer waits for the commit.

    `kind` is dotted (`issues.issue.close`) and has a sentence in a `sentences` table; `facts` are JSON values. An object
    that belongs to another (a measure to its issue) says so by an attribute `trail_subject`. `post` is the one by which `by`
    was allowed: where it is borrowed, the event says for whom.
    """
    return record_many([Fact(kind, obj, note, facts)], by=by, post=post)[0]


@transaction.atomic(savepoint=False)
def record_many(facts: Iterable[Fact], *, by: Any, post: Holding | None = None) -> list[Event]:
    """Append several events of one act with one lock; same rules as `record`. Without a savepoint: an act whose event cannot be
    written must not stand."""
    facts = list(facts)
    sealed = seals.witness(facts)  # read before the head is locked: others wait for it
    head = _head()
    at, events = timezone.now(), []
    common = entered(post) | unclassified() | watched(by)
    for fact, seal in zip(facts, sealed, strict=True):
        event = Event(
            number=head.number + 1,
            at=at,
            by=by,
            kind=fact.kind,
            object=label_of(fact.obj),
            subject=label_of(getattr(fact.obj, "trail_subject", fact.obj)),
            note=fact.note,
            facts=json.loads(json.dumps(fact.facts | stands_in(fact.kind, post) | common | seal, default=str)),
            algorithm=settings.DIGEST,
            previous=head.digest,
        )
        event.digest = digest_of(event)
        head.number, head.digest = event.number, event.digest
        events.append(event)
    Event.objects.bulk_create(events, batch_size=500)
    head.save(update_fields=["number", "digest"])
    return events


def _head() -> ChainHead:
    """The end of the chain, locked. Only the first event of an installation finds none."""
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        ChainHead.objects.get_or_create(pk=1)
        head = ChainHead.objects.select_for_update().get(pk=1)
    return head


def stands_in(kind: str, post: Holding | None) -> dict:
    """代 XX: for whom the act was done, when the post that allowed it was borrowed (AB角). Coming, going and one's own
    password are everybody's own."""
    absent = post.lender if post else None
    return {"for": absent.pk, "for_name": absent.name} if absent and not kind.startswith("accounts.") else {}


def entered(post: Holding | None) -> dict:
    """代录: for which unit the act was entered, and from which signed sheet."""
    behalf = post.behalf if post else None
    return {"behalf": behalf.pk, "behalf_name": behalf.name, "sheet": behalf.sheet} if behalf else {}


def watched(by: Any) -> dict[str, bool]:
    """That whoever acts got a new password from others lately."""
    return {AFTER_RESET: True} if getattr(by, "is_watched", False) else {}


def unclassified() -> dict[str, str]:
    """The words of this request of which the person has confirmed that they mark nothing classified."""
    words = gate.confirmed.get()
    return {"unclassified": "、".join(words)} if words else {}


def digest_of(event: Event) -> str:
    """The hash of an event's canonical JSON, the previous digest within it."""
    body = {
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by_id,
        "kind": event.kind,
        "object": event.object,
        "subject": event.subject,
        "note": event.note,
        "facts": event.facts,
        "previous": event.previous,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(event.algorithm, text.encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    number: int
    why: str
    at: datetime | None = None


def verify() -> tuple[int, Break | None]:
    """Walk the whole chain; returns how many events hold and the first break, or None."""
    count = 0
    for number, broken in walked():
        if broken:
            return max(broken.number - 1, 0), broken
        count = number
    return count, None


def walked(after: int = 0) -> Iterator[tuple[int, Break | None]]:
    """The events behind `after` in their order, each with what does not hold there; the head last."""
    last = Event.objects.filter(number=after).first() if after else None
    previous, expected = last.digest if last else "", after + 1
    for event in _behind(after):
        if event.number < expected:
            yield event.number, Break(event.number, f"不该有第 {event.number} 条", event.at)
            continue
        if event.number != expected:
            why = f"缺第 {expected} 条，下一条是第 {event.number} 条"
            yield expected, Break(expected, why)
        elif event.previous != previous:
            yield event.number, Break(event.number, "与上一条接不上", event.at)
        elif digest_of(event) != event.digest:
            yield event.number, Break(event.number, "内容与当时的校验码不符", event.at)
        else:
            yield event.number, None
        previous, expected = event.digest, event.number + 1
    yield expected - 1, _head_fault(expected - 1, previous)


def _behind(after: int) -> Iterator[Event]:
    """The events behind `after`, and those that were written meanwhile."""
    rows, number = Event.objects.order_by("number"), after
    more = rows.filter(number__gt=after) if after else rows
    while True:
        before = number
        for event in more.iterator(chunk_size=2000):
            number = event.number
            yield event
        head = ChainHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        if number == before or head <= number:
            return
        more = rows.filter(number__gt=number)


def _head_fault(count: int, digest: str) -> Break | None:
    head = ChainHead.objects.filter(pk=1).first()
    if (head.number if head else 0, head.digest if head else "") == (count, digest):
        return None
    if head and head.number > count and Event.objects.filter(number=count + 1, previous=digest).exists():
        return None  # written while this was read
    return Break(count + 1, f"链头记到第 {head.number if head else 0} 条，实有 {count} 条，末尾被截去或改动")
