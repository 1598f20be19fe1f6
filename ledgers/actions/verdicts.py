from django.db import transaction
from django.utils import timezone

from issues.models import Evidence, Issue, Status
from ledgers import policies
from ledgers.conditions import live_closure, live_evidence
from ledgers.models import FileVerdict
from ledgers.models.closure import LONGEST_NOTE
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.move import Act, demand_all, not_entered


@transaction.atomic
def give(*, issue: Issue, evidence: Evidence, word: str, by: User, note: str = "") -> FileVerdict:
    """The first reviewer's word on one file; may be changed while the review lasts. A doubt needs a reason."""
    lock(issue)
    post = demand_all([policies.first_reviewer(by, issue), not_entered(issue, Act(by))])
    closure = live_closure(issue)
    if issue.status != Status.FIRST_REVIEW or closure is None:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不在初审")
    if not live_evidence(issue).filter(pk=evidence.pk).exists():
        raise Refused("这份佐证不在本次申请里，请刷新后再看")
    if word not in FileVerdict.Word.values:
        raise Refused("请选认可、请补充或不认可")
    if word != FileVerdict.Word.ACCEPTED and not note.strip():
        raise Refused(f"《{evidence.name}》没有认可，请写理由")
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused(f"理由写了 {len(note.strip())} 个字，最多 {LONGEST_NOTE} 个，请写短些")
    verdict, _ = FileVerdict.objects.update_or_create(
        closure=closure,
        evidence=evidence,
        defaults={"word": word, "note": note.strip(), "by": by, "at": timezone.now()},
    )
    record(
        "ledgers.verdict.give",
        verdict,
        by=by,
        post=post,
        note=note,
        name=evidence.name,
        word=verdict.get_word_display(),
    )
    return verdict
