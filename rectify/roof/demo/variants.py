"""Five rounds of a county office, each by another procedure that real places use (docs/rules.md: status-procedures), played
through.

What differs between them is rule data alone: rows of a procedure and, for the colours, rows of a time-limit profile.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from issues.actions import catalogue, procedures
from issues.gates import gate
from issues.models import Difficulty, Gate, Issue, JointReview, LightRule, Opinion, PlanMark, RuleProfile, Status
from issues.reviews import differ, live_review, opinions_of
from ledgers.actions import visits
from ledgers.conditions import live_closure, standing_closure
from ledgers.models import Visit
from rectify.accounts.models import User
from rectify.lib.dates import today
from rectify.roof.demo import inspections
from rectify.roof.demo.cast import Cast
from rectify.roof.demo.clock import Life, clock_at
from rectify.roof.demo.counties import VARIANTS, Variant
from rectify.roof.demo.findings import Finding, draw
from rectify.roof.demo.lives import Problem, Step

REVIEWERS = {"tbjw": "xjw", "tbzz": "xzz", "tbxx": "xxc", "tbxz": "xxz", "tbgz": "xgz"}
NEWS = 100  # days; what was advised before is done and not kept here
POSTS = {
    "clerk": "xclerk",
    "clerk2": "xclerk2",
    "clerk3": "xclerk3",
    "head": "xhead",
    "head2": "xhead2",
    "leader": "xleader",
}


def lives(city: Any) -> list[Life]:
    """All of the county's rounds: an opening for each and a life for each problem."""
    return [life for variant in VARIANTS for life in County(city, variant).lives()]


def county(cast: Cast) -> Cast:
    """The same units and people, with the county's in the posts that the stories call for."""
    people = cast.people | {post: cast.people[name] for post, name in POSTS.items()}
    return replace(cast, people=people, units=cast.units | {"office": cast.units["tbb"]})


@dataclass
class County:
    """One of its rounds, on the city's clock."""

    city: Any
    variant: Variant
    ready: dict[int, tuple] = field(default_factory=dict)
    round: Any = None

    @property
    def cast(self) -> Cast:
        return county(self.city.cast)

    def lives(self) -> Iterator[Life]:
        delivered = self.city.now.date() - timedelta(days=self.variant.ago)
        yield self.opening(delivered)
        for place, (code, fate, turns) in enumerate(self.variant.fates):
            yield self.problem(place, code, fate=fate, turns=frozenset(turns.split()), delivered=delivered)

    def finding(self, place: int, code: str, year: int) -> Finding:
        rng = Random(f"{self.variant.number}{place}")  # noqa: S311  a story, not a secret
        cards = ["C03", "C07", "C12", "C13", "C19"]
        unit = str(self.city.cast.units[code])
        return draw(cards[(self.variant.number + place) % len(cards)], place % 3, unit=unit, year=year, rng=rng)

    def opening(self, delivered: date) -> Life:
        yield clock_at(delivered, 8, 55)
        cast, variant = self.cast, self.variant
        plan = inspections.RoundPlan(
            variant.number, f"县委第{variant.number}轮巡察（{variant.name}）", "regular", delivered, 0, 0
        )
        codes = list(dict.fromkeys(code for code, _, _ in variant.fates))
        rows = [step | {"bodies": [cast.units[code] for code in step.get("bodies", ())]} for step in variant.steps]
        procedure = (
            procedures.revise(
                code=f"county-{variant.number}", name=variant.name, note=variant.note, steps=rows, by=cast.head
            )
            if rows
            else None
        )
        self.round = inspections.open_round(
            plan,
            office=cast.office,
            units=[cast.units[code] for code in codes],
            previous=None,
            by=cast.clerk,
            procedure=procedure,
            profile=self.profile(cast),
        )
        for code in codes:
            places = [place for place, row in enumerate(variant.fates) if row[0] == code]
            on_paper = [self.finding(place, code, delivered.year - 1) for place in places]
            advice = inspections.ADVICE if variant.ago < NEWS else ()
            feedback, items = inspections.deliver(
                self.round, cast.units[code], on_paper, on=delivered, by=cast.clerk, advice=advice
            )
            self.ready |= {place: (feedback, item) for place, item in zip(places, items, strict=True)}

    def profile(self, cast: Cast) -> RuleProfile:
        """The city's limits; for the colours a profile of the county's own."""
        if not self.variant.lights:
            return RuleProfile.objects.get(code="city")
        profile = catalogue.keep(
            row=RuleProfile(), code="county-lights", name="汀北县四色调度", level="county", by=cast.head
        )
        names = ("when", "number", "colour", "words", "tells", "paper")
        for order, row in enumerate(self.variant.lights, 1):
            values = dict(zip(names, row, strict=True))
            catalogue.keep(
                row=LightRule(), profile=profile, order=order, rule="景德镇四色作战图", by=cast.head, **values
            )
        return profile

    def problem(self, place: int, code: str, *, fate: str, turns: frozenset[str], delivered: date) -> Life:
        start = clock_at(delivered, 9, 30) + timedelta(minutes=20 * place)
        yield start
        feedback, item = self.ready[place]
        rng, cast = Random(f"{self.variant.number}-{place}"), self.cast  # noqa: S311
        late = "late" in turns
        end = (
            start + timedelta(days=min(self.variant.ago - 12, 60)) if fate != "archived" else start + timedelta(days=50)
        )
        problem = CountyProblem(
            cast=cast,
            rng=rng,
            round=self.round,
            unit=cast.units[code],
            finding=self.finding(place, code, delivered.year - 1),
            fate=fate,
            turns=turns,
            start=start,
            end=min(end, self.city.evening),
            feedback=feedback,
            item=item,
            due=delivered + timedelta(days=40 if late else 90),
            due_text="四十天内" if late else "三个月内",
            immediate=False,
            names=self.city.names,
        )
        yield from problem.life()


class CountyProblem(Problem):
    """A problem on its way through whatever its procedure puts before it."""

    def life(self) -> Life:
        yield from super().life()
        while self.fate not in ("objection_window",) and self.issue.status == Status.OBJECTION_WINDOW:
            yield clock_at(live_closure(self.issue).window_until + timedelta(days=1), 9, 10)
            self.move("window_ends", None)
            yield clock_at(today(), 15)
            if self.fate == "closed":
                self.decide()
        if self.fate in ("archived", "relapsed") or "partly" in self.turns:
            yield from self.looked_back()

    def move(self, name: str, by: User | None, *, on: object = None, note: str = "", **data: object) -> None:
        """With what the procedure asks to be filled in."""
        standard = gate(self.issue, Gate.STANDARD) if name == "apply" else None
        if standard:
            data["standards"] = standard.lines
        if name == "approve" and gate(self.issue, Gate.SITE_CHECK):
            data |= {"site_check": True, "site_note": "三方到现场验收，见记录", "site_by": self.examiner.name}
        super().move(name, by, on=on, note=note, **data)

    def steps(self) -> list[Step]:
        stages = (
            "dispatched",
            "planning",
            "plan_review",
            "rectifying",
            "awaiting_signature",
            "first_review",
            "awaiting_decision",
            "closed",
        )
        aim = {
            "archived": "closed",
            "relapsed": "closed",
            "joint_review": "awaiting_decision",
            "objection_window": "awaiting_decision",
        }.get(self.fate, self.fate)
        life: list[Step] = [(0, self.register)]
        for stage in stages[: stages.index(aim) + 1]:
            life += getattr(self, f"to_{stage}")()
        return life

    def register(self) -> None:
        super().register()
        level = next((word for word in Difficulty.values if word in self.turns), None)
        if level:
            Issue.objects.filter(pk=self.issue.pk).update(difficulty=level)
            self.issue.refresh_from_db()

    def to_plan_review(self) -> list[Step]:
        steps: list[Step] = [(2, lambda: self.move("submit_plan", self.principal))]
        if self.fate == "plan_review":
            return [*steps, (1, lambda: self.opine(only=2))]
        if "poor" in self.turns:
            steps += [
                (1, lambda: self.opine(poor=True)),
                (1, lambda: self.answer_plan("return_plan")),
                (2, self.plan),
                (1, lambda: self.move("submit_plan", self.principal)),
            ]
        return [*steps, (1, self.opine)]

    def to_rectifying(self) -> list[Step]:
        return [(1, lambda: self.answer_plan("pass_plan")), (1.5, lambda: self.work(0)), (3, lambda: self.work(1))]

    def to_awaiting_decision(self) -> list[Step]:
        steps: list[Step] = [
            (1.5, self.review),
            (0.3, lambda: self.move("pass_review", self.examiner, note="佐证与标准对应。")),
        ]
        if "asked" in self.turns:
            return [*steps, (0.5, lambda: self.opine(only=2))]
        steps += [(1, lambda: self.opine(split="differ" in self.turns))]
        if self.fate == "joint_review":
            return steps
        if "round_again" in self.turns:
            steps = [
                *steps[:-1],
                (1, lambda: self.opine(refuse=True)),
                (0.5, lambda: self.answer("return_joint")),
                (2, self.supplement),
                (1, self.apply),
                (1, self.endorse),
                (1, self.review),
                (0.3, lambda: self.move("pass_review", self.examiner)),
                (1, self.opine),
            ]
        return [*steps, (0.5, lambda: self.answer("pass_joint"))]

    def to_closed(self) -> list[Step]:
        return [(1, self.check_site), (1, self.decide)]

    # ---- acts -------------------------------------------------------------------------------------------------------

    def opine(self, *, only: int = 9, poor: bool = False, split: bool = False, refuse: bool = False) -> None:
        """The bodies that were asked speak, `only` so many of them."""
        review = live_review(self.issue)
        for place, opinion in enumerate(opinions_of(review)[:only] if review else ()):
            word = Opinion.Word.AGREE
            if poor and not place or split and place == 1 or refuse:
                word = Opinion.Word.RETURN
            marks = dict.fromkeys(("organisation", "responsibility", "measures"), PlanMark.GOOD)
            if poor and not place:
                marks["measures"] = PlanMark.POOR
            text = "同意。" if word == Opinion.Word.AGREE else "第 1 条没有数字和事例，标准不能核对，请补实。"
            self.move("give", self.reviewer_of(opinion), on=opinion, word=word, text=text, **marks)

    def reviewer_of(self, opinion: Opinion) -> User:
        return self.cast.people[REVIEWERS[self.cast.code_of(opinion.body_id)]]

    def answer_plan(self, name: str) -> None:
        reply = (
            "各家意见已合并，请按方案实施。"
            if name == "pass_plan"
            else "第 1 条措施评为“差”，请写清数量、时限和佐证后重报。"
        )
        self.move(name, self.reviewer, note=reply, reply=reply)

    def answer(self, name: str) -> None:
        """The merged reply, where there is a review."""
        review = live_review(self.issue, JointReview.Subject.CLOSURE)
        if review is None:
            return
        reply = "各家同意销号。" if name == "pass_joint" else "请补第 1 条的数字和事例后再报。"
        divided = differ(opinions_of(review))
        self.move(
            name, self.head if divided else self.examiner, note=reply, reply=reply, reason="多数同意" if divided else ""
        )

    def check_site(self) -> None:
        """三方验收, where the procedure asks for it: planned and recorded in one go."""
        if self.round.procedure_id and self.round.procedure.steps.filter(gate=Gate.SITE_CHECK).exists():
            self.visit(live_closure(self.issue), Visit.Kind.SITE_CHECK, Visit.Finding.HOLDS, self.examiner)

    def visit(self, closure: Any, kind: str, finding: str, who: User, **more: Any) -> None:
        visit = visits.plan(closure=closure, kind=kind, on=today(), visitors=[who], by=self.head)
        visits.record_visit(
            visit=visit,
            by=who,
            on=today(),
            finding=finding,
            place=str(self.unit),
            people="经办人和群众代表三人",
            seen="查看了现场和登记簿",
            asked="随机问了三人",
            note="与材料核对过。",
            **more,
        )

    def decide(self) -> None:
        if self.issue.status != Status.AWAITING_DECISION:
            return
        super().decide()

    def looked_back(self) -> Life:
        """Somebody who had no hand in the closing goes to look when the observation period is over."""
        yield clock_at(max(self.issue.look_back_on, today()), 10)
        who, closure = self.reviewer, standing_closure(self.issue)
        if "partly" in self.turns:
            again = {"look_back_on": today() + timedelta(days=60)}
            self.visit(closure, Visit.Kind.LOOK_BACK, Visit.Finding.PARTLY, who, **again)
        elif self.fate == "archived":
            self.visit(closure, Visit.Kind.LOOK_BACK, Visit.Finding.HOLDS, who)
            self.move("hold_up", who)
        else:
            self.visit(closure, Visit.Kind.LOOK_BACK, Visit.Finding.FAILS, who, fault=Visit.Fault.RELAPSED)
            self.move("relapse", who, note="抽查发现同类情况又有两起，按反弹处理。", due=self.anew())
