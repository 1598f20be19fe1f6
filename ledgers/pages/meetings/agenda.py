"""What the pages of a meeting show of its items, and the answer of each that is decided."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import QueryDict

from issues.models import Issue, MeasureStatus, Status
from ledgers.actions import meetings as actions
from ledgers.forms.meeting import WordForm
from ledgers.models import Closure, Meeting, MeetingItem
from ledgers.moves.deciding import APPROVE, look_back_day
from ledgers.pages.closures import queue
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.pages import form_key
from rectify.lib.verdict import Verdict
from rectify.workflow.move import judge

MOST = 100
Word = MeetingItem.Word
KINDS: dict[str, str] = {Word.DECLINE: "returned", Word.LATER: "pending"}


@dataclass(frozen=True)
class AgendaStanding:
    """How an item stands: `kind` of its mark; `gone`, how the request was settled elsewhere (empty: it waits for the word)."""

    kind: str
    gone: str
    files: int
    measures: int


AgendaLine = tuple[MeetingItem, AgendaStanding]


@dataclass(frozen=True)
class AgendaIssue:
    """What waits for 审定 and is on no agenda yet; `days` are working days."""

    issue: Issue
    days: int


@dataclass(frozen=True)
class ItemToDecide:
    """An item with its form; without one, the reasons why this reader may not decide it."""

    item: MeetingItem
    issue: Issue
    form: WordForm | None
    missing: Sequence[Verdict]
    look_back: date


@dataclass(frozen=True)
class ItemDecided:
    """What became of an item: kind and word of its mark, and the reasons."""

    issue: Issue
    kind: str
    word: str
    reasons: Sequence[str]


def agenda(meeting: Meeting, *, with_measures: bool = False) -> list[AgendaLine]:
    """The items in their order; counting measures costs one statement."""
    whole = ("issue__lead_unit", "issue__round", "closure__reviewed_by")
    items = list(meeting.items.select_related(*whole).order_by("order", "pk"))
    for item in items:
        item.issue.veil()
    measures: Counter[int] = Counter()
    if with_measures:
        rows = Issue.objects.filter(pk__in=[item.issue_id for item in items]).values_list("pk", "measures__status")
        measures = Counter(pk for pk, status in rows if status and status != MeasureStatus.CANCELLED)
    return [(item, _standing(item, measures[item.issue_id])) for item in items]


def _standing(item: MeetingItem, measures: int) -> AgendaStanding:
    live = item.closure.outcome == Closure.Outcome.LIVE and item.issue.status == Status.AWAITING_DECISION
    return AgendaStanding(
        kind=KINDS.get(item.word, item.word),
        gone="" if item.word or live else item.closure.get_outcome_display(),
        files=len(item.closure.snapshot.get("evidence", ())),
        measures=measures,
    )


def in_short(items: Collection[MeetingItem]) -> str:
    """8 件：全面完成 5，不予销号 1，暂缓审议 1，未定 1."""
    counts = Counter(item.get_word_display() or "未定" for item in items)
    parts = [f"{word} {counts[word]}" for word in (*(label for _, label in Word.choices), "未定") if counts[word]]
    return f"{len(items)} 件" + (f"：{'，'.join(parts)}" if items else "")


def waiting(user: User, meeting: Meeting) -> list[AgendaIssue]:
    """What waits for 审定 and is on no agenda yet, the longest first."""
    issues = Issue.objects.visible_to(user).filter(round__office=meeting.office_id)
    if meeting.round_id:
        issues = issues.filter(round=meeting.round_id)
    on_agenda = MeetingItem.objects.filter(decided_at=None).values("closure")
    here = meeting.items.values("closure")
    free = issues.filter(closures__outcome=Closure.Outcome.LIVE).exclude(closures__in=on_agenda)
    waiting = queue.waiting(free.exclude(closures__in=here), Status.AWAITING_DECISION)
    return [AgendaIssue(issue, queue.waited(issue)) for issue in waiting[:MOST]]


def put(request: Request, meeting: Meeting, issues) -> None:
    """Put issues on the agenda and say which went and which did not."""
    issues = list(issues)
    if not issues:
        messages.warning(request, "没有可列入的：请先勾选待审定的问题。")
        return
    try:
        refused = actions.put(meeting=meeting, issues=issues, by=request.user)
    except Refused as no:
        messages.error(request, str(no))
        return
    if len(issues) > len(refused):
        messages.success(request, f"已列入 {len(issues) - len(refused)} 件。会前可以调次序、打印会议材料。")
    if refused:
        reasons = "\n".join(f"{issue.number}：{reason}" for issue, reason in refused)
        messages.warning(request, f"{len(refused)} 件没有列入：\n{reasons}")


def to_decide(meeting: Meeting, sent: QueryDict | None) -> list[MeetingItem]:
    """The items that wait for a word, and those that a sent form speaks of: they answer who was faster."""
    ids = sent.getlist("items") if sent else []
    items = meeting.items.filter(public_id__in=ids) if sent else meeting.items.filter(decided_at=None)
    whole = ("meeting__office", "issue__round__office", "issue__round__profile", "issue__lead_unit", "closure")
    return list(items.select_related(*whole).order_by("order", "pk"))


def line(request: Request, item: MeetingItem, sent: QueryDict | None) -> ItemToDecide:
    """One item as this reader may decide it."""
    issue = item.issue
    missing = judge(APPROVE, issue, request.user).missing
    if sent and f"{item.public_id}-key" in sent:
        missing = []  # it had its form: the act itself answers who was faster, or that this form has been acted on
    # No word is put into the meeting's mouth: what the unit declared stands beside the question, not in the answer.
    first = {"version": issue.version, "key": form_key()}
    form = None if missing else WordForm(sent, user=request.user, obj=item, prefix=item.public_id, initial=first)
    return ItemToDecide(item, issue, form, missing, look_back_day(issue, today()))


def begun(meeting: Meeting) -> dict:
    """What the meeting's own fields hold when its form is opened."""
    return {name: getattr(meeting, name) for name in ("minutes", "held_on", "chair", "attendees")}


def decide(request: Request, row: ItemToDecide, looked: dict) -> ItemDecided:
    """Decide one; a refusal is that row's answer and stops no other."""
    item = row.item
    if row.form is None:
        return ItemDecided(row.issue, "refused", "没有办", [verdict.reason for verdict in row.missing])
    try:
        actions.decide(item=item, by=request.user, site=looked, **row.form.given)
    except Refused as refused:
        return ItemDecided(row.issue, "refused", "没有办", refused.reasons)
    word = Word(item.word)
    done = f"已销号，认定{word.label}" if word not in KINDS else word.label
    return ItemDecided(row.issue, KINDS.get(word, "closed"), done, [item.note] if item.note else [])
