"""What must be true first. The same list is 「为什么不能提交」, the API's answer and the test's assertion.

Each takes (issue, act) and answers one verdict or several; `cure` names the part of the issue page that helps.
"""

from issues.models import PENDING, Issue, MeasureStatus, Status
from rectify.accounts.directory import holders
from rectify.accounts.roles import OFFICE_ROLES
from rectify.audit.models import Event
from rectify.audit.sentences import readings
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.move import Act


def another_of_the_office(issue: Issue, barred: set[int | None]) -> str:
    """Who of the office may do what the `barred` may not; where it has nobody else, how one is found."""
    names = [str(person) for person in holders(issue.round.office, *OFFICE_ROLES) if person.pk not in barred]
    if names:
        return f"须由另一人办理：{'、'.join(names)}"
    return "督查办没有另一人可以办理：请安全管理员增加一名经办人或者负责人"


def no_waiting_extension(issue: Issue, act: Act) -> Verdict:
    if issue.extensions.filter(status__in=PENDING).exists():
        return no("有一份延期申请还没有答复，请先等答复或撤回", "extensions")
    return yes("没有未结的延期申请")


# Acts that leave no mark on the issue beside reading: taking a copy, a file that was not taken.
UNMARKED = (".export", ".turn_away")


def nothing_has_followed(*kinds: str):
    """A condition: the last thing done on the issue is one of `kinds`, by the same person. So far it can be undone."""

    def need(issue: Issue, act: Act) -> Verdict:
        events = Event.objects.about(issue).select_related("by").order_by("-number")
        done = events.exclude(kind__in=readings())
        last = next((event for event in done[:20] if not event.kind.endswith(UNMARKED)), None)
        if last is None or last.kind not in kinds:
            return no("之后已有新的办理，不能撤回")
        if last.by_id != act.by.pk:
            return no(f"这一步是{last.by or '系统'}办的，不是您办的")
        return yes("之后还没有别的办理，可以撤回")

    return need


def live_measures(issue: Issue):
    """The measures that count: all but the cancelled ones."""
    return issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order")


# ---- what was filled in ---------------------------------------------------------------------------------------------


def issue_is_under_way(lasting, act: Act) -> Verdict:
    """长期坚持 is said of what a unit works on: signed for, not struck off, not ended."""
    issue = lasting.issue
    if issue.is_open and issue.status not in (Status.DISPATCHED, Status.CONTESTED):
        return YES
    return no(f"本件现在是“{issue.get_status_display()}”，不能转长期坚持")
