from datetime import date

from django.db import transaction

from issues import policies
from issues.models import OPEN, PENDING, Extension, ExtensionReason, Issue, Status
from rectify.accounts.directory import people_for
from rectify.accounts.models import User
from rectify.accounts.roles import Role
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.notices.notify import notify
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all


@transaction.atomic
def apply(
    *, issue: Issue, reason: ExtensionReason, text: str, to_due: date, by: User, to_due_text: str = "", key: str = ""
) -> Extension | None:
    """Ask for a later deadline (docs/rules.md: extension-one). One request at a time; None when the form came before."""
    lock(issue)
    filled = {"reason": reason, "text": text, "to_due": to_due}
    if not first_time(by=by, key=key, what=f"issues.extension.apply:{issue.pk}", content=filled):
        return None
    post = demand_all([policies.unit_principal(by, issue)])
    from_due = _moved_from(issue, text, to_due)
    number = issue.extensions.filter(status=Extension.Status.APPROVED).count() + 1
    extension = Extension.objects.create(
        issue=issue,
        number=number,
        reason=reason,
        text=text.strip(),
        from_due=from_due,
        to_due=to_due,
        to_due_text=to_due_text,
        applied_by=by,
    )
    _tell_who_decides(extension)
    record(
        "issues.extension.apply",
        extension,
        by=by,
        post=post,
        note=text,
        order=number,
        to_due=str(to_due),
        reason=reason.name,
    )
    return extension


def _tell_who_decides(extension: Extension) -> None:
    """The head; from the second request on the leader of the unit as well."""
    issue, again = extension.issue, extension.number > 1
    people = people_for(issue.round.office, Role.OFFICE_HEAD)
    if again:
        people += people_for(issue.lead_unit, Role.LEADER)
    notify(
        people,
        key=f"extension:{extension.pk}",
        kind="extension",
        title=f"{issue.number} 申请第 {extension.number} 次延期，至 {extension.to_due:%m-%d}",
        text=f"{issue.round.name}　{issue.told_title}",
        why="督查负责人或分管领导" if again else "本轮督查负责人",
        url=issue.get_absolute_url(),
    )


def _moved_from(issue: Issue, text: str, to_due: date) -> date:
    """The deadline that is to be moved. Raises Refused with every reason why it cannot be."""
    reasons = []
    if issue.status not in OPEN or issue.status in (Status.DISPATCHED, Status.CONTESTED):
        reasons.append(f"本件现在是“{issue.get_status_display()}”，不能申请延期")
    if issue.due is None:
        reasons.append("本件还没有期限，不用延期")
    elif to_due <= issue.due:
        reasons.append(f"申请的期限须晚于现在的期限 {issue.due:%Y-%m-%d}")
    if not text.strip():
        reasons.append("请写明为什么需要延期、延期后怎么做")
    if issue.extensions.filter(status__in=PENDING).exists():
        reasons.append("已有一份延期申请在等答复，不能同时再提")
    if reasons or issue.due is None:
        raise Refused(*reasons)
    return issue.due
