"""The tables of moves: every way in which an issue, a measure, an extension or a weekly report changes its status.

The moves from 申请销号 to 重开 stand in `ledgers/states.py`, over the same issue, beside the closure they keep.
"""

from issues import conditions, policies
from issues.effects import extension as extensions
from issues.effects import lifecycle, telling
from issues.effects import plan as plans
from issues.effects import report as reports
from issues.models import OPEN, PENDING, Extension, MeasureStatus, Plan, Report, Status
from rectify.workflow.moves import Move, table

S = Status

ISSUE = table(
    "issues.issue",
    Move("dispatch", "下发", frozenset({S.DRAFT}), S.DISPATCHED,
         may=policies.office, needs=(conditions.dispatchable, conditions.by_another_than_the_author),
         sets=lifecycle.stamp_dispatch, then=(telling.tell_liaison("{issue} 已下发，请签收"),)),
    Move("sign", "签收", frozenset({S.DISPATCHED}), S.PLANNING,
         may=policies.unit_liaison),
    Move("contest", "提出异议", frozenset({S.DISPATCHED}), S.CONTESTED,
         may=policies.unit_liaison, needs_note=True, note_label="异议理由", way="back",
         then=(telling.tell_head("{issue} 有异议，请答复"),)),
    Move("uphold", "答复异议：维持", frozenset({S.CONTESTED}), S.DISPATCHED,
         may=policies.office_head, needs_note=True, note_label="答复",
         then=(telling.tell_liaison("{issue} 异议已答复，请签收"),)),
    Move("reassign", "答复异议：改派", frozenset({S.CONTESTED}), S.DISPATCHED,
         may=policies.office_head, needs_note=True, note_label="答复", accepts=(conditions.another_lead_unit,),
         sets=lifecycle.hand_to, then=(lifecycle.drop_own_share, telling.tell_liaison("{issue} 改由你单位牵头，请签收"))),
    Move("submit_plan", "报送方案", frozenset({S.PLANNING}), S.PLAN_REVIEW,
         may=policies.unit_principal, needs=(conditions.plan_is_complete, conditions.feedback_is_covered),
         then=(plans.freeze_plan, telling.tell_clerk("{issue} 方案已报，请审核"))),
    Move("pass_plan", "方案通过", frozenset({S.PLAN_REVIEW}), S.RECTIFYING,
         may=policies.office, needs=(conditions.not_the_plans_author,),
         then=(plans.decide_plan(Plan.Verdict.PASSED), telling.tell_unit("{issue} 方案已通过，进入整改"))),
    Move("return_plan", "方案退回", frozenset({S.PLAN_REVIEW}), S.PLANNING,
         may=policies.office, needs=(conditions.not_the_plans_author,), needs_note=True, way="back",
         sets=lifecycle.count_return,
         then=(plans.decide_plan(Plan.Verdict.RETURNED),
               telling.tell_unit("{issue} 方案退回：{note}"))),
    Move("revise_plan", "修改已批方案", frozenset({S.RECTIFYING}), S.PLAN_REVIEW,
         may=policies.unit_principal, needs=(conditions.no_waiting_extension,), needs_note=True, way="back",
         accepts=(conditions.measures_given,),
         then=(plans.revise_measures, telling.tell_clerk("{issue} 方案有修改，请重新审核"))),
    Move("terminate", "终止", frozenset(OPEN), S.TERMINATED,
         may=policies.office_head, needs_note=True, way="end", accepts=(conditions.ending_is_clear,),
         sets=lifecycle.end, then=(plans.void_waiting, telling.tell_unit("{issue} 已终止：{note}"),
                                    lifecycle.lapse_extensions)),
)  # fmt: skip

M = MeasureStatus

MEASURE = table(
    "issues.measure",
    Move("start", "开始", frozenset({M.TODO}), M.DOING,
         may=policies.of_part(policies.contributor), needs=(conditions.measure_is_workable,)),
    Move("finish", "报完成", frozenset({M.TODO, M.DOING}), M.DONE,
         may=policies.of_part(policies.contributor), needs=(conditions.measure_is_workable,)),
    Move("accept", "核准", frozenset({M.DONE}), M.ACCEPTED,
         may=policies.of_part(policies.office_clerk)),
    Move("send_back", "退回", frozenset({M.DONE}), M.DOING,
         may=policies.of_part(policies.office_clerk), needs_note=True, way="back"),
    Move("cancel", "取消", frozenset({M.TODO, M.DOING, M.DONE}), M.CANCELLED,
         may=policies.of_part(policies.office_head), needs_note=True, way="end"),
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
