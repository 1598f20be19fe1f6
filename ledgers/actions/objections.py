"""异议 while a request stands in its window: entering one, and the head's answer. 成立 is followed by the move 异议成立."""

from django.db import transaction
from django.utils import timezone

from issues.models import Issue, Status
from ledgers import policies
from ledgers.conditions import live_closure
from ledgers.models import Objection
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all


@transaction.atomic
def enter(*, issue: Issue, raised_by: str, text: str, by: User, key: str = "") -> Objection | None:
    """Enter what somebody objects. None when the same form was sent before. The trail does not name who objected."""
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    filled = {"raised_by": raised_by, "text": text}
    if not first_time(by=by, key=key, what=f"ledgers.objection.enter:{issue.pk}", content=filled):
        return None
    closure = live_closure(issue)
    if issue.status != Status.OBJECTION_WINDOW or closure is None:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不在异议期")
    if not raised_by.strip() or not text.strip():
        raise Refused("请写谁提的、什么异议")
    objection = Objection.objects.create(closure=closure, raised_by=raised_by.strip(), text=text.strip(), entered_by=by)
    record("ledgers.objection.enter", objection, by=by, post=post)
    return objection


@transaction.atomic
def answer(*, objection: Objection, answer: str, note: str, by: User, key: str = "") -> Objection:
    """The head's word: 成立 or 不成立, with a reason."""
    lock(objection)
    post = demand_all([policies.office_head(by, objection.closure.issue)])
    filled = {"answer": answer, "note": note}
    if not first_time(by=by, key=key, what=f"ledgers.objection.answer:{objection.pk}", content=filled):
        return objection
    if objection.answer != Objection.Answer.OPEN:
        raise Conflict(f"已由{objection.answered_by}答复：{objection.get_answer_display()}")
    if answer not in (Objection.Answer.SUSTAINED, Objection.Answer.DISMISSED):
        raise Refused("请选成立或不成立")
    if not note.strip():
        raise Refused("请写答复的理由")
    objection.answer, objection.answer_note = answer, note.strip()
    objection.answered_at, objection.answered_by = timezone.now(), by
    objection.save()
    record("ledgers.objection.answer", objection, by=by, post=post, answer=objection.get_answer_display())
    return objection
