"""The stage bar: where an issue is on the short path, whose ball it is, and for how many working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from issues import clock, lives
from issues import procedures as rules
from issues.models import STRUCK_OFF, Grade, Issue, Side, Status
from rectify.audit.models import Event
from rectify.calendars.days import current
from rectify.lib.dates import today
from rectify.lib.marks import mark_of
from rectify.lib.tags import short_date

# The steps people know, and the states that make up each.
STEPS = (
    ("下发", (Status.DRAFT,)),
    ("签收", (Status.DISPATCHED, Status.CONTESTED)),
    ("方案", (Status.PLANNING, Status.PLAN_REVIEW)),
    ("整改", (Status.RECTIFYING,)),
    ("审签", (Status.AWAITING_SIGNATURE,)),
    ("初审", (Status.FIRST_REVIEW,)),
    ("联审", (Status.JOINT_REVIEW,)),
    ("异议期", (Status.OBJECTION_WINDOW,)),
    ("审定", (Status.AWAITING_DECISION,)),
    ("销号", (Status.CLOSED, Status.ARCHIVED)),
)
BY_RULE = {"联审", "异议期"}  # shown where the issue's procedure asks for them, and once it has come there
GRADES: dict[str, str] = {
    Grade.FULL: "全面",
    Grade.MOSTLY: "基本",
    Grade.PARTLY: "部分",
    Grade.UNVERIFIABLE: "无法核实",
}
WHO = {"下发": "督查办", "审签": "主要负责人", "初审": "督查经办人", "审定": "督查负责人", "销号": "之后回头看"}


@dataclass(frozen=True)
class Stage:
    """A step of the bar: done, now or todo; `shape` is the sign of the present one."""

    name: str
    state: str
    note: str
    shape: str = ""


def stages(issue: Issue, events: Sequence[Event]) -> list[Stage]:
    """`events` are the changes of state, oldest first (`changes`)."""
    left = _left_on(events)
    if issue.status == Status.TERMINATED:
        return _ended(issue, left)
    asked, place_now = rules.stages(issue), next(n for n, (_, states) in enumerate(STEPS) if issue.status in states)
    ahead = {name for name, _ in STEPS[place_now + 1 :] if name in asked}
    steps = [
        step for step in STEPS if step[0] not in BY_RULE or step[0] in ahead.union(left) or issue.status in step[1]
    ]
    here = next(n for n, (_, states) in enumerate(steps) if issue.status in states)
    bar: list[Stage] = []
    for place, (name, _) in enumerate(steps):
        if place < here:
            bar.append(Stage(name, "done", short_date(left.get(name))))
        elif place == here:
            bar.append(_present(issue, events))
        else:
            bar.append(Stage(name, "todo", asked.get(name) or WHO.get(name, "")))
    return bar


def changes(issue: Issue) -> list[Event]:
    """The events that changed the issue's state, oldest first: one statement."""
    return lives.events(issue)


def days_with(issue: Issue, events: Sequence[Event]) -> dict[Side, int]:
    """Working days that each side has held the issue since it was dispatched, the present stretch included."""
    return {side: held.working for side, held in clock.held(spans(issue, events), current()).items()}


def spans(issue: Issue, events: Sequence[Event]) -> list[clock.Span]:
    """The stretches of the issue's life with each side (issues/clock.py)."""
    return clock.spans(lives.told(issue, [(event.at, event.facts) for event in events]), timezone.now())


def holder(issue: Issue) -> str:
    """Who holds the ball, by name of the body."""
    if issue.side == Side.NOBODY:
        return ""
    if issue.side == Side.REVIEWERS:
        return Side.REVIEWERS.label
    return str(issue.round.office if issue.side == Side.OFFICE else issue.lead_unit)


def _present(issue: Issue, events: Sequence[Event]) -> Stage:
    if issue.status in STRUCK_OFF:
        grade = (
            f"认定{GRADES[issue.grade]}完成"
            if issue.grade in ("full", "mostly", "partly")
            else issue.get_grade_display()
        )
        ahead = issue.look_back_on and issue.status == Status.CLOSED
        back = f"；{issue.look_back_on:%Y-%m-%d} 回头看" if ahead else ""
        note = f"{short_date(issue.closed_on)} {grade}{back}"
        return Stage(issue.get_status_display(), "now", note, "ok")
    since = current().working_days_between(timezone.localtime(issue.status_since).date(), today())
    total = days_with(issue, events)
    note = f"本次 {since} 个工作日" if since else "今天到"
    if issue.status != Status.DRAFT:
        note += f"；累计单位 {total[Side.UNIT]}，督查办 {total[Side.OFFICE]}"
    at = holder(issue)
    name = issue.get_status_display() + (f" · 现由 {at} 办" if at else "")
    return Stage(name, "now", note, mark_of(issue.status).shape)


def _ended(issue: Issue, left: dict[str, date]) -> list[Stage]:
    gone = [Stage(name, "done", short_date(left[name])) for name, _ in STEPS if name in left]
    return [*gone, Stage("终止", "now", f"{short_date(issue.ended_on)}，不进任何率", "ended")]


def _left_on(events: Sequence[Event]) -> dict[str, date]:
    """The day on which each step was last left."""
    steps = {state: name for name, states in STEPS for state in states}
    return {
        steps[event.facts["before"]]: _day(event)
        for event in events
        if event.facts.get("before") in steps and steps[event.facts["before"]] != steps.get(event.facts["after"])
    }


def _day(event: Event) -> date:
    return timezone.localtime(event.at).date()
