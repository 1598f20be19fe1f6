"""移交清单: what a first-responsible person leaves behind (open issues, promises, extensions, measures), and what is otherwise
since. The list is the unit's and the same for every reader of the handover, who has been found entitled to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from issues.models import Extension, Issue, Measure, MeasureStatus, Report
from rectify.accounts.models import Unit
from rectify.lib.digests import plain

SECTIONS = (
    ("issues", "未办结问题"),
    ("promises", "周报承诺"),
    ("extensions", "延期"),
    ("measures", "未完成措施"),
)
FINISHED = (MeasureStatus.ACCEPTED, MeasureStatus.CANCELLED)
WORDS = {"state": "", "due": "期限 ", "text": ""}


def body(unit: Unit, office: Unit) -> dict:
    """What stands open in the rounds of `office` with `unit` in the lead, as words; each row has a key that stays. The list has
    readers of its own: what is restricted is in it as a number."""
    issues = Issue.objects.filter(lead_unit=unit, round__office=office).open()
    readable = issues.filter(restricted="")
    return plain(
        {
            "issues": _issues(issues.veiled()),
            "promises": _promises(readable),
            "extensions": _extensions(readable),
            "measures": _measures(readable),
        }
    )


def counts(kept: dict) -> list[tuple[str, int]]:
    """How many rows each part has."""
    return [(title, len(kept.get(name, []))) for name, title in SECTIONS]


def _issues(issues: QuerySet[Issue]) -> list[dict]:
    rows = issues.select_related("round").order_by("due_order", "pk")
    return [
        {
            "key": issue.public_id,
            "name": f"{issue.number} {issue.title}",
            "number": issue.number,
            "title": issue.title,
            "round": issue.round.name,
            "state": issue.get_status_display(),
            "due": issue.due,
            "text": "",
        }
        for issue in rows
    ]


def _promises(issues: QuerySet[Issue]) -> list[dict]:
    """The last promise of each issue: what the next report must answer."""
    sent = Report.objects.filter(issue__in=issues, sent_at__isnull=False).order_by(
        "issue__due_order", "issue", "-week__starts"
    )
    rows, seen = [], set()
    for report in sent.select_related("issue", "week"):
        if report.issue_id not in seen:
            seen.add(report.issue_id)
            if report.next_step.strip():
                rows.append(
                    {
                        "key": report.public_id,
                        "name": report.issue.number,
                        "state": f"第 {report.week.number} 周",
                        "due": None,
                        "text": report.next_step,
                    }
                )
    return rows


def _extensions(issues: QuerySet[Issue]) -> list[dict]:
    rows = (
        Extension.objects.filter(issue__in=issues)
        .select_related("issue")
        .order_by("issue__due_order", "issue", "number")
    )
    return [
        {
            "key": row.public_id,
            "name": f"{row.issue.number} 第 {row.number} 次延期",
            "state": row.get_status_display(),
            "due": row.to_due,
            "text": "",
        }
        for row in rows
    ]


def _measures(issues: QuerySet[Issue]) -> list[dict]:
    rows = Measure.objects.filter(issue__in=issues).exclude(status__in=FINISHED).select_related("issue")
    return [
        {
            "key": row.public_id,
            "name": f"{row.issue.number} 措施 {row.order}",
            "state": row.get_status_display(),
            "due": row.due,
            "text": row.text,
            "person": row.person,
        }
        for row in rows.order_by("issue__due_order", "issue", "order")
    ]


@dataclass(frozen=True)
class HandedRow:
    """One thing that was handed over, as it was frozen."""

    name: str
    state: str
    due: date | None
    text: str
    number: str = ""
    title: str = ""
    round: str = ""
    person: str = ""


@dataclass(frozen=True)
class HandedPart:
    """The frozen rows of one kind."""

    name: str
    title: str
    rows: Sequence[HandedRow]


@dataclass(frozen=True)
class HandoverChange:
    """What is otherwise than when it was frozen: of which part, which row, how."""

    part: str
    name: str
    text: str


def differences(kept: Mapping[str, Any], now: Mapping[str, Any]) -> list[HandoverChange]:
    """In the order of the parts. Nothing frozen is changed by it."""
    changes = []
    for part, title in SECTIONS:
        before, after = ({row["key"]: row for row in side.get(part, [])} for side in (kept, now))
        gone = _states_now(part, before.keys() - after.keys())
        for key, row in before.items():
            if key not in after:
                changes.append(HandoverChange(title, row["name"], f"已不在清单{gone.get(key, '')}"))
            elif text := _changed(row, after[key]):
                changes.append(HandoverChange(title, row["name"], text))
        new = [row for key, row in after.items() if key not in before]
        changes += [HandoverChange(title, row["name"], "交接以后新增") for row in new]
    return changes


def _states_now(part: str, keys: set[str]) -> dict[str, str]:
    if part != "issues" or not keys:
        return {}
    return {
        issue.public_id: f"，现在是“{issue.get_status_display()}”" for issue in Issue.objects.filter(public_id__in=keys)
    }


def _changed(before: dict, after: dict) -> str:
    changes = [
        f"{word}{before.get(name) or '未定'} → {after.get(name) or '未定'}"
        for name, word in WORDS.items()
        if before.get(name) != after.get(name)
    ]
    return "，".join(changes)


def shown(kept: Mapping[str, Any]) -> list[HandedPart]:
    """The frozen parts for a page: days as days."""
    return [HandedPart(name, title, [_row(row) for row in kept.get(name, [])]) for name, title in SECTIONS]


def _row(row: Mapping[str, Any]) -> HandedRow:
    words = {name: row.get(name) or "" for name in ("name", "state", "text", "number", "title", "round", "person")}
    return HandedRow(due=_day(row.get("due")), **words)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
