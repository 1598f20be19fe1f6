"""Deadlines by the round's 时限方案 (docs/rules.md: deadline-profile): event × number × unit × counted from.

The terms are some dozen rows that every list of what waits and every decision reads: they are remembered.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from issues.models import CountedFrom, Feedback, LimitedEvent, PhaseKind, Round, RuleTerm
from rectify.calendars import days
from rectify.lib.dates import today
from rectify.lib.remembered import Remembered


def _by_event() -> Mapping[tuple[int, str], RuleTerm]:
    return {(term.profile_id, term.event): term for term in RuleTerm.objects.all()}


remembered = Remembered(_by_event, lambda: tuple(RuleTerm.objects.order_by("pk").values_list()))


def term_of(event: str, round_: Round) -> RuleTerm | None:
    """What the round's profile says of `event`."""
    return remembered.get().get((round_.profile_id, event))


def changed() -> None:
    """Read anew here and now, and once more after commit, since another thread may have looked in between."""
    remembered.forget()
    transaction.on_commit(remembered.forget)


def starting_day(counted_from: str, round_: Round, feedback: Feedback | None, on: date | None = None) -> date | None:
    """The day a limit counts from; None while that day is not known."""
    if counted_from == CountedFrom.FEEDBACK:
        return feedback.delivered_on if feedback else None
    if counted_from == CountedFrom.ONSITE_END:
        return round_.onsite_ends
    if counted_from == CountedFrom.PERIOD_END:
        phase = round_.phases.filter(kind=PhaseKind.CONCENTRATED).first()
        return phase.ends if phase else None
    return on or today()


def limit(event: str, round_: Round, *, feedback: Feedback | None = None, on: date | None = None) -> date | None:
    """The last day for `event` in this round; None where the profile has no such limit or its first day is not known."""
    term = term_of(event, round_)
    if term is None:
        return None
    start = starting_day(term.counted_from, round_, feedback, on)
    return days.current().term(start, term.number, term.unit) if start else None


def default_due(round_: Round, *, feedback: Feedback | None = None, immediate: bool = False) -> tuple[date | None, str]:
    """The deadline of an issue nobody gave one, and the rule in words: 立行立改, else the end of concentrated rectification,
    else the round's reporting date."""
    event = LimitedEvent.IMMEDIATE if immediate else LimitedEvent.CONCENTRATED_END
    if day := limit(event, round_, feedback=feedback):
        return day, f"{round_.profile}：{term_of(event, round_)}"
    phase = round_.phases.filter(kind=PhaseKind.CONCENTRATED).first()
    if phase and phase.ends:
        return phase.ends, "本轮集中整改期结束之日"
    return round_.report_due, "本轮报告期限" if round_.report_due else ""
