"""The tables of moves: every way in which an issue, a measure, an extension or a weekly report changes its status.

The moves from 申请销号 to 重开 stand in `ledgers/states.py`, over the same issue, beside the closure they keep.
"""

from issues import conditions, policies, reviews
from issues.effects import extension as extensions
from issues.effects import joint, lifecycle, telling
from issues.effects import lasting as lastings
from issues.effects import plan as plans
from issues.effects import report as reporting
from issues.effects.handing import note_reassignment
from issues.models import OPEN, PENDING, Extension, JointReview, Lasting, MeasureStatus, Opinion, Plan, Report, Status
from issues.moves import ending, leading, opinions, planning, reports
from issues.moves.returning import Returning
from rectify.workflow.moves import Move, Says, table

S = Status
PLAN = JointReview.Subject.PLAN
SIGNED, SUBMITTED = "issues.issue.sign", "issues.issue.submit_plan"  # what may be undone while nothing has followed

ISSUE = table(
    "issues.issue",
    Move("dispatch", "下发", frozenset({S.DRAFT}), S.DISPATCHED,
         may=policies.office,
         needs=(conditions.dispatchable, conditions.by_another_than_the_author, conditions.goes_with_its_whole),
         sets=lifecycle.stamp_dispatch, then=(telling.tell_liaison("{issue} 已下发，请签收"),),
         says=Says(done="已下发", next="等责任单位签收。", trail="下发")),
    Move("sign", "签收", frozenset({S.DISPATCHED}), S.PLANNING,
         may=policies.unit_liaison,
         says=Says(done="已签收", next="下一步：编写整改方案，由主要负责人报送。", trail="签收")),
    Move("unsign", "撤回签收", frozenset({S.PLANNING}), S.DISPATCHED,
         may=policies.unit_liaison, needs=(conditions.nothing_has_followed(SIGNED),), way="back",
         says=Says(done="签收已撤回", next="回到待签收。", trail="撤回签收")),
    Move("contest", "提出异议", frozenset({S.DISPATCHED}), S.CONTESTED,
         may=policies.unit_liaison, needs_note=True, note_label="异议理由", way="back",
         then=(telling.tell_head("{issue} 有异议，请答复"),),
         says=Says(done="已提出异议", next="等督查负责人答复。", trail="提出异议")),
    Move("uphold", "答复异议：维持", frozenset({S.CONTESTED}), S.DISPATCHED,
         may=policies.office_head, needs_note=True, note_label="答复",
         then=(telling.tell_liaison("{issue} 异议已答复，请签收"),),
         says=Says(done="异议已答复，维持原牵头单位", next="等责任单位签收。", trail="答复异议：维持原牵头单位")),
    Move("reassign", "答复异议：改派", frozenset({S.CONTESTED}), S.DISPATCHED,
         may=policies.office_head, needs_note=True, note_label="答复", accepts=(conditions.another_lead_unit,),
         first=(lifecycle.hold_round,), sets=lifecycle.hand_to,
         then=(note_reassignment, lifecycle.drop_own_share, telling.tell_liaison("{issue} 改由你单位牵头，请签收")),
         takes=leading.Reassign,
         says=Says(done="已改派", next="等新的牵头单位签收。", trail="答复异议：由{from_unit}改派{to_unit}")),
    Move("transfer", "改派", frozenset({S.DISPATCHED, S.PLANNING, S.RECTIFYING}), S.DISPATCHED,
         may=policies.office_head, needs=(conditions.no_waiting_extension,), needs_note=True, way="back",
         accepts=(conditions.another_lead_unit,), first=(lifecycle.hold_round,), sets=lifecycle.hand_to,
         then=(note_reassignment, lifecycle.drop_own_share, lifecycle.start_over, lifecycle.ask_no_more_reports,
               lifecycle.lapse_lastings,
               telling.tell_liaison("{issue} 改由你单位牵头，请签收")),
         takes=leading.Reassign,
         says=Says(done="已改派", next="等新的牵头单位签收、编方案。", trail="由{from_unit}改派{to_unit}",
                   will=("对账单：原单位记转出 1 件，新单位记转入 1 件；编号不变，期限不变",
                         "本件回到“待签收”，已批的方案作废并保留；措施和佐证留在本件上，由新单位接着改、接着用",
                         "原单位不再看到这件（另列为责任单位、配合单位的除外），问题页上留着“由谁改派给谁”和理由",
                         "原单位本周还没有报的周报不再要报，已定的“未报”保留；原单位的承诺不要新单位回答",
                         "等着的长期坚持申请随之作罢；等着的延期申请要先答复，否则不能改派"))),
    Move("submit_plan", "报送方案", frozenset({S.PLANNING}), S.PLAN_REVIEW,
         may=policies.unit_principal, needs=(conditions.plan_is_complete, conditions.feedback_is_covered),
         then=(plans.freeze_plan, joint.open_review(PLAN), telling.tell_clerk("{issue} 方案已报，请审核")),
         page="issues:plan",
         says=Says(done="方案已报送", next="等督查办审核。", trail="报送整改方案第 {plan} 版", button="编写方案并报送")),
    Move("unsubmit_plan", "撤回报送", frozenset({S.PLAN_REVIEW}), S.PLANNING,
         may=policies.unit_principal, needs=(conditions.nothing_has_followed(SUBMITTED),), way="back",
         then=(plans.void_waiting, joint.void_review),
         says=Says(done="方案已撤回", next="改好后再报送。", trail="撤回报送的方案")),
    Move("pass_plan", "方案通过", frozenset({S.PLAN_REVIEW}), S.RECTIFYING,
         may=policies.office, needs=(conditions.not_the_plans_author, reviews.opinions_allow_passing(PLAN)),
         accepts=(reviews.reply_is_written(PLAN),),
         then=(plans.decide_plan(Plan.Verdict.PASSED), joint.decide_review(PLAN, JointReview.Outcome.PASSED),
               telling.tell_unit("{issue} 方案已通过，进入整改")),
         takes=opinions.PlanReply,
         page="issues:plan",
         says=Says(done="方案已通过", next="进入整改，每周报进展。",
                   trail="整改方案第 {plan} 版通过", button="审核方案")),
    Move("return_plan", "方案退回", frozenset({S.PLAN_REVIEW}), S.PLANNING,
         may=policies.office, needs=(conditions.not_the_plans_author, reviews.plan_return_is_the_heads),
         accepts=(reviews.return_reason_is_written,), needs_note=True, way="back", sets=lifecycle.count_return,
         then=(plans.decide_plan(Plan.Verdict.RETURNED), joint.decide_review(PLAN, JointReview.Outcome.RETURNED),
               telling.tell_unit("{issue} 方案退回：{note}")),
         page="issues:plan",
         takes=opinions.PlanReply,
         says=Says(done="方案已退回", next="责任单位修改后再报。", trail="退回整改方案第 {plan} 版", button="审核方案")),
    Move("revise_plan", "修改已批方案", frozenset({S.RECTIFYING}), S.PLAN_REVIEW,
         may=policies.unit_principal, needs=(conditions.no_waiting_extension,), needs_note=True, way="back",
         accepts=(conditions.measures_given,),
         then=(plans.revise_measures, joint.open_review(PLAN), telling.tell_clerk("{issue} 方案有修改，请重新审核")),
         takes=planning.RevisePlan,
         page="issues:plan",
         says=Says(done="修改后的方案已报送", next="原来的批准作废并保留，等督查办重新审核。",
                   trail="修改已批方案，报第 {plan} 版",
                   will=("现在的批准作废并保留",
                         "修改后的方案成为新的一版，由督查办重新审核",
                         "审核期间不能申请销号"))),
    Move("terminate", "终止", frozenset(OPEN), S.TERMINATED,
         may=policies.office_head, needs_note=True, way="end", accepts=(conditions.ending_is_clear,),
         first=(lifecycle.hold_round,), sets=lifecycle.end,
         then=(lifecycle.hold_target, plans.void_waiting, joint.void_review, telling.tell_unit("{issue} 已终止：{note}"),
               lifecycle.lapse_extensions),
         irreversible=True,
         takes=ending.Terminate,
         says=Says(done="已终止", next="不再计入应整改，经过都保留。", trail="终止（{ending}）",
                   will=("本件不再整改，不进任何率，在台账上单列“终止”",
                         "对账单从今天起减 1 件，等待中的方案、延期、销号申请一并作废",
                         "责任单位收到通知；原文、方案、佐证和经过都保留，可以查看"))),
    Move("split_up", "拆分", frozenset({S.DISPATCHED, S.PLANNING, S.RECTIFYING}), S.TERMINATED,
         may=policies.office_head, needs=(conditions.parts_are_ready, conditions.no_waiting_extension), needs_note=True,
         way="end", first=(lifecycle.hold_round,), sets=lifecycle.end_as_split,
         then=(plans.void_waiting, lifecycle.dispatch_parts, lifecycle.lapse_lastings,
               telling.tell_unit("{issue} 已拆分办理：{note}")),
         page="issues:parts", irreversible=True,
         says=Says(done="已拆分", next="各件已下发，等责任单位签收；本件不再计入应整改，经过都保留。", trail="拆分办理",
                   will=("本件转为终止（拆分），对账单减 1 件；各件同时下发，对账单各加 1 件，记在各自牵头单位账上",
                         "反馈条目仍按一条计，问题页上“拆分自”“拆分为”两边都看得到",
                         "本件的方案、措施、佐证留在本件上可以查看，不带到各件；各件由牵头单位重新编方案"))),
)  # fmt: skip

M = MeasureStatus
workable = conditions.while_issue_is(S.RECTIFYING)

MEASURE = table(
    "issues.measure",
    Move("start", "开始", frozenset({M.TODO}), M.DOING,
         may=policies.of_part(policies.contributor), needs=(workable,),
         says=Says(done="已开始", next="做完后报完成。", trail="措施 {order} 开始")),
    Move("finish", "报完成", frozenset({M.TODO, M.DOING}), M.DONE,
         may=policies.of_part(policies.contributor), needs=(workable,),
         says=Says(done="已报完成", next="等督查办核准。", trail="措施 {order} 报完成")),
    Move("accept", "核准", frozenset({M.DONE}), M.ACCEPTED,
         may=policies.of_part(policies.office_clerk), needs=(conditions.while_issue_is(*OPEN),),
         says=Says(done="已核准", next="全部措施核准后可以申请销号。", trail="核准措施 {order}")),
    Move("send_back", "退回", frozenset({M.DONE, M.ACCEPTED}), M.DOING,
         may=policies.of_part(policies.office_clerk), needs=(workable,), needs_note=True, way="back",
         takes=Returning,
         says=Says(done="已退回", next="责任单位改好后再报完成。", trail="退回措施 {order}")),
    Move("reopen", "随问题重开", frozenset({M.ACCEPTED}), M.DOING,
         may=policies.of_part(policies.office), by_hand=False, needs_note=True, way="back",
         says=Says(done="已重新打开", next="须重新举证、报完成。", trail="措施 {order} 随问题重开，重新核准")),
    Move("cancel", "取消", frozenset({M.TODO, M.DOING, M.DONE}), M.CANCELLED,
         may=policies.of_part(policies.office_head), needs=(conditions.while_issue_is(S.PLANNING, S.RECTIFYING),),
         needs_note=True, way="end",
         says=Says(done="已取消", next="不再计入本件的措施，经过都保留。", trail="取消措施 {order}")),
)  # fmt: skip

N = Opinion.Status

OPINION = table(
    "issues.opinion",
    Move("give", "提出意见", frozenset({N.ASKED}), N.GIVEN,
         may=policies.asked_reviewer, needs=(reviews.review_is_live, reviews.had_no_hand_in_it),
         accepts=(reviews.opinion_is_whole, reviews.items_name_measures), sets=joint.opine, then=(joint.tell_when_all_in,),
         takes=opinions.Give,
         says=Says(done="{issue.number} 已提出意见", next="别的单位提齐以前可以收回；各家看不到彼此的意见。",
                   trail="{body}提出联审意见", reserved=True)),
    Move("take_back", "收回意见", frozenset({N.GIVEN}), N.ASKED,
         may=policies.asked_reviewer, needs=(reviews.review_is_live, reviews.is_the_giver, reviews.others_are_waited_for),
         sets=joint.unsay, way="back",
         takes=opinions.Unsaid,
         says=Says(done="{issue.number} 的意见已收回", next="还在下面，改好再提。",
                   trail="{body}收回联审意见", reserved=True)),
    Move("skip", "不再等意见", frozenset({N.ASKED}), N.SKIPPED,
         may=policies.of_part(policies.office_head), needs=(reviews.review_is_live, reviews.is_late), needs_note=True,
         sets=joint.name_body, then=(joint.tell_when_all_in,), way="end",
         takes=opinions.Skip,
         says=Says(done="{issue.number} 不再等{obj.body}的意见", next="已记入经过。",
                   trail="不再等{body}的联审意见", reserved=True)),
)  # fmt: skip

E = Extension.Status

EXTENSION = table(
    "issues.extension",
    Move("consent", "领导同意", frozenset({E.WAITING}), E.CONSENTED,
         may=policies.of_part(policies.leader), needs=(conditions.issue_is_open, conditions.second_or_later),
         then=(extensions.consent,),
         says=Says(done="领导已同意", next="等督查负责人决定。", trail="领导同意第 {order} 次延期")),
    Move("approve", "同意延期", PENDING, E.APPROVED,
         may=policies.of_part(policies.office_head),
         needs=(conditions.issue_is_open, conditions.leader_has_consented),
         then=(extensions.decide_extension, extensions.move_deadline, extensions.tell_applicant),
         says=Says(done="已同意", next="期限已改，单位收到通知。",
                   trail="同意第 {order} 次延期，期限由 {before_due} 改为 {after_due}")),
    Move("refuse", "不同意延期", PENDING, E.REFUSED,
         may=policies.of_part(policies.office_head_or_leader), needs_note=True, way="back",
         then=(extensions.decide_extension, extensions.tell_applicant),
         says=Says(done="没有同意", next="原期限不变，理由已发给责任单位。", trail="不同意第 {order} 次延期")),
    Move("withdraw", "撤回申请", PENDING, E.WITHDRAWN,
         may=policies.of_part(policies.unit_principal), way="back",
         says=Says(done="申请已撤回", next="原期限不变。", trail="撤回第 {order} 次延期申请")),
    Move("lapse", "随问题办结", PENDING, E.WITHDRAWN,
         may=policies.of_part(policies.office_head), by_hand=False, way="end",
         says=Says(done="随问题办结作罢", trail="第 {order} 次延期申请随问题办结作罢")),
)  # fmt: skip

L = Lasting.Status

LASTING = table(
    "issues.lasting",
    Move("approve", "同意转长期坚持", frozenset({L.WAITING}), L.APPROVED,
         may=policies.of_part(policies.office_head), needs=(conditions.issue_is_under_way,),
         then=(lastings.decide_lasting, lastings.keep_on, lastings.tell_applicant),
         says=Says(done="已同意", next="按期报阶段检视；期限照旧有效。",
                   trail="同意转长期坚持（第 {order} 次申请），下次检视 {next_review}")),
    Move("refuse", "不同意转长期坚持", frozenset({L.WAITING}), L.REFUSED,
         may=policies.of_part(policies.office_head), needs_note=True, way="back",
         then=(lastings.decide_lasting, lastings.tell_applicant),
         says=Says(done="没有同意", next="理由已发给责任单位，按原期限整改。",
                   trail="不同意转长期坚持（第 {order} 次申请）")),
    Move("withdraw", "撤回申请", frozenset({L.WAITING}), L.WITHDRAWN,
         may=policies.of_part(policies.unit_liaison), way="back",
         says=Says(done="已撤回", next="按原期限整改。", trail="撤回转长期坚持申请（第 {order} 次）")),
    Move("lapse", "随问题办结", frozenset({L.WAITING}), L.WITHDRAWN,
         may=policies.of_part(policies.office_head), by_hand=False, way="end",
         says=Says(done="随问题作罢", trail="转长期坚持申请（第 {order} 次）随问题作罢")),
)  # fmt: skip

R = Report.Status

REPORT = table(
    "issues.report",
    Move("send", "报送周报", frozenset({R.DUE, R.RETURNED}), R.SENT,
         may=policies.of_part(policies.unit), needs=(conditions.week_is_open,),
         accepts=(conditions.report_is_whole,), sets=reporting.written,
         takes=reports.Send,
         says=Says(done="已报送 {issue.number} 的周报", next="等督查办阅。", trail="报送第 {week} 周周报")),
    Move("read", "阅", frozenset({R.SENT}), R.READ,
         may=policies.of_part(policies.office), then=(reporting.mark_read,),
         takes=reports.Read,
         says=Says(done="{issue.number} 已阅", next="不用再办。", trail="阅第 {week} 周周报")),
    Move("send_back", "退回周报", frozenset({R.SENT}), R.RETURNED,
         may=policies.of_part(policies.office), needs_note=True, way="back",
         then=(reporting.mark_read, reporting.tell_reporter),
         takes=reports.Return,
         says=Says(done="{issue.number} 周报已退回", next="联络员会收到通知。", trail="退回第 {week} 周周报")),
)  # fmt: skip
