"""The three rounds of the demo city and the feedback that each inspected unit was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from issues.actions import feedback, recommendations, rounds
from issues.models import Feedback, FeedbackItem, PhaseKind, Round, RoundKind, RuleProfile, Term, Track
from issues.models.term import Level
from rectify.accounts.models import Unit, User
from rectify.lib.dates import chinese, plus_months
from rectify.lib.numbers import chinese as figure
from rectify.roof.demo.findings import Finding

ADVICE = (
    "把巡察整改作为重要政治任务，主要负责人负总责，班子成员按分工抓落实。",
    "坚持举一反三、标本兼治，把整改中形成的做法上升为制度。",
)


@dataclass(frozen=True)
class RoundPlan:
    """When a round was and how many problems it found at each unit."""

    number: int
    name: str
    kind: str
    delivered: date
    least: int
    most: int


def plans(today: date) -> list[RoundPlan]:
    """One finished long ago, one in its concentrated period for eleven weeks, one fresh."""
    return [
        RoundPlan(3, "九届市委第三轮巡察", "regular", plus_months(today, -13), 3, 4),
        RoundPlan(4, "九届市委第四轮巡察", "regular", today - timedelta(days=82), 3, 4),
        RoundPlan(5, "九届市委第五轮巡察", "special", today - timedelta(days=24), 3, 4),
    ]


def open_round(
    plan: RoundPlan, *, units: list[Unit], previous: Round | None, by: User, office: Unit, **more: Any
) -> Round:
    """A round with its units and its phases: three months of concentrated work, then deepening, then as usual."""
    term = Term.objects.get_or_create(name="九届市委", defaults={"level": Level.CITY, "starts": date(2021, 9, 28)})[0]
    concentrated, deepening = plus_months(plan.delivered, 3), plus_months(plan.delivered, 9)
    day = timedelta(days=1)
    round_ = rounds.open_round(
        term=term,
        number=plan.number,
        name=plan.name,
        level=Level.CITY,
        office=office,
        previous=previous,
        parent=None,
        kind=RoundKind.objects.get(code=plan.kind),
        **({"profile": RuleProfile.objects.get(code="city")} | more),
        onsite_starts=plan.delivered - timedelta(days=95),
        onsite_ends=plan.delivered - timedelta(days=38),
        report_due=concentrated,
        by=by,
        phases={
            PhaseKind.CONCENTRATED: {"starts": plan.delivered, "ends": concentrated},
            PhaseKind.DEEPENING: {"starts": concentrated + day, "ends": deepening},
            PhaseKind.NORMAL: {"starts": deepening + day, "ends": None},
        },
    )
    rounds.set_units(round_=round_, numbers=dict.fromkeys(units), by=by)
    return round_


def deliver(
    round_: Round, unit: Unit, findings: list[Finding], *, on: date, by: User, advice: Sequence[str] = ADVICE
) -> tuple[Feedback, list[FeedbackItem]]:
    """The feedback document as it was read out, and its items; the items that are problems, in the order of `findings`."""
    lines = [
        f"中共远江市委巡察组关于巡察{unit.name}的反馈意见",
        f"根据市委统一部署，{chinese(round_.onsite_starts)}至"
        f"{chinese(round_.onsite_ends)}，市委巡察组对{unit.name}开展了巡察。现将有关情况反馈如下。",
    ]
    items: list[dict] = []
    aspects = list(dict.fromkeys(finding.aspect for finding in findings))
    for place, aspect in enumerate(aspects, 1):
        heading = f"{aspect}存在的问题"
        lines.append(f"{figure(place)}、{heading}")
        items.append({"level_name": "方面", "locator": figure(place), "kind": "heading", "text": heading})
        for number, finding in enumerate([each for each in findings if each.aspect == aspect], 1):
            lines.append(f"{number}. {finding.title}。{finding.original}")
            locator = f"{figure(place)}、{number}"
            items.append({"level_name": "问题", "locator": locator, "kind": "issue", "text": finding.original})
    lines += ["意见建议"] if advice else []
    for number, words in enumerate(advice, 1):
        lines.append(f"（{figure(number)}）{words}")
        items.append({"level_name": "建议", "locator": f"建议{number}", "kind": "recommendation", "text": words})
    delivered = feedback.register(
        round_=round_,
        unit=unit,
        track=Track.objects.get(code="main"),
        delivered_on=on,
        title=f"关于巡察{unit}的反馈意见",
        text="\n".join(lines),
        by=by,
    )
    by_text, above = {}, None
    for item in items:
        row = feedback.add_item(feedback=delivered, by=by, parent=above if item["kind"] == "issue" else None, **item)
        above = row if row.kind == FeedbackItem.Kind.HEADING else above
        by_text[row.text] = row
    if advice:
        advise(delivered, by)
    return delivered, [by_text[finding.original] for finding in findings]


def advise(delivered: Feedback, by: User) -> None:
    """The recommendations go to the inspected unit, with three months."""
    assignment = {"lead_unit": delivered.unit.public_id, "due": plus_months(delivered.delivered_on, 3).isoformat()}
    assert all(one.done for one in recommendations.assign_all(feedback=delivered, by=by, **assignment))


def due_of(plan: RoundPlan, rng: Random) -> tuple[date, str, bool]:
    """A deadline, its words in the paper, and whether the matter was to be put right at once."""
    kind = rng.choices(["now", "two", "three", "six"], [2, 4, 6, 3])[0]
    if kind == "now":
        return plan.delivered + timedelta(days=rng.randint(24, 34)), "立行立改", True
    months = {"two": 2, "three": 3, "six": 6}[kind]
    due = plus_months(plan.delivered, months)
    return due, f"{due.year}年{due.month}月{due.day}日前", False
