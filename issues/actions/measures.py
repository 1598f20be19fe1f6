"""Writing a plan while it is drafted."""

from collections.abc import Sequence

from django.db import transaction

from issues import policies
from issues.effects.measures import MeasureData, write_measures
from issues.models import Issue, Status
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all, whose_turn_it_was


@transaction.atomic
def write_plan(
    *,
    issue: Issue,
    measures: Sequence[MeasureData],
    by: User,
    goal: str = "",
    no_prevention: str = "",
    root_cause: str = "",
    cause: str = "",
    key: str = "",
    version: int | None = None,
) -> None:
    """Replace the draft plan: goal and measures in the order given. May be incomplete: completeness is asked at 报送.

    Raises Conflict when somebody has changed the issue since `version` was shown: two people write one plan.
    """
    lock(issue)
    filled = {"measures": measures, "goal": goal, "no_prevention": no_prevention, "root_cause": root_cause}
    filled |= {"cause": cause} if cause else {}
    if not first_time(by=by, key=key, what=f"issues.measure.write:{issue.pk}", content=filled):
        return
    post = demand_all([policies.unit(by, issue)])
    if version is not None and version != issue.version:
        raise Conflict(f"{whose_turn_it_was(issue)}。您填的还在页面上；要用您的代替，请再存一次")
    if issue.status != Status.PLANNING:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能改方案；整改中要改，请用“修改已批方案”")
    issue.goal, issue.no_prevention, issue.root_cause = goal.strip(), no_prevention.strip(), root_cause.strip()
    issue.cause = cause
    issue.version += 1
    issue.save(update_fields=["goal", "no_prevention", "root_cause", "cause", "version"])
    write_measures(issue, measures, by=by)
    record("issues.measure.write", issue, by=by, post=post, count=len(measures))
