"""序时还是滞后: how the steps of a measure stand against their days. Computed; what slipped is read from its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from issues.models import Measure, MeasureStatus, Milestone
from rectify.calendars.calendar import Calendar

UNDONE = (MeasureStatus.TODO, MeasureStatus.DOING)


@dataclass(frozen=True)
class ScheduleStep:
    """One step: its mark (rectify/lib/marks.py), the sentence beside it, whether it can be reported reached."""

    step: Milestone
    mark: str
    word: str
    open: bool

    @property
    def slips(self) -> list:
        """What slipped of it, in the order in which it was kept."""
        return list(self.step.slips.all())


@dataclass(frozen=True)
class Schedule:
    """The steps of one measure: `behind` in working days (0: 序时)."""

    steps: tuple[ScheduleStep, ...]
    behind: int

    @property
    def reached(self) -> int:
        return sum(step.step.done_on is not None for step in self.steps)

    @property
    def slipped(self) -> int:
        """How many of them ever slipped."""
        return sum(bool(step.slips) for step in self.steps)

    @property
    def mark(self) -> str:
        return "behind" if self.behind else "on_schedule"

    @property
    def word(self) -> str:
        return f"滞后 {self.behind} 个工作日" if self.behind else "序时"


def schedules(measures: Iterable[Measure], on: date, calendar: Calendar) -> dict[int, Schedule]:
    """For each measure that has steps: how it stands on `on`. Two statements, however many measures."""
    by_measure: dict[int, list[Milestone]] = {}
    of = {measure.pk: measure for measure in measures}
    steps = Milestone.objects.filter(measure__in=of).prefetch_related("slips").order_by("measure", "order")
    for step in steps:
        by_measure.setdefault(step.measure_id, []).append(step)
    return {pk: _schedule(of[pk], steps, on, calendar) for pk, steps in by_measure.items()}


def _schedule(measure: Measure, steps: list[Milestone], on: date, calendar: Calendar) -> Schedule:
    undone = measure.status in UNDONE
    late = [step.due for step in steps if step.done_on is None and step.due < on] if undone else []
    behind = max(1, calendar.working_days_between(min(late), on)) if late else 0
    return Schedule(tuple(_step(step, on, undone) for step in steps), behind)


def _step(step: Milestone, on: date, undone: bool) -> ScheduleStep:
    if step.done_on and step.done_on > step.due:
        return ScheduleStep(
            step, "late_report", f"{step.done_on:%m-%d} 到达，迟 {(step.done_on - step.due).days} 天", False
        )
    if step.done_on:
        return ScheduleStep(step, "on_time", f"{step.done_on:%m-%d} 到达", False)
    if undone and step.due < on:
        return ScheduleStep(step, "behind", f"过了 {(on - step.due).days} 天", True)
    return ScheduleStep(step, "not_due", "没到日子" if undone else "措施已报完成", undone)
