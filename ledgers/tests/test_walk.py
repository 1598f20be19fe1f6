"""A walk of thousands of random steps by random people through the life of many issues: after each step the laws hold.

400 steps by day, 5,000 by night (`make night`); RECTIFY_SEED walks the walk of a failure again.
"""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from issues.actions.parts import draft_part
from issues.models import (
    BALL,
    COUNTED,
    OPEN,
    PENDING,
    STRUCK_OFF,
    Extension,
    ExtensionReason,
    Gate,
    Issue,
    JointReview,
    Status,
)
from issues.reviews import live_review
from issues.slices import condition
from ledgers.actions import objections, visits
from ledgers.conditions import live_closure
from ledgers.models import Closure, Visit
from ledgers.models.entry import MINUS, PLUS
from ledgers.reconcile import everything
from rectify.audit.models import Event
from rectify.audit.trail import verify
from rectify.lib.errors import Refused
from rectify.roof.testing.seed import NIGHT, SEED, often
from rectify.roof.testing.world import BODIES, ON
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.sampled]

STEPS = often(400, 5000)
MOST = 14  # issues under way at a time
S = Status
# Where a request for closure is under way, and where one cannot be.
ASKING = frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW, S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION})
PEOPLE = (
    "clerk",
    "checker",
    "visitor",
    "head",
    "second_head",
    "liaison",
    "principal",
    "other_liaison",
    "other_principal",
    "leader",
    *BODIES,
    "stranger",
)


class Walk:
    """The walker: picks an issue, a person and an act; what is refused is a step as well."""

    def __init__(self, world, seed: int) -> None:
        self.world, self.rng, self.done = world, Random(seed), Counter()
        gates = [
            (),
            (Gate.CLOSURE_REVIEW,),
            (Gate.PLAN_REVIEW, Gate.OBJECTION),
            (Gate.PLAN_REVIEW, Gate.CLOSURE_REVIEW, Gate.OBJECTION, Gate.LEADING_GROUP),
        ]
        self.procedures = [world.procedure(*each) if each else None for each in gates]
        self.reason = ExtensionReason.objects.get_or_create(
            code="walk", defaults={"name": "资金未到", "kind": "objective"}
        )[0]
        self.issues: list[Issue] = []

    def step(self) -> Issue:
        if len([i for i in self.issues if i.status not in (S.ARCHIVED, S.TERMINATED)]) < MOST:
            return self.enter()
        issue = self.rng.choice(self.issues[-3 * MOST :])
        issue.refresh_from_db()
        act = self.rng.choices((self.forward, self.any_move, self.beside), weights=(6, 3, 3))[0]
        try:
            act(issue)
        except Refused:
            self.done["refused"] += 1
        issue.refresh_from_db()
        return issue

    def enter(self) -> Issue:
        self.world.work_by(self.rng.choice(self.procedures))
        issue = self.world.issue(at=S.DRAFT, lead_unit=self.rng.choice([self.world.lead, self.world.other]))
        self.issues.append(issue)
        return issue

    def forward(self, issue: Issue) -> None:
        """The way on, with everything prepared."""
        if issue.status not in ON:
            return
        name, who = ON[S(issue.status)]
        with self.world.ripe(issue):
            self.world.prepare(issue, name)
            self.make(name, issue, self.world.actor(issue, who))

    def any_move(self, issue: Issue) -> None:
        """Any move of the table by anybody; mostly one that the state has, by somebody who may."""
        moves, people = list(moves_of(issue).values()), [getattr(self.world, who) for who in PEOPLE]
        if self.rng.random() < 0.8:
            moves = [move for move in moves if issue.status in move.sources] or moves
        move = self.rng.choice(moves)
        if self.rng.random() < 0.8:
            people = [person for person in people if move.may(person, issue)] or people
        self.make(move.name, issue, self.rng.choice(people))

    def make(self, name: str, issue: Issue, by) -> None:
        data = self.world.filled(issue, name) | {
            "unit": self.rng.choice([self.world.lead, self.world.other]),
            "ending": self.rng.choice(["not_applicable", "merged"]),
            "merged_into": self.rng.choice(self.issues) if name == "terminate" else None,
            "source": "信访",
            "minutes": "纪要1号",
            "measures": [],
        }
        make(moves_of(issue)[name], issue, by=by, data=data, note="写明了理由")
        self.done[name] += 1

    def beside(self, issue: Issue) -> None:
        """What hangs on an issue: measures, files, extensions, opinions, objections, visits, parts."""
        self.rng.choice((self.measure, self.file, self.extension, self.opinion, self.objection, self.visit, self.part))(
            issue
        )

    def measure(self, issue: Issue) -> None:
        measures = list(issue.measures.all())
        if measures:
            measure, who = self.rng.choice(measures), self.rng.choice(("liaison", "checker", "head"))
            name = self.rng.choice(list(moves_of(measure)))
            make(moves_of(measure)[name], measure, by=self.world.actor(issue, who), note="写明了理由")
            self.done[f"measure.{name}"] += 1

    def file(self, issue: Issue) -> None:
        measure = issue.measures.first()
        self.world.attach(issue, measure, name=f"{self.rng.random()}.pdf")
        self.done["file"] += 1

    def extension(self, issue: Issue) -> None:
        waiting = issue.extensions.filter(status__in=PENDING).first()
        if waiting is None:
            from issues.actions import extensions

            extensions.apply(
                issue=issue,
                reason=self.reason,
                text="资金下月到位",
                by=self.world.actor(issue, "principal"),
                to_due=issue.due + timedelta(days=10),
            )
            self.done["extension.apply"] += 1
            return
        name, who = self.rng.choice(list(moves_of(waiting))), self.rng.choice(("head", "leader", "principal"))
        make(moves_of(waiting)[name], waiting, by=self.world.actor(issue, who), note="写明了理由")
        self.done[f"extension.{name}"] += 1

    def opinion(self, issue: Issue) -> None:
        review = live_review(issue)
        if review:
            opinion = self.rng.choice(list(review.opinions.all()))
            name = self.rng.choice(("give", "give", "take_back", "skip"))
            who = self.rng.choice((list(BODIES)[opinion.order], "head"))
            data = dict.fromkeys(("organisation", "responsibility", "measures"), "fair")
            data |= {"word": self.rng.choice(("agree", "amend", "return")), "text": "标准要写实"}
            make(moves_of(opinion)[name], opinion, by=getattr(self.world, who), note="逾期", data=data)
            self.done[f"opinion.{name}"] += 1

    def objection(self, issue: Issue) -> None:
        if issue.status == S.OBJECTION_WINDOW:
            found = live_closure(issue).objections.filter(answer="open").first()
            if found is None:
                objections.enter(issue=issue, raised_by="来信人", text="还有没办到的", by=self.world.clerk)
            else:
                word = self.rng.choice(("sustained", "dismissed"))
                objections.answer(objection=found, answer=word, note="查过了", by=self.world.head)
            self.done["objection"] += 1

    def visit(self, issue: Issue) -> None:
        if issue.status == S.CLOSED and not issue.visits.filter(recorded_at=None).exists():
            self.world.look_back(issue, self.rng.choice((Visit.Finding.HOLDS, Visit.Finding.FAILS)))
            self.done["visit"] += 1
        elif ahead := issue.visits.filter(recorded_at=None).first():
            visits.call_off(visit=ahead, by=self.world.head)

    def part(self, issue: Issue) -> None:
        part = draft_part(
            issue=issue, title="其中一部分", original=issue.original, lead_unit=self.world.lead, by=self.world.clerk
        )
        self.issues.append(part)
        self.done["part"] += 1


def laws_of(issue: Issue) -> None:
    """What must hold of one issue at every moment."""
    status = S(issue.status)
    assert status in BALL
    live = issue.closures.filter(outcome=Closure.Outcome.LIVE).count()
    assert live == (1 if status in ASKING else 0), (status, live)
    assert issue.closures.filter(outcome=Closure.Outcome.APPROVED).count() == (1 if status in STRUCK_OFF else 0)
    review = issue.joint_reviews.live().first()
    assert issue.joint_reviews.live().count() <= 1
    if review:
        assert status == (S.PLAN_REVIEW if review.subject == JointReview.Subject.PLAN else S.JOINT_REVIEW)
    assert (status == S.JOINT_REVIEW) <= (review is not None)
    assert issue.plans.filter(verdict="waiting").count() == (1 if status == S.PLAN_REVIEW else 0)
    assert issue.extensions.filter(status__in=PENDING).count() <= (1 if status in OPEN else 0)
    kinds = list(issue.entries.order_by("sequence").values_list("kind", flat=True))
    balance = sum((kind in PLUS) - (kind in MINUS) for kind in kinds)
    assert balance == (1 if status in OPEN else 0), kinds
    assert (issue.procedure_id is None) or issue.dispatched_at
    changes = Event.objects.about(issue).filter(kind__startswith="issues.issue.", facts__has_key="after")
    steps = list(changes.order_by("number").values_list("facts__before", "facts__after"))
    assert all(one[1] == two[0] for one, two in zip(steps, steps[1:], strict=False))
    assert (steps[-1][1] if steps else S.DRAFT) == status


def way_out(world, issue: Issue) -> bool:
    """Whether somebody of the cast may do something here: an open issue is never stranded."""
    people = [getattr(world, who) for who in PEOPLE]
    return any(
        move.by_hand and issue.status in move.sources and move.may(person, issue)
        for move in moves_of(issue).values()
        if move.name != "terminate"
        for person in people
    )


def rates_are_within_bounds() -> None:
    on = timezone.localdate()
    counted = Issue.objects.filter(condition("counted", on)).count()
    strict = Issue.objects.filter(condition("grade:full", on)).count()
    lenient = Issue.objects.filter(condition("accepted", on)).count()
    assert 0 <= strict <= lenient <= counted == Issue.objects.filter(status__in=COUNTED).count()


def test_a_walk_of_random_steps_keeps_every_law(world):
    walk, seen = Walk(world, SEED), Counter()
    for number in range(STEPS):
        issue = walk.step()
        seen[issue.status] += 1
        laws_of(issue)
        if issue.status in OPEN and number % 10 == 0:
            assert way_out(world, issue), (SEED, number, issue.status)
        if number % 200 == 199:
            rates_are_within_bounds()
            assert everything().balanced, (SEED, number)
    for issue in Issue.objects.all():
        laws_of(issue)
    assert verify()[1] is None
    assert everything().balanced
    assert Extension.objects.exists()
    if NIGHT:
        assert set(seen) == set(S.values), set(S.values) - set(seen)
        assert not [name for name in moves_of("issues.issue") if not walk.done[name]], walk.done


def test_what_the_first_review_passes_is_accepted_measure_by_measure(world):
    """已核 is what progress counts: an issue cannot be struck off with 0 of its measures accepted."""
    issue = world.issue(at=S.AWAITING_DECISION)
    assert set(issue.measures.values_list("status", flat=True)) == {"accepted"}
    world.move(issue, "decline", "head", note="现场还有没办到的")
    measure = issue.measures.first()
    world.move(measure, "send_back", "checker", note="重新落实")
    assert measure.status == "doing"
