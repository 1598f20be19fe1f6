"""What the pages of a meeting show of its items, and the answer of each that is decided."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest

from issues.models import Issue, MeasureStatus, Status
from ledgers.actions import meetings as actions
from ledgers.conditions import live_closure
from ledgers.forms.meeting import WordForm
from ledgers.models import Closure, Meeting, MeetingItem
from ledgers.moves.deciding import APPROVE, look_back_day
from ledgers.pages.closures import queue
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.pages import form_key
from rectify.workflow.move import judge

MOST = 100
Word = MeetingItem.Word
KINDS = {Word.DECLINE: "returned", Word.LATER: "pending"}


def items(meeting: Meeting, *, with_words: bool = False) -> list[MeetingItem]:
    """The agenda in its order; each with `kind` of its mark and `gone`, when the request was settled elsewhere."""
    whole = ("issue__lead_unit", "issue__round", "closure__reviewed_by")
    found = list(meeting.items.select_related(*whole).order_by("order", "pk"))
    measures = Counter()
    if with_words:
        ids = [item.issue_id for item in found]
        rows = Issue.objects.filter(pk__in=ids).values_list("pk", "measures__status")
        measures = Counter(pk for pk, status in rows if status and status != MeasureStatus.CANCELLED)
    for item in found:
        item.kind = KINDS.get(item.word, item.word)
        live = item.closure.outcome == Closure.Outcome.LIVE and item.issue.status == Status.AWAITING_DECISION
        item.gone = "" if item.word or live else item.closure.get_outcome_display()
        item.files = len(item.closure.snapshot.get("evidence", ()))
        item.measures = measures[item.issue_id]
    return found


def told(found: list[MeetingItem]) -> str:
    """8 件：全面完成 5，不予销号 1，暂缓审议 1，未定 1."""
    counts = Counter(item.get_word_display() or "未定" for item in found)
    parts = [f"{word} {counts[word]}" for word in (*(label for _, label in Word.choices), "未定") if counts[word]]
    return f"{len(found)} 件" + (f"：{'，'.join(parts)}" if found else "")


def waiting(user, meeting: Meeting) -> list[dict]:
    """What waits for 审定 and is on no agenda yet, the longest first."""
    issues = Issue.objects.visible_to(user).filter(round__office=meeting.office_id)
    if meeting.round_id:
        issues = issues.filter(round=meeting.round_id)
    on_agenda = MeetingItem.objects.filter(decided_at=None).values("closure")
    here = meeting.items.values("closure")
    free = issues.filter(closures__outcome=Closure.Outcome.LIVE).exclude(closures__in=on_agenda)
    free = queue.waiting(free.exclude(closures__in=here), Status.AWAITING_DECISION)
    return [{"issue": issue, "days": queue.waited(issue)} for issue in free[:MOST]]


def put(request: HttpRequest, meeting: Meeting, issues) -> None:
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


def to_decide(meeting: Meeting, sent) -> list[MeetingItem]:
    """The items that wait for a word, and those that a sent form speaks of: they answer who was faster."""
    ids = sent.getlist("items") if sent else []
    found = meeting.items.filter(public_id__in=ids) if sent else meeting.items.filter(decided_at=None)
    return list(found.select_related("meeting__office", "issue__round__office", "issue__round__profile",
                                     "issue__lead_unit", "closure").order_by("order", "pk"))  # fmt: skip


def line(request: HttpRequest, item: MeetingItem, sent) -> dict:
    """One item with its form; without one, the reasons why this reader may not decide it."""
    issue, closure = item.issue, live_closure(item.issue)
    missing = judge(APPROVE, issue, request.user).missing
    if sent and f"{item.public_id}-key" in sent:
        missing = []  # it had its form: the act itself answers who was faster, or that this form has been acted on
    # No word is put into the meeting's mouth: what the unit declared stands beside the question, not in the answer.
    first = {"version": issue.version, "key": form_key()}
    form = None if missing else WordForm(sent, user=request.user, obj=item, prefix=item.public_id, initial=first)
    return {"item": item, "issue": issue, "closure": closure, "form": form, "missing": missing,
            "look_back": look_back_day(issue, today())}  # fmt: skip


def begun(meeting: Meeting) -> dict:
    return {name: getattr(meeting, name) for name in ("minutes", "held_on", "chair", "attendees")}


def result(request: HttpRequest, row: dict, looked: dict) -> dict:
    """Decide one; a refusal is that row's answer and stops no other."""
    item, form = row["item"], row["form"]
    if form is None:
        return answer(row, "refused", "没有办", [verdict.reason for verdict in row["missing"]])
    try:
        actions.decide(item=item, by=request.user, site=looked, **form.given)
    except Refused as refused:
        return answer(row, "refused", "没有办", refused.reasons)
    word = Word(item.word)
    said = f"已销号，认定{word.label}" if word not in KINDS else word.label
    return answer(row, KINDS.get(word, "closed"), said, [item.note] if item.note else [])


def answer(row: dict, kind: str, word: str, reasons: list[str]) -> dict:
    return {"issue": row["issue"], "kind": kind, "word": word, "reasons": reasons}
