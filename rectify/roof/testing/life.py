"""Two cities side by side, as life is: every person serves two rounds, every book has a row, nobody may hear of the other city.

Built on a Monday and looked at on the Friday of that week, on whatever day the tests run. A new model is met here first:
`rectify/roof/tests/test_neighbours.py` fails until each city has a row of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta
from decimal import Decimal

import time_machine
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from issues.actions import (
    feedback,
    handing,
    knowing,
    lasting,
    links,
    measures,
    milestones,
    outcomes,
    parts,
    phases,
    recurrence,
    regulations,
    rounds,
    splitting,
    views,
    weeks,
)
from issues.models import (
    ISSUES,
    Density,
    Gate,
    Issue,
    LastRound,
    Milestone,
    OfficeClass,
    OutcomeKind,
    PhaseKind,
    Restriction,
    Status,
)
from issues.weeks import summary
from ledgers import books
from ledgers.actions import draws, meetings, objections, snapshots
from ledgers.kinds import KINDS
from rectify.accounts import throttles
from rectify.accounts.actions import api_keys, slips, standins, unit_requests, units
from rectify.accounts.factors import new_codes, new_seed
from rectify.accounts.models import ApiKey, ApiKeyUse, Factor, OpenSession, PastPassword, Unit, User
from rectify.accounts.roles import Role
from rectify.drafts import chosen, keeping
from rectify.lib import filestore
from rectify.lib.dates import at_time, today
from rectify.lib.levels import Confidentiality
from rectify.options import actions as options
from rectify.roof.testing.canary import Objects, sing, songs
from rectify.roof.testing.keys import Keys, keys_of
from rectify.roof.testing.world import World, build, person, track

MONDAY = date(2026, 3, 16)  # of an ordinary week: five working days, no holiday near
FRIDAY = MONDAY + timedelta(days=4)
ONE, OTHER, DRAFT = (
    "金丝雀",
    "画眉鸟",
    "夜莺鸟",
)  # of the first city: its lead unit, its other unit, what only the office knows
NEIGHBOUR = "百灵鸟"
HIDDEN = "杜鹃鸟"  # of the first city: what is restricted, which its head and who is named hear


@dataclass
class OfficeLife:
    """One office with all that it has: `keys` gives of each kind of object its key in an address."""

    world: World
    objects: Objects
    keys: Keys
    rows: dict[type[Model], set] = field(default_factory=dict)  # of every model the ids of what is this city's own


@dataclass
class Life:
    """The two cities, and `both`: who reviews for the first and is a clerk of the second."""

    here: OfficeLife
    away: OfficeLife
    both: User


@contextmanager
def on_friday() -> Iterator[None]:
    """The clock stands at the hour at which the cities are looked at, and goes on from there."""
    with time_machine.travel(at_time(FRIDAY, time(16)).astimezone(UTC), tick=True):
        yield


def build_life() -> Life:
    """Build both cities (some five seconds of one processor), for the fixture `life`."""
    with time_machine.travel(at_time(MONDAY, time(7)).astimezone(UTC), tick=True):
        before = _rows()
        here = _city(build(), ONE, OTHER, DRAFT, HIDDEN)
        here.rows, before = _new(before)
        away = _city(build(prefix="海州", tag="away_"), NEIGHBOUR, NEIGHBOUR, NEIGHBOUR, NEIGHBOUR)
        away.rows, _ = _new(before)
        both = person("both", (Role.REVIEWER, here.world.bodies[0]), (Role.OFFICE_CLERK, away.world.office))
    with on_friday():
        for city in (here, away):
            before = _rows()
            _friday(city)
            for model, new in _new(before)[0].items():
                city.rows[model] |= new
    return Life(here, away, both)


def _rows() -> dict[type[Model], set]:
    """The ids of every model of ours."""
    ours = (model for model in apps.get_models() if model.__module__.split(".")[0] in ("rectify", "issues", "ledgers"))
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in ours}


def _new(before: dict[type[Model], set]) -> tuple[dict[type[Model], set], dict[type[Model], set]]:
    """What came since `before`, and all that is there now."""
    now = _rows()
    return {model: ids - before[model] for model, ids in now.items()}, now


def _city(world: World, one: str, other: str, draft: str, hidden: str) -> OfficeLife:
    objects = sing(world, one)
    keys = keys_of(objects)
    rounds.set_units(round_=world.round, numbers={world.lead: None, world.other: None}, by=world.clerk)
    world.issue(at=Status.RECTIFYING, lead_unit=world.other, feedback=None, **songs(other))
    world.issue(lead_unit=world.lead, **songs(draft))
    world.issue(at=Status.RECTIFYING, due=MONDAY + timedelta(days=1), **songs(one))  # overdue by Friday
    keys |= (
        _closed(objects)
        | _asked(objects)
        | _planned(objects)
        | _second_round(objects, draft)
        | _offices(objects, draft)
    )
    for unit in (world.lead, world.other):
        _restricted(world, unit, hidden)
    for level in (Confidentiality.PUBLIC, Confidentiality.WORK_SECRET):  # what bears no other mark is 内部
        world.issue(at=Status.RECTIFYING, confidentiality=level, **songs(one))
    return OfficeLife(world, objects, keys)


def _restricted(world: World, unit: Unit, bird: str) -> None:
    """An issue of `unit` with files, a request for closure and all that was told of it; then nobody but the head reads it."""
    issue = world.issue(at=Status.FIRST_REVIEW, lead_unit=unit, feedback=None, **songs(bird))
    knowing.restrict(issue=issue, why=Restriction.PERSON, reason=f"{bird}涉及干部", by=world.head)


def _closed(objects: Objects) -> Keys:
    """After the closing: an objection, an item of a meeting, a look back, a draw that was made."""
    world, bird = objects.world, objects.bird
    world.work_by(world.procedure(Gate.OBJECTION))
    contested = world.issue(at=Status.OBJECTION_WINDOW, **songs(bird))
    world.work_by(None)
    objection = objections.enter(issue=contested, raised_by="来信人", text="还有两户没有办到", by=world.clerk)
    waiting = world.issue(at=Status.AWAITING_DECISION, **songs(bird))
    assert meetings.put(meeting=objects.meeting, issues=[waiting], by=world.head) == []
    world.look_back(world.issue(at=Status.CLOSED, **songs(bird)))
    draw = draws.freeze(
        office=world.office, title="抽查", scope=draws.DrawScope((world.round,)), source="彩票", size=1, by=world.head
    )
    draws.make(draw=draws.enter_seed(draw=draw, seed="03 07 11", by=world.head), by=world.clerk)
    return {"objection": objection.public_id, "meeting_item": objects.meeting.items.get().public_id}


def _asked(objects: Objects) -> Keys:
    """What a unit asks for and does beside its plan: more time, keeping on, handing down, parts, numbers, rules."""
    world, bird, issue = objects.world, objects.bird, objects.issue
    extensions_of = issue.extensions.get()
    world.move(extensions_of, "approve", "head")
    words = {"stage_goal": f"{bird}目标", "reason": f"{bird}要一直做", "rhythm": "monthly"}
    kept = world.issue(at=Status.RECTIFYING, **songs(bird))
    asked = lasting.apply(issue=kept, next_review=today() + timedelta(days=9), by=world.liaison, **words)
    world.move(asked, "approve", "head")
    kept.refresh_from_db()
    review = lasting.review(issue=kept, declared="met", text=f"{bird}坚持得好", by=world.liaison)
    handing.hand_down(issue=kept, unit=world.branch, reason=f"{bird}转办", by=world.principal)
    measure = kept.measures.first()
    kind = OutcomeKind.objects.get_or_create(code="criticised", defaults={"name": "批评教育", "unit": "人"})[0]
    outcomes.declare(issue=kept, rows=[{"measure": measure, "kind": kind, "value": Decimal(3)}], by=world.liaison)
    regulations.add(issue=kept, title=f"{bird}办法", kind="new", by=world.liaison, measure=measure)
    link = links.link(measure=measure, issue=issue, by=world.clerk)
    part = parts.draft_part(
        issue=world.issue(at=Status.DISPATCHED, **songs(bird)),
        title=f"{bird}一部分",
        original=f"{bird}original",
        lead_unit=world.lead,
        by=world.clerk,
    )
    recurrence.tell_apart(issue=kept, other=issue, by=world.clerk)
    return {"review": review.public_id, "part": part.public_id, "link": link.pk}


def _planned(objects: Objects) -> Keys:
    """A measure with steps, one of which will have slipped by Friday."""
    world, bird = objects.world, objects.bird
    issue = world.issue(at=Status.PLANNING, **songs(bird))
    steps = [{"text": f"{bird}节点", "due": MONDAY + timedelta(days=1)}]
    about = {"criterion": "核查表逐户签字", "person": "科长", "due": issue.due}
    rows = [
        {"text": f"{bird}措施", "kind": "reform", "steps": steps, **about},
        {"text": f"{bird}办法", "kind": "prevent", **about},
    ]
    measures.write_plan(issue=issue, measures=rows, by=world.liaison, goal=f"{bird}整改到位")
    world.bring(issue, Status.RECTIFYING)
    return {"milestone": issue.measures.first().milestones.get().public_id}


def _second_round(objects: Objects, draft: str) -> Keys:
    """A later round of the same office and the same two units, with its own feedback, taken apart but not finished."""
    world, bird = objects.world, objects.bird
    later = world.later_round()
    LastRound.objects.create(user=world.clerk, round=later)
    rounds.set_units(round_=later, numbers={world.lead: None, world.other: None}, by=world.clerk)
    paper = feedback.register(
        round_=later,
        unit=world.lead,
        track=track(),
        delivered_on=MONDAY,
        title=f"{draft}通知",
        text=f"{draft}的原文。",
        by=world.clerk,
    )
    splitting.begin(feedback=paper, by=world.clerk)
    own = {"feedback": None, "round_": later}
    world.issue(at=Status.RECTIFYING, **songs(bird), **own)
    world.issue(at=Status.DISPATCHED, **songs(bird), **own)
    world.issue(at=Status.DISPATCHED, lead_unit=world.other, feedback=None, round_=later)
    phases.begin_phase(round_=later, kind=PhaseKind.DEEPENING, on=today(), note=f"{bird}转段", by=world.head)
    return {"later": later.public_id, "later_feedback": paper.public_id, "change": later.phase_changes.get().public_id}


def _offices(objects: Objects, draft: str) -> Keys:
    """What hangs on an office or a person: a deputy of the head, a saved view, a request, an option of its own, names."""
    world = objects.world
    world.cast["deputy"] = person(f"{world.tag}deputy", (Role.OFFICE_CLERK, world.office))
    standin = standins.name_deputy(
        deputy=world.deputy, starts=today(), ends=today() + timedelta(days=20), reason=f"{draft}学习", by=world.head
    )
    kind = KINDS["problems"]
    asked = books.ask(kind, world.clerk, {"q": draft}, world.round)
    kept = {"place": kind.slug, "title": kind.title, "asked": asked.filter, "name": f"{draft}视图"}
    views.save_view(**kept, by=world.clerk, shared_with=world.office)
    views.set_look(place=ISSUES, title="问题台账", density=Density.AIRY, columns=["side"], by=world.clerk)
    unit_requests.ask(names=[f"{draft}{world.prefix}新局"], office=world.office, by=world.clerk)
    newcomer = person(f"{world.tag}newcomer", must_change_password=True)
    slips.print_slips(people=[newcomer], by=world.sysadmin)
    machine = ApiKey.objects.get(unit=world.lead)
    api_keys.grant(key=machine, by=world.secadmin)
    ApiKeyUse.objects.create(api_key=machine, minute=timezone.now(), route="api/v1/books/", calls=1)
    throttles.count(throttles.SEARCH, throttles.of_person(world.clerk))
    Factor.objects.create(user=world.clerk, seed=new_seed())
    new_codes(world.clerk)
    OpenSession.objects.create(user=world.clerk, key=f"{world.tag}session", address="10.0.0.1")
    PastPassword.objects.create(user=world.clerk, code="!")
    options.put(key="week.soon_days", raw="10", office=world.office, by=world.sysadmin)
    units.edit(unit=world.lead, aliases=[f"{world.prefix}住建"], by=world.sysadmin)
    units.edit(unit=world.branch, short_name=f"{world.prefix}房管", by=world.sysadmin)
    draft_of = keeping.Typed(
        form="here:/issues/new/", page="/issues/new/", title="录入", values={"title": f"{draft}草稿"}
    )
    keeping.keep(draft_of, owner=world.clerk)
    chosen.hold(
        filestore.keep([f"{draft}附件".encode()], folder=chosen.FOLDER),
        name=f"{draft}附件.txt",
        kind="txt",
        owner=world.clerk,
        form="/ledgers/import/",
        field="file",
    )
    OfficeClass.objects.create(office=world.office, name=f"{draft}叫法", category=world.category)
    return {"standin": standin.pk}


def _friday(city: OfficeLife) -> None:
    """The week is over: who has not reported is known, the summary drafted, a step reached too late."""
    week, world = city.objects.week, city.world
    weeks.tick(at=at_time(today(), time(15)), round_=world.round)
    week.refresh_from_db()
    weeks.write(week=week, words=f"{city.objects.bird}小结\n{summary.DRAFT}", by=world.clerk)
    late = Milestone.objects.get(public_id=city.keys["milestone"])
    milestones.reach(milestone=late, on=today(), by=world.liaison)
    snapshots.take(round_=world.round, on=MONDAY, occasion="week")
    assert Issue.objects.filter(round=world.round, due__lt=today()).exists()
