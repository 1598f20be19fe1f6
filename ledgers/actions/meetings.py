"""领导小组会议: drawing up its agenda from what waits for 审定, its minutes, and the word on each item.

Every word is a transaction of its own and one of the moves 审定销号, 不予销号: a refusal is that item's answer alone.
Meeting before issue, the order in which all lock.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from issues.models import Issue, Round, Status
from ledgers import policies
from ledgers.conditions import live_closure
from ledgers.models import Meeting, MeetingItem
from ledgers.moves.deciding import APPROVE, DECLINE
from rectify.accounts.models import Unit, User
from rectify.audit.trail import Facts, record
from rectify.lib.columns import column_name, set_columns
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all, make

Word = MeetingItem.Word
SAID = ("title", "held_on", "minutes", "chair", "attendees", "round")


@transaction.atomic
def call(
    *, office: Unit, title: str, held_on: date, by: User, round: Round | None = None, key: str = "", **words: str
) -> Meeting | None:
    """Enter a meeting that is to come, or was. None when the same form came before."""
    post = demand_all([policies.heads_office(by, office)])
    if not first_time(
        by=by, key=key, what=f"ledgers.meeting.call:{office.pk}", content={"title": title, "on": held_on}
    ):
        return None
    words = {name: words.get(name, "").strip() for name in ("minutes", "chair", "attendees")}
    _demand_own_minutes(Meeting(office=office), words["minutes"])
    meeting = Meeting.objects.create(
        office=office, title=title.strip(), held_on=held_on, round=round, made_by=by, **words
    )
    record("ledgers.meeting.call", meeting, by=by, post=post, title=meeting.title, on=f"{held_on:%Y-%m-%d}")
    return meeting


@transaction.atomic
def correct(*, meeting: Meeting, by: User, **values: Any) -> None:
    """Correct what is said of a meeting that is not archived. The minutes number stays once a word was given under it."""
    lock(meeting)
    post = demand_all([policies.heads_office(by, meeting.office)])
    _demand_open(meeting)
    values = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items() if name in SAID
    }
    changed = [name for name, value in values.items() if getattr(meeting, name) != value]
    if "minutes" in changed:
        if meeting.items.exclude(word__in=("", Word.LATER)).exists():
            raise Refused(f"已有议题按纪要号 {meeting.minutes} 定了，纪要号不能再改")
        _demand_own_minutes(meeting, values["minutes"])
    set_columns(meeting, {name: values[name] for name in changed})
    if changed:
        meeting.save(update_fields=changed)
        words = "、".join(column_name(Meeting, name) for name in changed)
        record("ledgers.meeting.correct", meeting, by=by, post=post, title=meeting.title, fields=words)


@transaction.atomic
def put(*, meeting: Meeting, issues: Iterable[Issue], by: User) -> list[tuple[Issue, str]]:
    """Put issues that wait for 审定 on the agenda, at its end. Those that cannot be, each with the reason."""
    lock(meeting)
    post = demand_all([policies.heads_office(by, meeting.office)])
    _demand_open(meeting)
    chosen = list(issues)
    for issue in sorted(chosen, key=lambda each: each.pk):
        lock(issue)
    reasons = [(issue, _put(meeting, issue)) for issue in chosen]
    facts = {"title": meeting.title, "on": f"{meeting.held_on:%Y-%m-%d}"}
    for _, item in reasons:
        if isinstance(item, MeetingItem):
            record("ledgers.meetingitem.put", item, by=by, post=post, **facts)
    return [(issue, reason) for issue, reason in reasons if isinstance(reason, str)]


def _put(meeting: Meeting, issue: Issue) -> MeetingItem | str:
    """Put one on the agenda; the reason why not, where it cannot be."""
    if issue.round.office_id != meeting.office_id:
        return "不是本督查办的问题"
    if issue.restricted:
        return "限定了知悉范围，不上多人看的议程；请在审定页单独审定"
    closure = live_closure(issue)
    if issue.status != Status.AWAITING_DECISION or closure is None:
        return f"现在是“{issue.get_status_display()}”，不在待审定"
    there = closure.meeting_items.filter(decided_at=None).select_related("meeting").first()
    if there:
        return "已经在议程上" if there.meeting_id == meeting.pk else f"已列入{there.meeting}"
    if meeting.items.filter(closure=closure).exists():
        return "这次会上已经议过，请列入下一次会议"
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    return MeetingItem.objects.create(meeting=meeting, issue=issue, closure=closure, order=last + 1)


@transaction.atomic
def take_off(*, item: MeetingItem, by: User) -> None:
    """Take an item without a word off the agenda; the others close up."""
    lock(item.meeting)
    lock(item)
    post = demand_all([policies.heads_office(by, item.meeting.office)])
    _demand_open(item.meeting)
    if item.decided_at:
        raise Refused("已经定了结论，要留在会议记录里")
    pk, order, meeting = item.pk, item.order, item.meeting
    item.delete()
    item.pk = pk
    meeting.items.filter(order__gt=order).update(order=F("order") - 1)
    record("ledgers.meetingitem.take_off", item, by=by, post=post, title=meeting.title)


@transaction.atomic
def shift(*, item: MeetingItem, up: bool, by: User) -> None:
    """Change places with the neighbour above or below; at an end nothing happens."""
    meeting = item.meeting
    lock(meeting)
    post = demand_all([policies.heads_office(by, meeting.office)])
    _demand_open(meeting)
    item.refresh_from_db(fields=["order"])
    beside = (
        meeting.items.filter(order__lt=item.order).order_by("-order")
        if up
        else (meeting.items.filter(order__gt=item.order).order_by("order"))
    )
    if other := beside.first():
        item.order, other.order = other.order, item.order
        item.save(update_fields=["order"])
        other.save(update_fields=["order"])
        record("ledgers.meeting.order", meeting, by=by, post=post, title=meeting.title)


@transaction.atomic
def decide(
    *,
    item: MeetingItem,
    word: str,
    by: User,
    note: str = "",
    site: dict | None = None,
    version: int | None = None,
    key: str = "",
) -> MeetingItem:
    """The meeting's word on one item, with the move that it stands for. `site`: how the site was looked at, of the closing.

    The same form twice says nothing twice. Raises Refused with every reason, Conflict when the item has its word already.
    """
    lock(item.meeting)
    lock(item)
    post = demand_all([policies.heads_office(by, item.meeting.office)])
    filled = {"word": word, "note": note} | (site or {})
    if not first_time(by=by, key=key, what=f"ledgers.meetingitem.decide:{item.pk}", content=filled):
        return item
    _demand_ready(item, word)
    if word != Word.LATER:
        move = DECLINE if word == Word.DECLINE else APPROVE
        data = (site or {}) | {"grade": word, "minutes": item.meeting.minutes}
        make(move, item.issue, by=by, data=data, note=note, version=version)
    item.word, item.note, item.decided_at, item.decided_by = word, note.strip(), timezone.now(), by
    item.save(update_fields=["word", "note", "decided_at", "decided_by"])
    facts = {"minutes": item.meeting.minutes, "word": item.get_word_display()}
    record("ledgers.meetingitem.decide", item, by=by, post=post, note=item.note, **facts)
    return item


def _demand_ready(item: MeetingItem, word: str) -> None:
    _demand_open(item.meeting)
    if item.decided_at:
        raise Conflict(f"已由{item.decided_by}定为“{item.get_word_display()}”")
    if word not in Word.values:
        raise Refused("请选结论")
    if not item.meeting.minutes:
        raise Refused("还没有会议纪要号，请先填会议情况")
    if word != Word.LATER and live_closure(item.issue) != item.closure:
        raise Conflict(f"{item.closure}已经{item.closure.get_outcome_display()}，不再等这次会议")


@transaction.atomic
def close(*, meeting: Meeting, by: User) -> None:
    """归档: every item that still waits has its word; from now on the record stays as it is."""
    lock(meeting)
    post = demand_all([policies.heads_office(by, meeting.office)])
    _demand_open(meeting)
    waiting = meeting.items.filter(decided_at=None).count()
    reasons = [
        (not meeting.items.exists(), "议程是空的，没有可归档的"),
        (not meeting.minutes, "还没有会议纪要号"),
        (waiting, f"还有 {waiting} 件没有结论，请逐件定结论或移出议程"),
    ]
    if any(bad for bad, _ in reasons):
        raise Refused(*(text for bad, text in reasons if bad))
    meeting.closed_at, meeting.closed_by = timezone.now(), by
    meeting.save(update_fields=["closed_at", "closed_by"])
    about: Facts = {"title": meeting.title, "items": meeting.items.count(), "minutes": meeting.minutes}
    record("ledgers.meeting.close", meeting, by=by, post=post, **about)


def _demand_open(meeting: Meeting) -> None:
    if meeting.closed_at:
        raise Refused("会议记录已经归档，不能再改")


def _demand_own_minutes(meeting: Meeting, minutes: str) -> None:
    same = Meeting.objects.filter(office=meeting.office, minutes=minutes).exclude(pk=meeting.pk).first()
    if minutes and same:
        raise Refused(f"纪要号 {minutes} 已经用在{same}")
