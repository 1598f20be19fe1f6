"""What the preview said of each unit, beside what goes out: the office confirms unit by unit what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from issues.models import DispatchLine, Week
from issues.weeks import counting
from rectify.accounts.models import Unit
from rectify.audit.models import Event
from rectify.options.stored import option


@dataclass(frozen=True)
class ChangedUnit:
    """A unit that was announced with another number of reports than it is asked for now."""

    unit: Unit
    before: int
    now: int

    @property
    def words(self) -> str:
        return f"{self.unit}：预告 {self.before} 件，现在 {self.now} 件"


def expected(week: Week, on: date) -> list[DispatchLine]:
    """The list as it would go out on a day."""
    office = week.round.office_id
    days = {"soon_days": option("week.soon_days", office), "due_days": option("week.due_days", office)}
    return counting.lines_of(week, on=on, **days)


def changed(week: Week, lines: Iterable[DispatchLine]) -> list[ChangedUnit]:
    """Of `lines` those that differ; none before the week is open, and none of a week that was announced to nobody."""
    previews = Event.objects.on(week).filter(kind="issues.week.preview").order_by("-number")
    numbers = next((event.facts.get("units") for event in previews[:1]), None)
    if numbers is None or week.opened_at is None:
        return []
    beside = ((line, numbers.get(line.unit.public_id, 0)) for line in lines)
    return [ChangedUnit(line.unit, before, line.owed) for line, before in beside if before != line.owed]
