"""Acts on many issues that are no moves: 提醒, and what is set of drafts. Each issue is judged by itself and
done in a transaction of its own."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.actions.issues import edit
from issues.effects.telling import tell_people
from issues.models import Issue, Side
from rectify.accounts.directory import people_for
from rectify.accounts.models import User
from rectify.accounts.roles import UNIT_ROLES
from rectify.audit.models import Event
from rectify.audit.trail import record
from rectify.lib.dates import at_time
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.doors import RowOutcome, act_by_json, outcome
from rectify.workflow.inputs import ActInput
from rectify.workflow.move import LONGEST_NOTE, demand_all

MOST = 200


def remind_each(*, issues: Iterable[Issue], by: User, note: str = "") -> list[RowOutcome]:
    """Remind the unit of each issue, once a day however often it is asked."""
    return [outcome(issue, remind, issue=issue, note=note, by=by) for issue in issues]


def correct_each(
    form: type[ActInput],
    issues: Iterable[Issue],
    body: Mapping[str, Any],
    *,
    by: User,
    versions: Mapping[str, int],
) -> list[RowOutcome]:
    """Set on each draft what `body` says, read by the `form` of that draft: a change of `by`, as if made one by one.
    `versions` are those the person saw, by public id."""
    return [
        outcome(
            issue,
            act_by_json,
            edit,
            form(body, obj=issue, user=by),
            issue=issue,
            version=versions.get(issue.public_id),
        )
        for issue in issues
    ]


def remindable(issue: Issue) -> Verdict:
    """A reminder goes to the unit while the ball is with it."""
    if issue.is_open and issue.side == Side.UNIT:
        return YES
    return no(f"现在是“{issue.get_status_display()}”，不在单位手里，不用提醒")


@transaction.atomic
def remind(*, issue: Issue, by: User, note: str = "") -> None:
    """提醒: one line to the liaison and the principal of the lead unit, kept in the trail."""
    lock(issue)
    post = demand_all([policies.office(by, issue), remindable(issue)])
    day = timezone.localdate()
    if Event.objects.on(issue).filter(kind="issues.issue.remind", at__gte=at_time(day, time.min)).exists():
        raise Refused("今天已经提醒过这件，单位已收到，明天可以再提醒")
    note = within(note, LONGEST_NOTE, "说明")
    due = f"，期限 {issue.due:%m-%d}" if issue.due else ""
    tell_people(
        people_for(issue.lead_unit, *UNIT_ROLES),
        issue,
        key=f"remind:{issue.pk}:{day}",
        by=by,
        note=note,
        title=f"督查办提醒：{issue.number} {issue.get_status_display()}{due}",
        why="牵头单位的人员",
    )
    record("issues.issue.remind", issue, by=by, post=post, note=note, state=issue.get_status_display())
