"""What an issue page shows beside its stage and moves. Each part costs a fixed number of statements, however much there is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from issues import lateness, policies
from issues.lives import reopenings
from issues.models import PENDING, Extension, Grade, Issue, IssueUnit, Measure, MeasureStatus, Plan
from issues.pages.listing.rows import report_mark
from issues.slices import holds
from rectify.audit import sentences
from rectify.audit.models import Event
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.lib.tags import day_sentence, short_date, short_moment
from rectify.workflow.move import Judgement, offered

RANK = {Grade.UNVERIFIABLE: 0, Grade.PARTLY: 1, Grade.MOSTLY: 2, Grade.FULL: 3}
TRAIL = 8
REPORTS = 4
TOLD = ("at", "kind", "note", "facts", "by__name", "by__title")
REPORTED = (
    "public_id", "week__number", "week__report_due", "sent_at", "is_late", "missed_at", "no_progress", "text", "promise",
    "kept", "kept_note", "unit",
)  # fmt: skip


# ---- measures -------------------------------------------------------------------------------------------------------
def measures(issue: Issue, user) -> list[dict]:
    """Each measure with its files and the moves the reader has on it."""
    found = list(issue.measures.order_by("order"))
    files: dict[int, list[dict]] = {}
    standing = issue.evidence.standing().order_by("uploaded_at", "id")
    columns = ("issue", "public_id", "measure", "name", "document_date", "text_check", "text_check_why")
    for file in standing.only(*columns):
        url = address("issues:evidence_file", public_id=file.public_id)
        told = {"name": file.name, "url": url, "on": file.document_date, "row": file}
        files.setdefault(file.measure_id, []).append(told)
    moves: dict[str, list[dict]] = {}
    return [_measure(issue, measure, files.get(measure.pk, []), user, moves) for measure in found]


def _measure(issue: Issue, measure: Measure, files: list[dict], user, moves: dict[str, list[Judgement]]) -> dict:
    # The rules about a measure ask its issue and its state only: one answer a state serves all rows.
    state = measure.status
    if state not in moves:
        measure.issue = issue
        moves[state] = offered(measure, user) if issue.is_open else []
    late = measure.status in (MeasureStatus.TODO, MeasureStatus.DOING) and measure.due and measure.due < today()
    url = reverse("issues:measure_move", args=[issue.public_id, measure.public_id])
    return {
        "measure": measure,
        "files": files,
        "late": bool(late and issue.is_open),
        "url": f"{url}?version={measure.version}",
        "acts": [_act(judgement, url) for judgement in moves[state] if not judgement.missing],
    }


def _act(judgement: Judgement, url: str) -> dict:
    move = judgement.move
    return {"name": move.name, "label": move.label, "link": f"{url}?move={move.name}" if move.needs_note else ""}


def measures_told(rows: Sequence[dict]) -> str:
    """4 条，已核 1，已完成待核 2."""
    states = Counter(row["measure"].status for row in rows)
    live = len(rows) - states[MeasureStatus.CANCELLED]
    parts = [f"{live} 条"]
    for status, word in ((MeasureStatus.ACCEPTED, "已核"), (MeasureStatus.DONE, "已完成待核")):
        if states[status]:
            parts.append(f"{word} {states[status]}")
    return "，".join(parts)


def plans(issue: Issue) -> list[dict]:
    """Every version that was handed in, newest first, with what was decided on it."""
    found = issue.plans.defer("body").order_by("-version")
    return [
        {
            "version": plan.version,
            "url": reverse("issues:plan_version", args=[issue.public_id, plan.version]),
            "verdict": plan.get_verdict_display(),
            "on": plan.decided_at or plan.submitted_at,
            "note": plan.note,
            "passed": plan.verdict == Plan.Verdict.PASSED,
        }
        for plan in found
    ]


# ---- weekly reports -------------------------------------------------------------------------------------------------
def reports(issue: Issue, *, everything: bool = False) -> dict:
    """The reports as a line, newest first, and what came of the promises."""
    found = list(issue.reports.order_by("-week__starts").values_list(*REPORTED, named=True))
    promised = Counter(report.kept for report in found if report.promise)
    told = f"{len(found)} 周"
    if promised:
        told += f"，承诺 {promised.total()} 条：兑现 {promised['kept']}、未兑现 {promised['not_kept']}、待答复 {promised['']}"
    shown = found if everything else found[:REPORTS]
    owed = [r for r in found[:1] if r.sent_at is None and r.unit == issue.lead_unit_id]
    due = address("issues:report", public_id=owed[0].public_id) if owed else ""
    return {"entries": [_entry(r) for r in shown], "told": told, "more": len(found) - len(shown), "due_url": due}


def _entry(report: tuple) -> dict:
    mark = report_mark(report.sent_at, report.is_late, report.missed_at, report.no_progress)
    entry = {"when": f"第 {report.week__number} 周", "late": mark in ("late_report", "missed"), "now": mark == "due"}
    if report.sent_at:
        word = "迟报" if report.is_late else "按时"
        entry |= {"when": f"{entry['when']}　{short_moment(report.sent_at)} {word}", "text": report.text}
        if report.no_progress:
            entry |= {"tag": "无进展", "text": report.no_progress + (f"\n{report.text}" if report.text else "")}
    elif mark == "missed":
        entry |= {"kind": "missed", "text": "截止时未报。"}
    else:
        due = short_moment(report.week__report_due)
        entry |= {
            "when": f"{entry['when']}　{due} 截止",
            "text": "还没有报。" + ("先回答上周的承诺：" if report.promise else ""),
        }
    if report.promise:
        kind = {"kept": "kept", "not_kept": "broken"}.get(report.kept, "unanswered")
        entry["vow"] = {"kind": kind, "text": report.promise, "note": report.kept_note and f"原因：{report.kept_note}"}
    return entry


# ---- the side column ------------------------------------------------------------------------------------------------
def truths(issue: Issue) -> dict:
    """单位申报 and 监督认定, always both, and a sentence when they differ."""
    declared = {"kind": issue.declared, "note": ""} if issue.declared else None
    if issue.grade:
        accepted = {"kind": issue.grade, "note": f"{short_date(issue.closed_on)} 审定"}
    else:
        accepted = {"kind": issue.status, "note": "还没有认定完成情况"} if issue.dispatched_at else None
    return {"declared": declared, "accepted": accepted, "gap": _gap(issue)}


def _gap(issue: Issue) -> str:
    if issue.declared and issue.grade and issue.declared != issue.grade:
        ahead = RANK[Grade(issue.declared)] - RANK[Grade(issue.grade)]
        return f"不一致：单位比认定超前 {ahead} 级" if ahead > 0 else f"不一致：认定比单位申报高 {-ahead} 级"
    if issue.declared and not issue.grade:
        return f"单位申报{issue.get_declared_display()}，监督还没有认定"
    return ""


def deadline(issue: Issue) -> dict:
    """The deadline as first set, every extension and reopening since, and the request that waits."""
    found = list(issue.extensions.select_related("reason").order_by("number", "id"))
    original = issue.original_due or issue.due
    pairs = [("原定", day_sentence(original) or "未定", issue.due_text)]
    steps = [(extension.applied_at, pair) for extension in found if (pair := _extended(extension))]
    pairs += [pair for _, pair in sorted([*steps, *_begun_anew(issue)])]
    if len(pairs) > 1:  # the first and the present one side by side, whatever came between
        pairs.append(("现定", day_sentence(issue.due), ""))
    waiting = [e for e in found if e.status in PENDING]
    granted = sum(e.status == Extension.Status.APPROVED for e in found)
    return {
        "pairs": pairs,
        "waiting": waiting[0] if waiting else None,
        "again": "第 1 次由督查负责人决定" if not granted else "须分管领导同意，再由督查负责人决定",
    }


def _extended(extension: Extension) -> tuple[str, str, str] | None:
    """What became of a request for more time; None while it waits."""
    if extension.status == Extension.Status.APPROVED:
        return f"第 {extension.number} 次延期", day_sentence(extension.to_due), str(extension.reason)
    if extension.status in (Extension.Status.REFUSED, Extension.Status.WITHDRAWN):
        dim = f"{extension.get_status_display()}，申请延至 {day_sentence(extension.to_due)}"
        return f"第 {extension.number} 次申请", "未延", dim
    return None


def _begun_anew(issue: Issue) -> list[tuple[datetime, tuple[str, str, str]]]:
    """Each reopening that set a deadline: when, and which in place of which."""
    again = Event.objects.on(issue).filter(kind__in=reopenings()) if issue.reopenings else ()
    days = [(event.at, *(event.facts.get(name) for name in ("before_due", "after_due"))) for event in again]
    return [
        (at, ("重开", day_sentence(date.fromisoformat(after)), f"重开前 {day_sentence(date.fromisoformat(before))}"))
        for at, before, after in days
        if before and after
    ]


def responsibility(issue: Issue) -> list[tuple]:
    """Who answers for it, in the slots of the ledger."""
    shares: dict[str, list[str]] = {}
    for slot, short_name, name in issue.shares.values_list("slot", "unit__short_name", "unit__name"):
        shares.setdefault(slot, []).append(short_name or name)
    slots = IssueUnit.Slot
    rows = [
        ("牵头领导", issue.lead_leader),
        ("责任领导", issue.responsible_leaders),
        ("牵头单位", str(issue.lead_unit)),
        ("责任单位", "、".join(shares.get(slots.RESPONSIBLE, []))),
        ("配合单位", "、".join(shares.get(slots.SUPPORTING, []))),
        ("承办", issue.handler),
    ]
    return [row for row in rows if row[1] or row[0] != "配合单位"]


def events(issue: Issue, user, *, readings: bool = False):
    """The trail of the issue and of what hangs on it: what was done, or (`readings`) who read which file. Its reader has been
    let in by the issue; what the office keeps to itself (a visit that is planned) is left out for all others."""
    found = Event.objects.about(issue).select_related("by").only(*TOLD)
    found = found.filter(kind__in=sentences.readings()) if readings else found.exclude(kind__in=sentences.readings())
    return found if policies.office(user, issue) else found.exclude(kind__in=sentences.reserved())


def told(found: Sequence[Event]) -> list[dict]:
    """Events as sentences, each with the post or name of who did it."""
    return [
        {"at": event.at, "text": f"{_who(event)}　{sentences.sentence(event)}", "note": event.note} for event in found
    ]


def _who(event: Event) -> str:
    absent = event.facts.get("for_name")
    return (event.by.title or event.by.name) + (f"（代{absent}）" if absent else "") if event.by else "系统"


def origin(issue: Issue) -> dict:
    """Where the wording comes from: the item's place, the day of the feedback, how often the working wording was changed."""
    item = issue.item
    day = f"{issue.feedback.delivered_on:%Y-%m-%d} 反馈，" if issue.feedback else ""
    frozen = "已冻结" if issue.dispatched_at else "下发后冻结"
    return {"place": item.locator if item else "", "note": f"{day}{frozen}"}


def days_left(issue: Issue) -> str:
    """剩 11 天, until the deadline has passed or the issue is over."""
    return lateness.days_left(issue.due, today()) if holds("due", issue, today()) else ""
