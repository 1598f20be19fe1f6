"""Building the demo city: thirteen months of an invented office, the last twelve weeks of them week by week.

Everything is done by the actions and moves of the application, by the people whose turn it is, on a clock that stands at
the moment of each act. Nothing writes a status or a ledger row behind them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from issues.models import Issue, Round
from rectify.accounts.models import User
from rectify.audit.models import Event
from rectify.audit.trail import record
from rectify.lib.dates import business_now
from rectify.roof.demo import inspections, lately, occasions, variants, weeks
from rectify.roof.demo.cast import Cast, assemble
from rectify.roof.demo.clock import Life, clock_at, last_evening, play
from rectify.roof.demo.fates import fates
from rectify.roof.demo.findings import codes, draw
from rectify.roof.demo.lives import Problem

MARK = "demo.build"
SEED = 20261
WEEKS = 12
FINISHED = 3  # the round that is over: what was advised then is done and not kept here


def is_demo() -> bool:
    """Whether this database was made by `build`."""
    return Event.objects.filter(kind=MARK).exists()


def is_empty() -> bool:
    return not User.objects.exists()


@transaction.atomic
def build(say: Callable[[str], None]) -> None:
    """The whole city or nothing. Needs the default data and no people."""
    now, rng = business_now(), Random(SEED)  # noqa: S311  a story, not a secret
    until, city = last_evening(now), City(now, rng, say)
    play([city.founding()], until=until, hear=lambda moment: None)
    say(f"　单位 {len(city.cast.units)} 家，人员 {len(city.cast.people)} 名")
    lives = [
        *city.rounds(),
        *variants.lives(city),
        *city.week_by_week(),
        *lately.lives(city, variants.county(city.cast)),
        *occasions.lives(city, variants.county(city.cast)),
    ]
    steps = play(lives, until=max(until, now - timedelta(minutes=1)) if settings.DEMO else until, hear=city.hear)
    say(f"　问题 {Issue.objects.count()} 件，办理 {steps} 步，操作记录 {Event.objects.count()} 条")


class City:
    """What the lives of the city share."""

    def __init__(self, now: datetime, rng: Random, say: Callable[[str], None]) -> None:
        self.now, self.rng, self.say = now, rng, say
        self.evening = last_evening(now)
        self.plans = inspections.plans(now.date())
        self.cast: Cast = Cast()
        self.names: dict[str, str] = {}
        self.month = ""
        self.previous = None

    def hear(self, moment: datetime) -> None:
        """Say each month of the story when it begins."""
        if (month := f"{moment:%Y 年 %m 月}") != self.month:
            self.month = month
            self.say(f"　{month}……")

    def founding(self) -> Life:
        """The administrators set up accounts, units and grants, two weeks before the first feedback."""
        day = self.plans[0].delivered - timedelta(days=14)
        yield clock_at(day, 9)
        self.cast = assemble(self.rng, since=day - timedelta(days=200))
        record("demo.build", self.cast.office, by=None, seed=SEED)

    def rounds(self) -> list[Life]:
        """The inspections' first days: each opens a round and hands out its problems, which then go their own ways."""
        self.problems: list[Problem] = []
        lives = []
        for plan in self.plans:
            lives += self.one_round(plan)
        return lives

    def one_round(self, plan: inspections.RoundPlan) -> list[Life]:
        """A life that delivers the feedback, and one for each problem, which waits for it."""
        number = plan.number
        units = self.cast.inspected(number - 2)
        counts = {code: self.rng.randint(plan.least, plan.most) for code in units}
        wanted = iter(fates(number, sum(counts.values()), self.rng))
        deck = self.deck()
        opening, lives = Opening(self, plan), []
        for code in units:
            for _ in range(counts[code]):
                lives.append(opening.add(code, next(deck), *next(wanted)))
        return [opening.life(), *lives]

    def deck(self):
        """Common problems and their findings, mixed, none twice before all were drawn."""
        while True:
            cards = [(code, number) for code in codes() for number in range(3)]
            self.rng.shuffle(cards)
            yield from cards

    def week_by_week(self) -> list[Life]:
        plan = weeks.calendar_of(self.now, WEEKS)
        units = [weeks.reporting(self.cast, code, plan, Random(f"{SEED}{code}")) for code in self.cast.manner]  # noqa: S311
        return [
            weeks.clockwork(plan),
            *units,
            weeks.reading(self.cast, plan, self.rng),
            weeks.reading(variants.county(self.cast), plan, self.rng),
            weeks.inboxes(self.cast, plan),
        ]


class Opening:
    """The first day of a round: the feedback is delivered, and the office knows what it has to enter."""

    round: Round  # from that day

    def __init__(self, city: City, plan: inspections.RoundPlan) -> None:
        self.city, self.plan = city, plan
        self.found: dict[str, list[tuple]] = {}
        self.ready: dict[tuple[str, int], tuple] = {}
        self.day = clock_at(plan.delivered, 8, 55)

    def add(self, code: str, card: tuple[str, int], fate: str, turns: frozenset[str]) -> Life:
        city = self.city
        year = self.plan.delivered.year - 1
        finding = draw(*card, unit=str(city.cast.units[code]), year=year, rng=city.rng)
        place = len(self.found.setdefault(code, []))
        added = "added" in turns
        self.found[code].append((finding, added))
        start, end = self.span(fate, turns)
        due, words, immediate = inspections.due_of(self.plan, city.rng)
        seed = Random(f"{SEED}{self.plan.number}{code}{place}")  # noqa: S311

        def life() -> Life:
            yield start
            feedback, item = self.ready[code, place]
            problem = Problem(
                cast=city.cast,
                rng=seed,
                round=self.round,
                unit=city.cast.units[code],
                finding=finding,
                fate=fate,
                turns=turns,
                start=start,
                end=end,
                due=due,
                due_text=words,
                immediate=immediate,
                feedback=feedback,
                item=item,
                names=city.names,
            )
            yield from problem.life()

        return life()

    def span(self, fate: str, turns: frozenset[str]) -> tuple[datetime, datetime]:
        """From when to when a problem is worked on: what is over ended a while ago, what waits has not waited long."""
        rng, evening = self.city.rng, self.city.evening
        start = self.day + timedelta(hours=rng.uniform(1, 8))
        if "added" in turns:
            start = evening - timedelta(days=rng.uniform(9, 12))
        old = self.plan.number == 3
        if "stuck" in turns:
            return start, start + (evening - start) * 0.3
        if old and fate in ("closed", "terminated"):
            return start, start + timedelta(days=rng.uniform(60, 190))
        if old:
            return start, evening - timedelta(days=rng.uniform(2, 20))
        if fate in ("closed", "terminated"):
            return start, evening - timedelta(days=rng.uniform(2, 30))
        return start, evening - timedelta(days=rng.uniform(0, 7))

    def life(self) -> Life:
        yield self.day
        city = self.city
        units = [city.cast.units[code] for code in self.found]
        self.round = inspections.open_round(
            self.plan, office=city.cast.office, units=units, previous=city.previous, by=city.cast.clerk
        )
        city.previous = self.round
        for code, rows in self.found.items():
            on_paper = [finding for finding, added in rows if not added]
            feedback, items = inspections.deliver(
                self.round,
                city.cast.units[code],
                on_paper,
                on=self.plan.delivered,
                by=city.cast.clerk,
                advice=inspections.ADVICE if self.plan.number > FINISHED else (),
            )
            queue = iter(items)
            for place, (_, added) in enumerate(rows):
                self.ready[code, place] = (None, None) if added else (feedback, next(queue))
