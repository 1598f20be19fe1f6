"""What is shown beside a plan that is written or judged: differences, hints, copies."""

from issues.models import Issue, Plan
from issues.plans.differences import Comparison, compare


def difference(issue: Issue, shown: Plan, asked: str = "") -> dict:
    """What changed between another version and `shown`: the one asked for, else the newest before it.

    The earlier of both always stands on the left, so that “新增” means what came later.
    """
    others = {plan.version: plan for plan in issue.plans.exclude(pk=shown.pk).order_by("version")}
    other = others.get(int(asked)) if asked.isdigit() and len(asked) < 6 else None
    other = other or next((others[n] for n in sorted(others, reverse=True) if n < shown.version), None)
    if other is None:
        return {"others": list(others)}
    before, after = sorted((other, shown), key=lambda plan: plan.version)
    found: Comparison = compare(before.body, after.body)
    return {"others": list(others), "against": other.version, "before": before, "after": after, "found": found}
