"""The weekly reports of an issue as a line, newest first, and what came of their promises."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from issues.models import Issue
from issues.pages.listing.rows import report_mark
from rectify.lib.addresses import address
from rectify.lib.tags import short_moment

SHOWN = 4
REPORTED = (
    "public_id",
    "week__number",
    "week__report_due",
    "sent_at",
    "is_late",
    "missed_at",
    "no_progress",
    "text",
    "promise",
    "kept",
    "kept_note",
    "unit",
)
VOWS = {"kept": "kept", "not_kept": "broken"}


@dataclass(frozen=True)
class Vow:
    """A promise, whether it was kept, and why not."""

    kind: str
    text: str
    note: str


@dataclass(frozen=True)
class ReportEntry:
    """One week: when it was reported, in which words; `kind` is a mark, `now` that it is still awaited."""

    when: str
    text: str
    late: bool = False
    now: bool = False
    tag: str = ""
    kind: str = ""
    vow: Vow | None = None


@dataclass(frozen=True)
class ReportLine:
    """The entries shown, the sums in words, how many more there are, and where the one that is owed is written."""

    entries: Sequence[ReportEntry]
    told: str
    more: int
    due_url: str


def report_line(issue: Issue, *, everything: bool = False) -> ReportLine:
    """One statement; `everything` shows every week."""
    reports = list(issue.reports.order_by("-week__starts").values_list(*REPORTED, named=True))
    promised = Counter(report.kept for report in reports if report.promise)
    summary = f"{len(reports)} 周"
    if promised:
        summary += f"，承诺 {promised.total()} 条：兑现 {promised['kept']}、未兑现 {promised['not_kept']}、待答复 {promised['']}"
    shown = reports if everything else reports[:SHOWN]
    owed = [report for report in reports[:1] if report.sent_at is None and report.unit == issue.lead_unit_id]
    due = address("issues:report", public_id=owed[0].public_id) if owed else ""
    return ReportLine([_entry(report) for report in shown], summary, len(reports) - len(shown), due)


def _entry(report: Any) -> ReportEntry:
    mark, vow = report_mark(report.sent_at, report.is_late, report.missed_at, report.no_progress), None
    if report.promise:
        note = report.kept_note and f"原因：{report.kept_note}"
        vow = Vow(VOWS.get(report.kept, "unanswered"), report.promise, note)
    week = f"第 {report.week__number} 周"
    if report.sent_at:
        return replace(_sent(report, week), late=mark == "late_report", vow=vow)
    if mark == "missed":
        return ReportEntry(week, "截止时未报。", late=True, kind="missed", vow=vow)
    text = "还没有报。" + ("先回答上周的承诺：" if report.promise else "")
    return ReportEntry(f"{week}　{short_moment(report.week__report_due)} 截止", text, now=mark == "due", vow=vow)


def _sent(report: Any, week: str) -> ReportEntry:
    when = f"{week}　{short_moment(report.sent_at)} {'迟报' if report.is_late else '按时'}"
    if report.no_progress:
        return ReportEntry(when, report.no_progress + (f"\n{report.text}" if report.text else ""), tag="无进展")
    return ReportEntry(when, report.text)
