"""The moves of an issue from 申请销号 to 重开: rows of the same table as `issues/states.py`, beside the closure they keep."""

from issues.conditions import no_waiting_extension
from issues.effects import telling
from issues.effects.lifecycle import lapse_extensions
from issues.models import Status
from ledgers import conditions, policies
from ledgers.effects import closing
from ledgers.models import Closure
from rectify.workflow.moves import Move, table

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)

CLOSURE = table(
    "issues.issue",
    Move("apply", "申请销号", frozenset({S.RECTIFYING}), S.AWAITING_SIGNATURE,
         may=policies.unit_liaison,
         needs=(conditions.measures_are_done, conditions.criteria_are_proven, conditions.evidence_dates_are_plausible,
                conditions.promises_are_answered, no_waiting_extension),
         accepts=(conditions.answers_are_given,), sets=closing.declare,
         then=(closing.open_closure, telling.tell_principal("{issue} 申请销号，请审签"))),
    Move("withdraw", "撤回申请", frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW}), S.RECTIFYING,
         may=policies.unit_liaison, needs=(conditions.review_has_not_begun,), way="back",
         sets=closing.undeclare, then=(closing.finish(O.WITHDRAWN),)),
    Move("endorse", "签字背书", frozenset({S.AWAITING_SIGNATURE}), S.FIRST_REVIEW,
         may=policies.unit_principal, needs=(conditions.not_the_applicant,), accepts=(conditions.pledge_is_given,),
         then=(closing.write_signature, telling.tell_clerk("{issue} 申请销号已签字，请初审"))),
    Move("decline_signature", "不予签字", frozenset({S.AWAITING_SIGNATURE}), S.RECTIFYING,
         may=policies.unit_principal, needs=(conditions.not_the_applicant,), needs_note=True, way="back",
         sets=closing.undeclare, then=(closing.finish(O.UNSIGNED), telling.tell_liaison("{issue} 未予签字：{note}"))),
    Move("pass_review", "初审通过", frozenset({S.FIRST_REVIEW}), S.AWAITING_DECISION,
         may=policies.office_clerk, needs=(conditions.every_file_is_accepted,),
         then=(closing.write_review, telling.tell_head("{issue} 初审通过，请审定"))),
    Move("return_review", "初审退回", frozenset({S.FIRST_REVIEW}), S.RECTIFYING,
         may=policies.office_clerk, needs_note=True, note_label="退回哪条标准、为什么", way="back",
         sets=closing.undeclare_and_count,
         then=(closing.finish(O.RETURNED), telling.tell_unit("{issue} 初审退回：{note}"))),
    Move("approve", "审定销号", frozenset({S.AWAITING_DECISION}), S.CLOSED,
         may=policies.office_head, needs=(conditions.not_the_first_reviewer,),
         accepts=(conditions.decision_is_whole,), sets=closing.close,
         then=(closing.write_decision, telling.tell_unit("{issue} 已销号"), lapse_extensions)),
    Move("decline", "不予销号", frozenset({S.AWAITING_DECISION}), S.RECTIFYING,
         may=policies.office_head, needs=(conditions.not_the_first_reviewer,), needs_note=True, way="back",
         sets=closing.undeclare_and_count,
         then=(closing.finish(O.DECLINED), telling.tell_unit("{issue} 不予销号：{note}"))),
    Move("reopen", "重开", frozenset({S.CLOSED}), S.RECTIFYING,
         may=policies.office_head, needs=(conditions.not_the_approver,), needs_note=True, way="back",
         accepts=(conditions.source_is_named,), sets=closing.reopen,
         then=(closing.mark_reopened, telling.tell_unit("{issue} 重开整改：{note}"))),
)  # fmt: skip
