"""Time in the demo city: many lives, each a generator that says when it goes on, played in the order of their moments."""

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import time_machine

from rectify.calendars import days
from rectify.lib.dates import SHANGHAI, at_time

Life = Iterator[datetime]
MORNING, EVENING = time(8, 50), time(17, 40)


def play(lives: Iterable[Life], *, until: datetime, hear: Callable[[datetime], None]) -> int:
    """Let every life go on at the moments it names, on a clock that stands at that moment; what lies after `until` does
    not happen. Gives the number of steps."""
    order, steps = itertools.count(), 0
    waiting: list[tuple[datetime, int, Life]] = []
    moment = datetime(2000, 1, 1, tzinfo=UTC)

    def wait(life: Life, now: datetime) -> None:
        """Who names a moment that has passed goes on at once: the clock never goes back."""
        moment = next(life, None)
        moment = moment and max(moment, now)
        if moment is not None and moment <= until:
            heapq.heappush(waiting, (moment, next(order), life))

    for life in lives:
        wait(life, moment)
    with time_machine.travel(moment, tick=False) as clock:
        while waiting:
            moment, _, life = heapq.heappop(waiting)
            # In UTC: a time zone given here would become the process's own.
            clock.move_to(moment.astimezone(UTC), tick=False)
            hear(moment)
            wait(life, moment)
            steps += 1
    return steps


def office_hour(moment: datetime) -> datetime:
    """The moment itself when the office works then, else the next one when it does."""
    here, calendar = moment.astimezone(SHANGHAI), days.current()
    if here.time() > EVENING:
        here = at_time(here.date() + timedelta(days=1), MORNING)
    day = calendar.next_working(here.date())
    if day != here.date() or here.time() < MORNING:
        return at_time(day, MORNING) + timedelta(minutes=here.minute, seconds=here.second)
    return here


def last_evening(now: datetime) -> datetime:
    """The end of the last working day before today: the story of the city is told up to here."""
    return at_time(days.current().previous_working(now.astimezone(SHANGHAI).date() - timedelta(days=1)), EVENING)


def spread(start: datetime, end: datetime, weights: list[float], rng: Random) -> list[datetime]:
    """Moments in office hours from `start` to `end`, one for each weight, never going back."""
    shares = [weight * rng.uniform(0.6, 1.4) for weight in weights]
    total, gone, before, moments = sum(shares) or 1.0, 0.0, start - timedelta(days=1), []
    for share in shares:
        gone += share
        moment = start + (end - start) * (gone / total)
        moment = max(moment.replace(minute=rng.randrange(60), second=rng.randrange(60), microsecond=0), start)
        before = max(min(office_hour(moment), end), before + timedelta(minutes=3))
        moments.append(before)
    return moments


def clock_at(day: date, hour: int, minute: int = 0) -> datetime:
    return at_time(day, time(hour, minute))
