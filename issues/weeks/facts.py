"""The facts of a week: each figure is the list of issues it counts, so that number and list cannot differ (docs/rules.md:
week-facts). Kept as issue ids; a unit's part of a figure is the part of its list that the unit may see."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from issues import advice, slices
from issues.models import Report, Week
from issues.models.status import UNDER_WAY
from issues.rates import LENIENT, STRICT
from issues.weeks.counting import returns, standings_of
from rectify.audit.models import Event
from rectify.calendars.calendar import Calendar
from rectify.lib.dates import at_time

SLOW_DAYS = 5
OF_REPORTS = ("owed", "on_time", "no_progress", "late", "missed", "promises", "kept", "not_kept")
# name → (word in the draft and on the page, definition)
FIGURES = {
    "owed": ("应报", "本周应报周报的问题，不含未报而已离开单位手上的"),
    "on_time": ("按时", "截止前报送的"),
    "no_progress": ("无进展", "报了“本周无进展”并说明原因的"),
    "late": ("迟报", "截止后、核定未报前报送的"),
    "missed": ("未报", "核定未报时仍没有报送的，之后补报也不改"),
    "promises": ("应答承诺", "上周写了下一步、本周要回答的"),
    "kept": ("兑现", "单位答“已兑现”的"),
    "not_kept": ("未兑现", "单位答“未兑现”并说明原因的"),
    "closed": ("销号", "本周内审定销号的"),
    "closed_full": ("全面", "本周销号、认定全面完成的"),
    "closed_mostly": ("基本", "本周销号、认定基本完成的"),
    "returned": ("退回", "本周内督查办退回的方案或销号申请所属的问题"),
    "new_overdue": ("新逾期", "上周五以来过了批准期限、仍未办结的"),
    "counted": ("应整改", "已下发、未终止的全部问题"),
    "strict": ("严口径", "已销号且认定全面完成的"),
    "lenient": ("宽口径", "已销号且认定全面或基本完成的"),
    "long_term": ("长期坚持", "标为长期坚持、尚未销号的"),
    "first_review": ("待初审", "等督查办初审的"),
    "slow": ("初审超时限", f"等初审超过 {SLOW_DAYS} 个工作日的"),
    "next_due": ("下周到期", "批准期限在下周一至周日、尚未办结的"),
}


def gather(week: Week, *, on: date, calendar: Calendar) -> dict[str, Any]:
    """The figures of a week as of `on` and the units that missed; nine statements, however many rows."""
    standings = standings_of(week)
    missed = [
        {"unit": row.unit_id, "name": str(row.unit), "missed": row.missed, "weeks": row.weeks_in_row}
        for row in standings
        if row.missed
    ]
    lists = of_reports(week) | of_issues(week, on=on, calendar=calendar) | {"returned": handed_back(week)}
    return {"on": on.isoformat(), "lists": {name: sorted(lists[name]) for name in FIGURES}, "missed_units": missed} | {
        "recommendations": advice.counts(week.round, on)
    }


def of_reports(week: Week) -> dict[str, list[int]]:
    lists: dict[str, list[int]] = {name: [] for name in OF_REPORTS}
    for report in week.reports.select_related("issue").only(
        "week", "issue", "issue__status", "sent_at", "missed_at", "is_late", "no_progress", "promise", "kept"
    ):
        for name in figures_of(report):
            lists[name].append(report.issue_id)
    return lists


def figures_of(report: Report) -> Iterable[str]:
    """The figures that count this report."""
    if not (report.sent_at or report.missed_at or report.issue.status in UNDER_WAY):
        return
    yield "owed"
    if report.missed_at:
        yield "missed"
    elif report.sent_at:
        yield "late" if report.is_late else "on_time"
        if report.no_progress:
            yield "no_progress"
    if report.promise:
        yield "promises"
        if report.sent_at and report.kept:
            yield report.kept


def of_issues(week: Week, *, on: date, calendar: Calendar) -> dict[str, list[int]]:
    """Each figure of the issues names the slices that a counted issue must lie in."""
    starts, slow = week.starts, calendar.add_working_days(on, -SLOW_DAYS)
    closed = f"closed_since:{starts}"
    codes: dict[str, tuple[str, ...]] = {
        "closed": (closed,),
        "closed_full": (closed, "grade:full"),
        "closed_mostly": (closed, "grade:mostly"),
        "new_overdue": (f"overdue_since:{starts - timedelta(days=3)}",),
        "counted": (),
        "strict": (STRICT.part,),
        "lenient": (LENIENT.part,),
        "long_term": ("long_term",),
        "first_review": ("status:first_review",),
        "slow": (f"status_since:first_review:{slow}",),
        "next_due": (f"due_between:{starts + timedelta(days=7)}:{starts + timedelta(days=13)}",),
    }
    fields = ("round", "status", "status_since", "due", "closed_on", "grade", "long_term")
    issues = list(week.round.issues.filter(slices.condition("counted", on)).only(*fields))
    asked = {name: [slices.predicate(code, on) for code in all_of] for name, all_of in codes.items()}
    return {name: [i.pk for i in issues if all(fits(i) for fits in fitting)] for name, fitting in asked.items()}


def handed_back(week: Week) -> list[int]:
    """Issues of the round that the office returned in this week; each once."""
    since = at_time(week.starts, time.min)
    until = since + timedelta(days=7)
    subjects = Event.objects.filter(kind__in=returns(), at__gte=since, at__lt=until).values_list("subject", flat=True)
    ids = {int(subject.rpartition(":")[2]) for subject in subjects}
    return list(week.round.issues.filter(pk__in=ids).values_list("pk", flat=True))


def part_of(facts: dict[str, Any], ids: set[int]) -> dict[str, list[int]]:
    """The lists restricted to `ids`: what a reader may see of them."""
    return {name: [pk for pk in ids_of_list if pk in ids] for name, ids_of_list in facts.get("lists", {}).items()}
