"""The moves of an issue from 申请销号 to 重开: rows of the same table as `issues/states.py`, beside the closure they keep."""

from issues import reviews
from issues.conditions import no_waiting_extension, nothing_has_followed
from issues.effects import joint, telling
from issues.effects.lifecycle import lapse_extensions
from issues.gates import asks
from issues.models import Gate, JointReview, Status
from ledgers import conditions, policies
from ledgers.effects import closing, recalled, reopening
from ledgers.models import Closure, Visit
from rectify.workflow.moves import Move, Turn, table

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)
F = Visit.Finding
JOINT = JointReview.Subject.CLOSURE
TO_REVIEWERS = Turn(S.JOINT_REVIEW, asks(Gate.CLOSURE_REVIEW), "规程要联审")
TO_WINDOW = Turn(S.OBJECTION_WINDOW, asks(Gate.OBJECTION), "规程有异议期")
# A request is under way: somebody reads, or waits to decide.
SUBMITTED = frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW, S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION})

CLOSURE = table(
    "issues.issue",
    Move("apply", "申请销号", frozenset({S.RECTIFYING}), S.AWAITING_SIGNATURE,
         may=policies.unit_liaison,
         needs=(conditions.measures_are_done, conditions.linked_measures_are_accepted, conditions.criteria_are_proven,
                conditions.evidence_dates_are_plausible, conditions.promises_are_answered, no_waiting_extension),
         accepts=(conditions.answers_are_given, conditions.standards_are_met), sets=closing.declare,
         then=(closing.open_closure, telling.tell_principal("{issue} 申请销号，请审签"))),
    Move("withdraw", "撤回申请", frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW}), S.RECTIFYING,
         may=policies.unit_liaison, needs=(conditions.review_has_not_begun,), way="back",
         sets=closing.undeclare, then=(closing.finish(O.WITHDRAWN),)),
    Move("change_evidence", "佐证变动，申请撤回", SUBMITTED, S.RECTIFYING,
         may=policies.contributor, by_hand=False, needs_note=True, way="back", sets=recalled.undeclare,
         then=(joint.void_review, closing.finish(O.WITHDRAWN), telling.tell_principal("{issue} 佐证有变动，销号申请已撤回"),
               telling.tell_clerk("{issue} 佐证有变动，销号申请已撤回"))),
    Move("endorse", "签字背书", frozenset({S.AWAITING_SIGNATURE}), S.FIRST_REVIEW,
         may=policies.unit_principal, needs=(conditions.not_the_applicant,), accepts=(conditions.pledge_is_given,),
         then=(closing.write_signature, telling.tell_clerk("{issue} 申请销号已签字，请初审"))),
    Move("decline_signature", "不予签字", frozenset({S.AWAITING_SIGNATURE}), S.RECTIFYING,
         may=policies.unit_principal, needs=(conditions.not_the_applicant,), needs_note=True, way="back",
         sets=closing.undeclare, then=(closing.finish(O.UNSIGNED), telling.tell_liaison("{issue} 未予签字：{note}"))),
    Move("pass_review", "初审通过", frozenset({S.FIRST_REVIEW}), S.AWAITING_DECISION,
         may=policies.office_clerk, needs=(conditions.every_file_is_accepted,), turns=(TO_REVIEWERS, TO_WINDOW),
         then=(closing.write_review, closing.accept_measures, joint.open_review(JOINT), closing.open_window, closing.tell_next)),
    Move("unpass_review", "收回初审", frozenset({S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION}), S.FIRST_REVIEW,
         may=policies.office_clerk, needs=(nothing_has_followed("issues.issue.pass_review"),), way="back",
         then=(closing.take_review_back, joint.void_review)),
    Move("return_review", "初审退回", frozenset({S.FIRST_REVIEW}), S.RECTIFYING,
         may=policies.office_clerk, needs_note=True, note_label="退回哪条标准、为什么", way="back",
         sets=closing.undeclare_and_count,
         then=(closing.finish(O.RETURNED), telling.tell_unit("{issue} 初审退回：{note}"))),
    Move("pass_joint", "联审通过", frozenset({S.JOINT_REVIEW}), S.AWAITING_DECISION,
         may=policies.office, needs=(reviews.opinions_allow_passing(JOINT),), accepts=(reviews.reply_is_written(JOINT),),
         turns=(TO_WINDOW,),
         then=(joint.decide_review(JOINT, JointReview.Outcome.PASSED), closing.open_window, closing.tell_next)),
    Move("return_joint", "联审退回", frozenset({S.JOINT_REVIEW}), S.RECTIFYING,
         may=policies.office, needs=(reviews.opinions_allow_returning,), accepts=(reviews.reply_is_written(JOINT),),
         way="back", sets=closing.undeclare_and_count,
         then=(joint.decide_review(JOINT, JointReview.Outcome.RETURNED), closing.finish(O.JOINT_RETURNED),
               telling.tell_unit("{issue} 联审退回，请看合并答复"))),
    Move("window_ends", "公示期满", frozenset({S.OBJECTION_WINDOW}), S.AWAITING_DECISION,
         may=policies.clock_or_office, by_clock=True, needs=(conditions.window_is_over,),
         then=(closing.tell_next,)),
    Move("sustain", "异议成立", frozenset({S.OBJECTION_WINDOW}), S.RECTIFYING,
         may=policies.office_head, needs=(conditions.an_objection_stands,), needs_note=True, way="back",
         sets=closing.undeclare_and_count,
         then=(closing.finish(O.OBJECTED), telling.tell_unit("{issue} 异议成立，退回整改：{note}"))),
    Move("approve", "审定销号", frozenset({S.AWAITING_DECISION}), S.CLOSED,
         may=policies.office_head, needs=(conditions.not_the_first_reviewer,),
         accepts=(conditions.decision_is_whole,), sets=closing.close,
         then=(closing.write_decision, telling.tell_unit("{issue} 已销号"), lapse_extensions)),
    Move("decline", "不予销号", frozenset({S.AWAITING_DECISION}), S.RECTIFYING,
         may=policies.office_head, needs=(conditions.not_the_first_reviewer,), needs_note=True, way="back",
         sets=closing.undeclare_and_count,
         then=(closing.finish(O.DECLINED), telling.tell_unit("{issue} 不予销号：{note}"))),
    Move("hold_up", "回头看合格", frozenset({S.CLOSED}), S.ARCHIVED,
         may=policies.office_clerk, needs=(conditions.looked_back(F.HOLDS), conditions.not_a_closer,
                                           conditions.observation_is_over),
         then=(telling.tell_unit("{issue} 回头看合格，已归档"),)),
    Move("relapse", "反弹", frozenset({S.CLOSED}), S.RECTIFYING,
         may=policies.office_clerk, needs=(conditions.looked_back(F.FAILS), conditions.not_a_closer), needs_note=True,
         way="back", sets=reopening.relapse,
         then=(reopening.ask_anew, telling.tell_unit("{issue} 回头看发现反弹，重开整改：{note}"))),
    Move("reopen", "重开", frozenset({S.CLOSED}), S.RECTIFYING,
         may=policies.office_head, needs=(conditions.not_the_approver,), needs_note=True, way="back",
         accepts=(conditions.source_is_named,), sets=reopening.reopen,
         then=(reopening.ask_anew, telling.tell_unit("{issue} 重开整改：{note}"))),
)  # fmt: skip
