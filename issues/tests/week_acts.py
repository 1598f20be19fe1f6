"""The acts of the week, by hand and by the clock, and those of its reports."""

from datetime import datetime
from functools import partial

from issues.actions import reports, weeks
from issues.models import DispatchLine, Report, Status
from rectify.lib.dates import SHANGHAI
from rectify.roof.testing.acts import ActStage, Case, under_way

S = Status
WEEK = ("2026-11-16T08:35", "2026-11-16T08:50", "2026-11-18T15:05", "2026-11-20T10:05", "2026-11-20T14:05")
FRIDAY = "2026-11-13T16:05"  # before


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def week(w: ActStage, *, held: bool = False, sent: bool = False, drafted: bool = False):
    found = weeks.start(round_=w.round, at=at(WEEK[0]), by=w.clerk)
    if held:
        weeks.hold(week=found, reason="等会议", at=at(WEEK[0]), by=w.clerk)
    if sent or drafted:
        weeks.send_now(week=found, at=at(WEEK[1]), by=w.clerk)
    if drafted:
        for moment in WEEK[2:]:
            weeks.tick(at=at(moment), round_=w.round)
        found.refresh_from_db()
    return found


def line(w: ActStage) -> DispatchLine:
    week(w, sent=True)
    return DispatchLine.objects.filter(unit=w.lead).get()


def report(w: ActStage, *, sent: bool = False) -> Report:
    found = Report.objects.filter(week=week(w), issue=under_way(w)).first() or Report.objects.create(
        week=w.round.weeks.get(), issue=under_way(w), unit=w.lead, why="集中整改期每周"
    )
    if sent:
        reports.send(report=found, by=w.liaison, **WEEKLY)
    return found


WEEKLY = {"text": "本周核查 30 户", "next_step": "11月27日前核查完", "declared": "declared_doing"}
OPENED = "issues.week.open"


ROWS = [
    Case(reports.send, "issues.report.send", lambda w: {"report": report(w), "by": w.liaison} | WEEKLY),
    Case(
        reports.no_progress,
        "issues.report.send",
        lambda w: {"report": report(w), "reason": "等资金", "why": "财政下周批复", "by": w.liaison},
    ),
    Case(reports.read, "issues.report.read", lambda w: {"report": report(w, sent=True), "by": w.clerk}),
    Case(
        reports.send_back,
        "issues.report.send_back",
        lambda w: {"report": report(w, sent=True), "note": "补", "by": w.clerk},
    ),
    Case(reports.read_all, "issues.report.read", lambda w: {"reports": [report(w, sent=True)], "by": w.clerk}),
    Case(weeks.start, OPENED, lambda w: {"round_": w.round, "at": at(WEEK[0]), "by": w.clerk}),
    Case(
        weeks.hold,
        "issues.week.hold",
        lambda w: {"week": week(w), "reason": "等会议", "at": at(WEEK[0]), "by": w.clerk},
    ),
    Case(weeks.release, "issues.week.release", lambda w: {"week": week(w, held=True), "by": w.clerk}),
    Case(
        weeks.take_back,
        "issues.week.take_back",
        lambda w: {"week": week(w, sent=True), "reason": "漏了一家", "at": at(WEEK[1]), "by": w.clerk},
    ),
    Case(weeks.send_now, "issues.week.dispatch", lambda w: {"week": week(w), "at": at(WEEK[1]), "by": w.clerk}),
    Case(weeks.sign, "issues.dispatchline.sign", lambda w: {"line": line(w), "at": at(WEEK[1]), "by": w.liaison}),
    Case(
        weeks.redraft,
        "issues.week.summarise",
        lambda w: {"week": week(w, drafted=True), "at": at(WEEK[-1]), "by": w.clerk},
    ),
    Case(
        weeks.write,
        "issues.week.write",
        lambda w: {"week": (found := week(w, drafted=True)), "words": found.words, "by": w.clerk},
    ),
    Case(
        weeks.publish,
        "issues.week.publish",
        lambda w: {"week": (found := week(w, drafted=True)), "words": found.words, "at": at(WEEK[-1]), "by": w.clerk},
    ),
    Case(weeks.exported, "issues.week.export", lambda w: {"week": week(w), "what": "周报", "by": w.clerk}),
    Case(weeks.tick, OPENED, lambda w: {"at": at(WEEK[0]), "round_": w.round}),
]
# What the clock does in a week, moment by moment.
MOMENTS = (FRIDAY, *WEEK)
ACTS = ("preview", "open", "dispatch", "nudge", "missed", "summarise")


def by_the_clock(w: ActStage, count: int) -> dict:
    """The moment number `count`, with everything done that was due before it."""
    for moment in MOMENTS[:count]:
        weeks.tick(at=at(moment), round_=w.round)
    return {"": (w.round,), "at": at(MOMENTS[count])}


ROWS += [
    Case(weeks.do_next, f"issues.week.{act}", partial(by_the_clock, count=count)) for count, act in enumerate(ACTS)
]
