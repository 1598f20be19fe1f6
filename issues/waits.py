"""Our own time limits, the same marks that the units get: how long something has waited against what the rules say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from issues.limits import term_of
from issues.models import LimitedEvent, LimitUnit, Round, Status
from rectify.calendars.days import current

LIMITED: dict[str, LimitedEvent] = {
    Status.DISPATCHED: LimitedEvent.SIGN,
    Status.FIRST_REVIEW: LimitedEvent.FIRST_REVIEW,
    Status.AWAITING_DECISION: LimitedEvent.DECISION,
}


@dataclass(frozen=True)
class Wait:
    """How long something has waited: in words, with the mark that goes with it (empty: none)."""

    words: str
    mark: str = ""
    note: str = ""


def words_of(rounds: Iterable[Round], *statuses: Status) -> str:
    """The limits of several rounds in words, each said once."""
    return "；".join(filter(None, dict.fromkeys(Limits(each).words(*statuses) for each in rounds)))


class Limits:
    """The limits of one round."""

    def __init__(self, round_: Round) -> None:
        self.terms = {event: term for event in LIMITED.values() if (term := term_of(event, round_))}

    def words(self, *statuses: Status) -> str:
        """初审 5 个工作日，审定 5 个工作日."""
        terms = [self.terms.get(LIMITED[status]) for status in statuses]
        return "，".join(f"{t.get_event_display()} {t.number} {t.get_unit_display()}" for t in terms if t)

    def wait(self, status: str, since: datetime, on: date) -> Wait:
        """What stands in the column 已等: working days where the limit counts them."""
        day, event = timezone.localtime(since).date(), LIMITED.get(status)
        term = self.terms.get(event) if event else None
        if term is None:
            days = (on - day).days
            return Wait(f"{days} 天" if days else "不到 1 天")
        calendar = current()
        last = calendar.term(day, term.number, term.unit)
        workdays = term.unit == LimitUnit.WORKDAY
        days = calendar.working_days_between(day, on) if workdays else (on - day).days
        words = (f"{days} 个工作日" if workdays else f"{days} 天") if days else "不到 1 天"
        note = f"时限 {term.number} {term.get_unit_display()}"
        if on > last and days > term.number:
            return Wait(f"{words} 超时限", "over_limit", f"{note}，已过")
        if on >= last:
            return Wait(words, "soon", f"{note}，已到时限")
        return Wait(words, "", note)
