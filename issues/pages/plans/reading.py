"""What is shown beside a plan that is written or judged: differences, hints, copies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from issues.models import Issue, Measure, MeasureStatus, Plan
from issues.plans.copies import copies
from issues.plans.differences import Comparison, compare
from issues.plans.vague import VagueHint, hints
from rectify.accounts.models import User
from rectify.lib.numbers import whole

SHOWN = 6


@dataclass(frozen=True)
class PlanDifference:
    """What `found` between two versions, the earlier `before`; `others` can be compared, `against` is."""

    others: Sequence[int]
    against: int | None = None
    before: Plan | None = None
    after: Plan | None = None
    found: Comparison | None = None


@dataclass(frozen=True)
class CopyPlace:
    """Where the same words stand."""

    words: str
    unit: str
    url: str


@dataclass(frozen=True)
class CopiedMeasure:
    """A measure whose words stand elsewhere: by the name of where, some places and how many more."""

    order: int
    text: str
    count: int
    places: Sequence[tuple[str, Sequence[CopyPlace], int]]


def difference(issue: Issue, shown: Plan, asked: str = "") -> PlanDifference:
    """What changed between another version and `shown`: the one asked for, else the newest before it.

    The earlier of both always stands on the left, so that “新增” means what came later.
    """
    others = {plan.version: plan for plan in issue.plans.exclude(pk=shown.pk).order_by("version")}
    other = others.get(whole(asked))
    other = other or next((others[n] for n in sorted(others, reverse=True) if n < shown.version), None)
    if other is None:
        return PlanDifference(list(others))
    before, after = sorted((other, shown), key=lambda plan: plan.version)
    return PlanDifference(list(others), other.version, before, after, compare(before.body, after.body))


def copied(issue: Issue, user: User) -> list[CopiedMeasure]:
    """Measures of the issue whose words stand elsewhere in the round too: where, as far as the reader may know."""
    measures = {measure.pk: measure for measure in issue.measures.order_by("order")}
    by_measure = copies(issue, measures.values(), user)
    return [
        CopiedMeasure(
            measures[pk].order,
            measures[pk].text,
            one.count,
            [(name, [_place(m) for m in there[:SHOWN]], len(there) - SHOWN) for name, there in one.places],
        )
        for pk, one in sorted(by_measure.items(), key=lambda pair: measures[pair[0]].order)
    ]


def _place(measure: Measure) -> CopyPlace:
    issue = measure.issue
    words = f"{issue.number} 措施 {measure.order}"
    return CopyPlace(words, str(issue.lead_unit), f"{issue.get_absolute_url()}#measures")


def hinted(measures: Iterable[Measure]) -> list[tuple[int, list[VagueHint]]]:
    """The measures that leave something open, by their number."""
    live = [m for m in measures if m.status != MeasureStatus.CANCELLED]
    dated = [(m, bool(m.due or m.due_text)) for m in live]
    by_order = [(m.order, hints(m.text, criterion=m.criterion, person=m.person, dated=on)) for m, on in dated]
    return [(order, hints_of_row) for order, hints_of_row in by_order if hints_of_row]
