"""The tables of moves: every way in which an issue, a measure, an extension or a weekly report changes its status.

The moves from 申请销号 to 重开 stand in `ledgers/states.py`, over the same issue, beside the closure they keep.
"""

from issues import conditions, policies, reviews
from issues.effects import extension as extensions
from issues.effects import joint, lifecycle, telling
from issues.effects import lasting as lastings
from issues.effects import plan as plans
from issues.effects import report as reports
from issues.effects.handing import note_reassignment, remembering
from issues.models import OPEN, PENDING, Extension, JointReview, Lasting, MeasureStatus, Opinion, Plan, Report, Status
from rectify.workflow.moves import Move, table

S = Status
PLAN = JointReview.Subject.PLAN
SIGNED, SUBMITTED = "issues.issue.sign", "issues.issue.submit_plan"  # what may be undone while nothing has followed

ISSUE = table(
    "issues.issue",
    Move("dispatch", "下发", frozenset({S.DRAFT}), S.DISPATCHED,
         may=policies.office,
         needs=(conditions.dispatchable, conditions.by_another_than_the_author, conditions.goes_with_its_whole),
         sets=lifecycle.stamp_dispatch, then=(telling.tell_liaison("{issue} 已下发，请签收"),)),
    Move("sign", "签收", frozenset({S.DISPATCHED}), S.PLANNING,
         may=policies.unit_liaison),
    Move("unsign", "撤回签收", frozenset({S.PLANNING}), S.DISPATCHED,
         may=policies.unit_liaison, needs=(conditions.nothing_has_followed(SIGNED),), way="back"),
    Move("contest", "提出异议", frozenset({S.DISPATCHED}), S.CONTESTED,
         may=policies.unit_liaison, needs_note=True, note_label="异议理由", way="back",
         then=(telling.tell_head("{issue} 有异议，请答复"),)),
    Move("uphold", "答复异议：维持", frozenset({S.CONTESTED}), S.DISPATCHED,
         may=policies.office_head, needs_note=True, note_label="答复",
         then=(telling.tell_liaison("{issue} 异议已答复，请签收"),)),
    Move("reassign", "答复异议：改派", frozenset({S.CONTESTED}), S.DISPATCHED,
         may=policies.office_head, needs_note=True, note_label="答复", accepts=(conditions.another_lead_unit,),
         first=(lifecycle.hold_round,), sets=remembering(lifecycle.hand_to),
         then=(note_reassignment, lifecycle.drop_own_share, telling.tell_liaison("{issue} 改由你单位牵头，请签收"))),
    Move("transfer", "改派", frozenset({S.DISPATCHED, S.PLANNING, S.RECTIFYING}), S.DISPATCHED,
         may=policies.office_head, needs=(conditions.no_waiting_extension,), needs_note=True, way="back",
         accepts=(conditions.another_lead_unit,), first=(lifecycle.hold_round,), sets=remembering(lifecycle.hand_to),
         then=(note_reassignment, lifecycle.drop_own_share, lifecycle.start_over, lifecycle.ask_no_more_reports,
               lifecycle.lapse_lastings,
               telling.tell_liaison("{issue} 改由你单位牵头，请签收"))),
    Move("submit_plan", "报送方案", frozenset({S.PLANNING}), S.PLAN_REVIEW,
         may=policies.unit_principal, needs=(conditions.plan_is_complete, conditions.feedback_is_covered),
         then=(plans.freeze_plan, joint.open_review(PLAN), telling.tell_clerk("{issue} 方案已报，请审核"))),
    Move("unsubmit_plan", "撤回报送", frozenset({S.PLAN_REVIEW}), S.PLANNING,
         may=policies.unit_principal, needs=(conditions.nothing_has_followed(SUBMITTED),), way="back",
         then=(plans.void_waiting, joint.void_review)),
    Move("pass_plan", "方案通过", frozenset({S.PLAN_REVIEW}), S.RECTIFYING,
         may=policies.office, needs=(conditions.not_the_plans_author, reviews.opinions_allow_passing(PLAN)),
         accepts=(reviews.reply_is_written(PLAN),),
         then=(plans.decide_plan(Plan.Verdict.PASSED), joint.decide_review(PLAN, JointReview.Outcome.PASSED),
               telling.tell_unit("{issue} 方案已通过，进入整改"))),
    Move("return_plan", "方案退回", frozenset({S.PLAN_REVIEW}), S.PLANNING,
         may=policies.office, needs=(conditions.not_the_plans_author, reviews.plan_return_is_the_heads),
         accepts=(reviews.return_reason_is_written,), needs_note=True, way="back", sets=lifecycle.count_return,
         then=(plans.decide_plan(Plan.Verdict.RETURNED), joint.decide_review(PLAN, JointReview.Outcome.RETURNED),
               telling.tell_unit("{issue} 方案退回：{note}"))),
    Move("revise_plan", "修改已批方案", frozenset({S.RECTIFYING}), S.PLAN_REVIEW,
         may=policies.unit_principal, needs=(conditions.no_waiting_extension,), needs_note=True, way="back",
         accepts=(conditions.measures_given,),
         then=(plans.revise_measures, joint.open_review(PLAN), telling.tell_clerk("{issue} 方案有修改，请重新审核"))),
    Move("terminate", "终止", frozenset(OPEN), S.TERMINATED,
         may=policies.office_head, needs_note=True, way="end", accepts=(conditions.ending_is_clear,),
         first=(lifecycle.hold_round,), sets=lifecycle.end,
         then=(lifecycle.hold_target, plans.void_waiting, joint.void_review, telling.tell_unit("{issue} 已终止：{note}"),
               lifecycle.lapse_extensions)),
    Move("split_up", "拆分", frozenset({S.DISPATCHED, S.PLANNING, S.RECTIFYING}), S.TERMINATED,
         may=policies.office_head, needs=(conditions.parts_are_ready, conditions.no_waiting_extension), needs_note=True,
         way="end", first=(lifecycle.hold_round,), sets=lifecycle.end_as_split,
         then=(plans.void_waiting, lifecycle.dispatch_parts, lifecycle.lapse_lastings,
               telling.tell_unit("{issue} 已拆分办理：{note}"))),
)  # fmt: skip

M = MeasureStatus
workable = conditions.while_issue_is(S.RECTIFYING)

MEASURE = table(
    "issues.measure",
    Move("start", "开始", frozenset({M.TODO}), M.DOING,
         may=policies.of_part(policies.contributor), needs=(workable,)),
    Move("finish", "报完成", frozenset({M.TODO, M.DOING}), M.DONE,
         may=policies.of_part(policies.contributor), needs=(workable,)),
    Move("accept", "核准", frozenset({M.DONE}), M.ACCEPTED,
         may=policies.of_part(policies.office_clerk), needs=(conditions.while_issue_is(*OPEN),)),
    Move("send_back", "退回", frozenset({M.DONE, M.ACCEPTED}), M.DOING,
         may=policies.of_part(policies.office_clerk), needs=(workable,), needs_note=True, way="back"),
    Move("reopen", "随问题重开", frozenset({M.ACCEPTED}), M.DOING,
         may=policies.of_part(policies.office), by_hand=False, needs_note=True, way="back"),
    Move("cancel", "取消", frozenset({M.TODO, M.DOING, M.DONE}), M.CANCELLED,
         may=policies.of_part(policies.office_head), needs=(conditions.while_issue_is(S.PLANNING, S.RECTIFYING),),
         needs_note=True, way="end"),
)  # fmt: skip

N = Opinion.Status

OPINION = table(
    "issues.opinion",
    Move("give", "提出意见", frozenset({N.ASKED}), N.GIVEN,
         may=policies.asked_reviewer, needs=(reviews.review_is_live, reviews.had_no_hand_in_it),
         accepts=(reviews.opinion_is_whole, reviews.items_name_measures), sets=joint.opine, then=(joint.tell_when_all_in,)),
    Move("take_back", "收回意见", frozenset({N.GIVEN}), N.ASKED,
         may=policies.asked_reviewer, needs=(reviews.review_is_live, reviews.is_the_giver, reviews.others_are_waited_for),
         sets=joint.unsay, way="back"),
    Move("skip", "不再等意见", frozenset({N.ASKED}), N.SKIPPED,
         may=policies.of_part(policies.office_head), needs=(reviews.review_is_live, reviews.is_late), needs_note=True,
         sets=joint.name_body, then=(joint.tell_when_all_in,), way="end"),
)  # fmt: skip

E = Extension.Status

EXTENSION = table(
    "issues.extension",
    Move("consent", "领导同意", frozenset({E.WAITING}), E.CONSENTED,
         may=policies.of_part(policies.leader), needs=(conditions.issue_is_open, conditions.second_or_later),
         then=(extensions.consent,)),
    Move("approve", "同意延期", PENDING, E.APPROVED,
         may=policies.of_part(policies.office_head),
         needs=(conditions.issue_is_open, conditions.leader_has_consented),
         then=(extensions.decide_extension, extensions.move_deadline, extensions.tell_applicant)),
    Move("refuse", "不同意延期", PENDING, E.REFUSED,
         may=policies.of_part(policies.office_head_or_leader), needs_note=True, way="back",
         then=(extensions.decide_extension, extensions.tell_applicant)),
    Move("withdraw", "撤回申请", PENDING, E.WITHDRAWN,
         may=policies.of_part(policies.unit_principal), way="back"),
    Move("lapse", "随问题办结", PENDING, E.WITHDRAWN,
         may=policies.of_part(policies.office_head), by_hand=False, way="end"),
)  # fmt: skip

L = Lasting.Status

LASTING = table(
    "issues.lasting",
    Move("approve", "同意转长期坚持", frozenset({L.WAITING}), L.APPROVED,
         may=policies.of_part(policies.office_head), needs=(conditions.issue_is_under_way,),
         then=(lastings.decide_lasting, lastings.keep_on, lastings.tell_applicant)),
    Move("refuse", "不同意转长期坚持", frozenset({L.WAITING}), L.REFUSED,
         may=policies.of_part(policies.office_head), needs_note=True, way="back",
         then=(lastings.decide_lasting, lastings.tell_applicant)),
    Move("withdraw", "撤回申请", frozenset({L.WAITING}), L.WITHDRAWN,
         may=policies.of_part(policies.unit_liaison), way="back"),
    Move("lapse", "随问题办结", frozenset({L.WAITING}), L.WITHDRAWN,
         may=policies.of_part(policies.office_head), by_hand=False, way="end"),
)  # fmt: skip

R = Report.Status

REPORT = table(
    "issues.report",
    Move("send", "报送周报", frozenset({R.DUE, R.RETURNED}), R.SENT,
         may=policies.of_part(policies.unit), needs=(conditions.week_is_open,),
         accepts=(conditions.report_is_whole,), sets=reports.written),
    Move("read", "阅", frozenset({R.SENT}), R.READ,
         may=policies.of_part(policies.office), then=(reports.mark_read,)),
    Move("send_back", "退回周报", frozenset({R.SENT}), R.RETURNED,
         may=policies.of_part(policies.office), needs_note=True, way="back",
         then=(reports.mark_read, reports.tell_reporter)),
)  # fmt: skip
