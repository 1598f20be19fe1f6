"""How long objections may still come."""

from dataclasses import dataclass
from datetime import date

from ledgers.models import Closure
from rectify.calendars.days import current
from rectify.lib.dates import today


@dataclass(frozen=True)
class Window:
    """To the end of which day, and how many working days are left."""

    until: date
    left: int
    over: bool


def window(closure: Closure | None) -> Window | None:
    """The objection window of a request; None where there is none."""
    if closure is None or closure.window_until is None:
        return None
    until, on = closure.window_until, today()
    left = current().working_days_between(on, until) + current().is_working(on) if until >= on else 0
    return Window(until, left, over=until < on)
