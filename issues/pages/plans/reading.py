"""What is shown beside a plan that is written or judged: differences, hints, copies."""

from collections.abc import Iterable

from issues.models import Issue, Measure, MeasureStatus, Plan
from issues.plans.copies import copies
from issues.plans.differences import Comparison, compare
from issues.plans.vague import Hint, hints
from rectify.lib.numbers import whole

SHOWN = 6


def difference(issue: Issue, shown: Plan, asked: str = "") -> dict:
    """What changed between another version and `shown`: the one asked for, else the newest before it.

    The earlier of both always stands on the left, so that “新增” means what came later.
    """
    others = {plan.version: plan for plan in issue.plans.exclude(pk=shown.pk).order_by("version")}
    other = others.get(whole(asked))
    other = other or next((others[n] for n in sorted(others, reverse=True) if n < shown.version), None)
    if other is None:
        return {"others": list(others)}
    before, after = sorted((other, shown), key=lambda plan: plan.version)
    found: Comparison = compare(before.body, after.body)
    return {"others": list(others), "against": other.version, "before": before, "after": after, "found": found}


def copied(issue: Issue, user) -> list[dict]:
    """Measures of the issue whose words stand elsewhere in the round too: where, as far as the reader may know."""
    measures = {m.pk: m for m in issue.measures.order_by("order")}
    found = copies(issue, measures.values(), user)
    return [
        {
            "order": measures[pk].order,
            "text": measures[pk].text,
            "count": one.count,
            "places": [(name, [_place(m) for m in there[:SHOWN]], len(there) - SHOWN) for name, there in one.places],
        }
        for pk, one in sorted(found.items(), key=lambda pair: measures[pair[0]].order)
    ]


def _place(measure: Measure) -> dict:
    issue = measure.issue
    words = f"{issue.number} 措施 {measure.order}"
    return {"words": words, "unit": str(issue.lead_unit), "url": f"{issue.get_absolute_url()}#measures"}


def hinted(measures: Iterable[Measure]) -> list[tuple[int, list[Hint]]]:
    """The measures that leave something open, by their number."""
    live = [m for m in measures if m.status != MeasureStatus.CANCELLED]
    dated = [(m, bool(m.due or m.due_text)) for m in live]
    said = [(m.order, hints(m.text, criterion=m.criterion, person=m.person, dated=on)) for m, on in dated]
    return [(order, found) for order, found in said if found]
