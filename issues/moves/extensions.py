"""延期: an application for more time and its answer."""

from django.utils import timezone

from issues import policies
from issues.effects.telling import tell_people
from issues.models import PENDING, Extension
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

# ---- what must be true first ---------------------------------------------------------------------------------------


def issue_is_open(extension, act: Act) -> Verdict:
    return YES if extension.issue.is_open else no("本件已经办结，不需要延期")


def leader_has_consented(extension, act: Act) -> Verdict:
    """第 2 次起: a leader in charge consents before the office head decides (docs/rules.md: extension-second)."""
    if extension.number < 2 or extension.consented_at:
        return YES
    return no("第 2 次起的延期须先由分管领导同意")


def second_or_later(extension, act: Act) -> Verdict:
    return YES if extension.number >= 2 else no("第 1 次延期由督查负责人直接决定，不需要领导同意")


# ---- what follows --------------------------------------------------------------------------------------------------


def consent(extension, act: Act):
    extension.consented_at, extension.consented_by = timezone.now(), act.by
    extension.save(update_fields=["consented_at", "consented_by"])


def decide_extension(extension, act: Act):
    if act.by is not None:
        extension.decided_at, extension.decided_by, extension.note = timezone.now(), act.by, act.note
        extension.save(update_fields=["decided_at", "decided_by", "note"])


def move_deadline(extension, act: Act):
    """The new deadline is a new version of it; reminders of the old one no longer hold."""
    issue = extension.issue
    act.tell(before_due=str(issue.due), after_due=str(extension.to_due))
    issue.due, issue.due_version = extension.to_due, issue.due_version + 1
    issue.save(update_fields=["due", "due_version"])


def tell_applicant(extension, act: Act):
    """The unit hears the decision."""
    issue = extension.issue
    people = people_for(issue.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    word = extension.get_status_display()
    tell_people(
        people,
        issue,
        key=f"extension:{extension.pk}:{extension.version}",
        by=act.by,
        note=act.note,
        title=f"{issue.number} 第 {extension.number} 次延期申请：{word}",
        why="牵头单位的人员",
    )


# ---- the moves -------------------------------------------------------------------------------------------------------

E = Extension.Status

CONSENT = Move(
    "consent",
    "领导同意",
    frozenset({E.WAITING}),
    E.CONSENTED,
    may=policies.of_part(policies.leader),
    reviews=True,
    needs=(issue_is_open, second_or_later),
    then=(consent,),
    says=Says(done="领导已同意", next="等督查负责人决定。", trail="领导同意第 {order} 次延期"),
)

APPROVE = Move(
    "approve",
    "同意延期",
    PENDING,
    E.APPROVED,
    may=policies.of_part(policies.office_head),
    reviews=True,
    needs=(issue_is_open, leader_has_consented),
    then=(decide_extension, move_deadline, tell_applicant),
    says=Says(
        done="已同意",
        next="期限已改，单位收到通知。",
        trail="同意第 {order} 次延期，期限由 {before_due} 改为 {after_due}",
    ),
)

REFUSE = Move(
    "refuse",
    "不同意延期",
    PENDING,
    E.REFUSED,
    may=policies.of_part(policies.office_head_or_leader),
    reviews=True,
    needs_note=True,
    way="back",
    then=(decide_extension, tell_applicant),
    says=Says(done="没有同意", next="原期限不变，理由已发给责任单位。", trail="不同意第 {order} 次延期"),
)

WITHDRAW = Move(
    "withdraw",
    "撤回申请",
    PENDING,
    E.WITHDRAWN,
    may=policies.of_part(policies.unit_principal),
    way="back",
    says=Says(done="申请已撤回", next="原期限不变。", trail="撤回第 {order} 次延期申请"),
)

LAPSE = Move(
    "lapse",
    "随问题办结",
    PENDING,
    E.WITHDRAWN,
    may=policies.of_part(policies.office_head),
    by_hand=False,
    way="end",
    says=Says(done="随问题办结作罢", trail="第 {order} 次延期申请随问题办结作罢"),
)

ROWS = (CONSENT, APPROVE, REFUSE, WITHDRAW, LAPSE)
