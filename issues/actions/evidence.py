"""Handing in files. The bytes are already on disk (`rectify.lib.filestore`); these actions make them evidence."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.models import Evidence, Issue, Measure, Shows, Status
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.filestore import Stored
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

TAKES_EVIDENCE = frozenset({Status.PLANNING, Status.PLAN_REVIEW, Status.RECTIFYING})


@transaction.atomic
def attach(
    *, issue: Issue, stored: Stored, name: str, kind: str, by: User, measure: Measure | None = None,
    shows: str = Shows.DONE, document_date: date | None = None, note: str = "", replaces: Evidence | None = None,
) -> Evidence:  # fmt: skip
    """Make a stored file evidence of `issue` (for one measure, or for the whole). `replaces` makes it the next version.

    Raises Refused when the state of the issue takes no files, or the version replaced is not the newest.
    """
    lock(issue)
    demand_all([policies.contributor(by, issue)])
    if issue.status not in TAKES_EVIDENCE:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能上传佐证；要补充，请先撤回或等退回")
    if measure is not None and measure.issue_id != issue.pk:
        raise Refused("这条措施不属于本件")
    if replaces is not None and (replaces.issue_id != issue.pk or hasattr(replaces, "replaced_by")):
        raise Refused("要替换的文件已经有更新的版本，请刷新后再传")
    evidence = Evidence.objects.create(
        issue=issue,
        measure=measure,
        name=name,
        note=note.strip(),
        shows=shows,
        document_date=document_date,
        size=stored.size,
        kind=kind,
        algorithm=stored.algorithm,
        digest=stored.digest,
        path=stored.path,
        replaces=replaces,
        uploaded_by=by,
    )
    act = "replace" if replaces else "attach"
    record(f"issues.evidence.{act}", evidence, by=by, name=name, size=stored.size, digest=stored.digest)
    return evidence


@transaction.atomic
def describe(
    *, evidence: Evidence, measure: Measure | None, shows: str, document_date: date | None, note: str, by: User
):
    """Correct what is said about a file that has not been handed in yet."""
    lock(evidence)
    demand_all([policies.contributor(by, evidence.issue)])
    if evidence.handed_in_at:
        raise Refused("这份佐证已随销号申请报出，不能再改；要更正请上传新版本")
    evidence.measure, evidence.shows, evidence.document_date, evidence.note = (
        measure,
        shows,
        document_date,
        note.strip(),
    )
    evidence.save(update_fields=["measure", "shows", "document_date", "note"])
    record("issues.evidence.describe", evidence, by=by, name=evidence.name)


@transaction.atomic
def withdraw(*, evidence: Evidence, by: User) -> None:
    """Take a file off the list before it was handed in. It stays on disk and in the trail."""
    lock(evidence)
    demand_all([policies.contributor(by, evidence.issue)])
    if evidence.handed_in_at:
        raise Refused("这份佐证已随销号申请报出，不能撤下；要更正请上传新版本")
    if evidence.withdrawn_at:
        return
    evidence.withdrawn_at, evidence.withdrawn_by = timezone.now(), by
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("issues.evidence.withdraw", evidence, by=by, name=evidence.name)
