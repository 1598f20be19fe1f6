"""长期坚持: an application to go on beyond the deadline, and its answer."""

from django.utils import timezone

from issues import policies
from issues.conditions import issue_is_under_way
from issues.effects.telling import tell_people
from issues.models import Issue, Lasting, Rhythm
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

# ---- what follows --------------------------------------------------------------------------------------------------


def decide_lasting(lasting: Lasting, act: Act):
    lasting.decided_at, lasting.decided_by, lasting.note = timezone.now(), act.by, act.note
    lasting.save(update_fields=["decided_at", "decided_by", "note"])


def keep_on(lasting: Lasting, act: Act):
    """The flag with its stage goal and the day it is looked at next; the state of the issue stays."""
    issue = lasting.issue
    act.tell(next_review=f"{lasting.next_review:%Y-%m-%d}")
    issue.long_term, issue.stage_goal, issue.next_review = True, lasting.stage_goal, lasting.next_review
    issue.version += 1
    issue.save(update_fields=["long_term", "stage_goal", "next_review", "version"])


def tell_applicant(lasting: Lasting, act: Act):
    """The unit hears the decision."""
    issue = lasting.issue
    people = people_for(issue.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    tell_people(
        people,
        issue,
        key=f"lasting:{lasting.pk}:{lasting.version}",
        by=act.by,
        note=act.note,
        title=f"{issue.number} 转长期坚持：{lasting.get_status_display()}",
        why="牵头单位的人员",
    )


def rhythm_of(issue: Issue) -> str:
    """How often the issue is looked at: as last agreed, each quarter where nothing was."""
    agreed = issue.lastings.filter(status=Lasting.Status.APPROVED).order_by("-number").values_list("rhythm", flat=True)
    return agreed.first() or Rhythm.QUARTERLY


# ---- the moves -------------------------------------------------------------------------------------------------------

L = Lasting.Status

APPROVE = Move(
    "approve",
    "同意转长期坚持",
    frozenset({L.WAITING}),
    L.APPROVED,
    may=policies.of_part(policies.office_head),
    reviews=True,
    needs=(issue_is_under_way,),
    then=(decide_lasting, keep_on, tell_applicant),
    says=Says(
        done="已同意",
        next="按期报阶段检视；期限照旧有效。",
        trail="同意转长期坚持（第 {order} 次申请），下次检视 {next_review}",
    ),
)

REFUSE = Move(
    "refuse",
    "不同意转长期坚持",
    frozenset({L.WAITING}),
    L.REFUSED,
    may=policies.of_part(policies.office_head),
    reviews=True,
    needs_note=True,
    way="back",
    then=(decide_lasting, tell_applicant),
    says=Says(
        done="没有同意", next="理由已发给责任单位，按原期限整改。", trail="不同意转长期坚持（第 {order} 次申请）"
    ),
)

WITHDRAW = Move(
    "withdraw",
    "撤回申请",
    frozenset({L.WAITING}),
    L.WITHDRAWN,
    may=policies.of_part(policies.unit_liaison),
    way="back",
    says=Says(done="已撤回", next="按原期限整改。", trail="撤回转长期坚持申请（第 {order} 次）"),
)

LAPSE = Move(
    "lapse",
    "随问题办结",
    frozenset({L.WAITING}),
    L.WITHDRAWN,
    may=policies.of_part(policies.office_head),
    by_hand=False,
    way="end",
    says=Says(done="随问题作罢", trail="转长期坚持申请（第 {order} 次）随问题作罢"),
)

ROWS = (APPROVE, REFUSE, WITHDRAW, LAPSE)
