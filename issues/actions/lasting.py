"""长期坚持: asking for it, and its stage reviews. What the unit says and what the office accepts are two columns."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.conditions import issue_is_under_way
from issues.effects.telling import tell_people
from issues.models import MONTHS, Evidence, Issue, Lasting, Rhythm, StageReview
from issues.moves.lasting import rhythm_of
from issues.slices import REVIEWED
from rectify.accounts.directory import people_for
from rectify.accounts.models import User
from rectify.accounts.roles import Role
from rectify.audit.trail import record
from rectify.lib.dates import plus_months, today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import Act, demand_all, not_entered

Word = StageReview.Word


@transaction.atomic
def apply(
    *, issue: Issue, stage_goal: str, next_review: date, rhythm: str, reason: str, by: User, key: str = ""
) -> Lasting | None:
    """Ask that the issue be kept on beyond its deadline's phase (docs/rules.md: lasting-flag). None when the form came
    before. An issue that is long-term already may ask for another goal or rhythm."""
    lock(issue)
    filled = {"stage_goal": stage_goal, "next_review": next_review, "rhythm": rhythm, "reason": reason}
    if not first_time(by=by, key=key, what=f"issues.lasting.apply:{issue.pk}", content=filled):
        return None
    number = issue.lastings.count() + 1
    lasting = Lasting(
        issue=issue,
        number=number,
        stage_goal=stage_goal.strip(),
        next_review=next_review,
        rhythm=rhythm,
        reason=reason.strip(),
        applied_by=by,
    )
    post = demand_all([policies.unit_liaison(by, issue), issue_is_under_way(lasting, Act(by))])
    _refuse_what_cannot_be(lasting)
    lasting.save()
    tell_people(
        people_for(issue.round.office, Role.OFFICE_HEAD),
        issue,
        key=f"lasting:{lasting.pk}",
        by=by,
        note=lasting.stage_goal,
        title=f"{issue.number} 申请转长期坚持",
        why="本轮督查负责人",
    )
    facts = {"order": number, "stage_goal": lasting.stage_goal, "rhythm": lasting.get_rhythm_display()}
    record("issues.lasting.apply", lasting, by=by, post=post, note=lasting.reason, **facts)
    return lasting


def _refuse_what_cannot_be(lasting: Lasting) -> None:
    waiting = lasting.issue.lastings.filter(status=Lasting.Status.WAITING)
    faults = [
        (not lasting.stage_goal, "请写阶段目标：到下次检视要做到什么"),
        (not lasting.reason, "请写为什么要长期坚持"),
        (lasting.rhythm not in Rhythm.values, "请选多久检视一次"),
        (lasting.next_review <= today(), "下次检视要在今天以后"),
        (waiting.exists(), "已有一份申请在等答复，不能同时再提"),
    ]
    if any(bad for bad, _ in faults):
        raise Refused(*(text for bad, text in faults if bad))


def next_day(issue: Issue, on: date) -> date:
    """The day of the next review by the agreed rhythm, counted from the planned day where that leads ahead of `on`."""
    months = MONTHS[Rhythm(rhythm_of(issue))]
    day = plus_months(issue.next_review or on, months)
    return day if day > on else plus_months(on, months)


@transaction.atomic
def review(
    *, issue: Issue, declared: str, text: str, by: User, evidence: Evidence | None = None, key: str = ""
) -> StageReview | None:
    """阶段检视 by the unit: what holds. The next one follows by the rhythm. None when the form came before."""
    lock(issue)
    post = demand_all([policies.unit(by, issue)])
    filled = {"declared": declared, "text": text, "evidence": evidence}
    if not first_time(by=by, key=key, what=f"issues.stagereview.write:{issue.pk}", content=filled):
        return None
    _refuse_review(issue, declared, text, evidence)
    ahead = next_day(issue, today())
    review_made = StageReview.objects.create(
        issue=issue,
        number=issue.stage_reviews.count() + 1,
        planned_on=issue.next_review,
        stage_goal=issue.stage_goal,
        declared=declared,
        text=text.strip(),
        evidence=evidence,
        next_review=ahead,
        by=by,
    )
    issue.next_review, issue.version = ahead, issue.version + 1
    issue.save(update_fields=["next_review", "version"])
    tell_people(
        people_for(issue.round.office, Role.OFFICE_CLERK),
        issue,
        key=f"stagereview:{review_made.pk}",
        by=by,
        note=review_made.get_declared_display(),
        title=f"{issue.number} {review_made}已报，请阅",
        why="本轮督查经办人",
    )
    facts = {
        "number": review_made.number,
        "declared": review_made.get_declared_display(),
        "next_review": f"{ahead:%Y-%m-%d}",
    }
    record("issues.stagereview.write", review_made, by=by, post=post, note=review_made.text, **facts)
    return review_made


def _refuse_review(issue: Issue, declared: str, text: str, evidence: Evidence | None) -> None:
    faults = [
        (not issue.long_term, "本件没有转长期坚持，不需要阶段检视"),
        (issue.status not in REVIEWED, f"本件现在是“{issue.get_status_display()}”，不能报阶段检视"),
        (declared not in Word.values, "请选阶段目标达到没有"),
        (not text.strip(), "请写坚持得怎么样、凭什么说"),
        (evidence is not None and evidence.issue_id != issue.pk, "佐证要选本件的"),
        (issue.stage_reviews.filter(read_at=None).exists(), "上一次阶段检视督查办还没有阅，不能再报"),
    ]
    if any(bad for bad, _ in faults):
        raise Refused(*(text for bad, text in faults if bad))


@transaction.atomic
def read(*, review: StageReview, accepted: str, by: User, note: str = "", key: str = "") -> StageReview:
    """阅: the office's own word on the stage goal, which the third rate counts; another word than the unit's needs a reason."""
    lock(review)
    issue = review.issue
    post = demand_all([policies.office_clerk(by, issue), not_entered(issue, Act(by))])
    if not first_time(by=by, key=key, what=f"issues.stagereview.read:{review.pk}"):
        return review
    if review.read_at:
        raise Conflict(f"已由{review.read_by}阅，认定“{review.get_accepted_display()}”")
    if accepted not in Word.values:
        raise Refused("请选认定：阶段目标达到没有")
    if accepted != review.declared and not note.strip():
        raise Refused("认定与单位申报不同，请写理由")
    review.accepted, review.note, review.read_at, review.read_by = accepted, note.strip(), timezone.now(), by
    review.save(update_fields=["accepted", "note", "read_at", "read_by"])
    tell_people(
        people_for(issue.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL),
        issue,
        by=by,
        note=review.note,
        key=f"stagereview.read:{review.pk}",
        title=f"{issue.number} {review}：{review.get_accepted_display()}",
        why="牵头单位的人员",
    )
    facts = {"number": review.number, "accepted": review.get_accepted_display()}
    record("issues.stagereview.read", review, by=by, post=post, note=review.note, **facts)
    return review
