"""范围: how far an issue goes, changed after dispatch by the head alone, with a reason."""

from django.db import transaction

from issues import policies
from issues.models import Issue
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all


@transaction.atomic
def set_level(*, issue: Issue, level: str, reason: str, by: User) -> None:
    """Up or down (docs/rules.md: level). Its files follow upwards by themselves: none goes further than its issue."""
    lock(issue)
    post = demand_all([policies.office_head(by, issue)])
    before, after = Confidentiality(issue.confidentiality), Confidentiality(level)
    if after == before:
        raise Refused(f"本件已经是“{before.label}”，请改选范围")
    if not reason.strip():
        raise Refused("请写明调整范围的理由")
    if issue.restricted:
        raise Refused("本件限定了知悉范围，只能是工作秘密；要调宽，先解除限定")
    issue.confidentiality = after
    issue.version += 1
    issue.save(update_fields=["confidentiality", "version"])
    record("issues.issue.level", issue, by=by, post=post, note=reason.strip(), before=before.label, after=after.label)
