"""初审, 联审 and the objection window: the office reads file by file, others are heard."""

from issues import reviews
from issues.conditions import nothing_has_followed
from issues.effects import joint, telling
from issues.gates import asks
from issues.models import Gate, JointReview, Status
from issues.moves.opinions import ClosureReply
from ledgers import conditions, policies
from ledgers.effects import closing
from ledgers.models import Closure, Verdict
from rectify.lib.fields import Words, area
from rectify.workflow.inputs import Input
from rectify.workflow.moves import Move, Says, Turn

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)
JOINT = JointReview.Subject.CLOSURE
TO_REVIEWERS = Turn(S.JOINT_REVIEW, asks(Gate.CLOSURE_REVIEW), "规程要联审")
TO_WINDOW = Turn(S.OBJECTION_WINDOW, asks(Gate.OBJECTION), "规程有异议期")


class Review(Input):
    """What is said with the review, beyond the verdicts file by file; a return says these as well. The field stands outside its
    <form id=review>."""

    note = Words(
        label="另外要说的", required=False, max_length=2000, widget=area(2, form="review"),
        help_text="逐份的理由会自动附上",
    )  # fmt: skip

    @property
    def reason(self) -> str:
        typed = super().reason
        return with_verdicts(conditions.live_closure(self.obj), typed) if self.move.needs_note else typed


def with_verdicts(closure: Closure | None, more: str) -> str:
    """The return in words: each doubt with its criterion and file, then what else was typed."""
    if closure is None:
        return more
    doubted = closure.verdicts.exclude(word=Verdict.Word.ACCEPTED).select_related("evidence__measure")
    lines = []
    for verdict in doubted.order_by("evidence__measure__order", "evidence_id"):
        measure = verdict.evidence.measure
        where = f"标准 {measure.order}" if measure else "整件材料"
        lines.append(f"{where}《{verdict.evidence.name}》{verdict.get_word_display()}：{verdict.note}")
    return "\n".join([*lines, more] if more else lines)


PASS_REVIEW = Move(
    "pass_review", "初审通过", frozenset({S.FIRST_REVIEW}), S.AWAITING_DECISION,
    may=policies.office_clerk, needs=(conditions.every_file_is_accepted,), turns=(TO_REVIEWERS, TO_WINDOW),
    then=(closing.write_review, closing.accept_measures, joint.open_review(JOINT), closing.open_window, closing.tell_next),
    page="ledgers:review", takes=Review,
    says=Says(done="初审通过", next="规程要联审、有异议期的先走完，再送督查负责人审定。",
              trail="初审通过", button="逐份初审"),
)  # fmt: skip

UNPASS_REVIEW = Move(
    "unpass_review", "收回初审", frozenset({S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION}), S.FIRST_REVIEW,
    may=policies.office_clerk, needs=(nothing_has_followed("issues.issue.pass_review"),), way="back",
    then=(closing.take_review_back, joint.void_review),
    says=Says(done="初审结论已收回", next="回到待初审，可以重新审。", trail="收回初审结论"),
)  # fmt: skip

RETURN_REVIEW = Move(
    "return_review", "初审退回", frozenset({S.FIRST_REVIEW}), S.RECTIFYING,
    may=policies.office_clerk, needs_note=True, note_label="退回哪条标准、为什么", way="back",
    sets=closing.undeclare_and_count,
    then=(closing.finish(O.RETURNED), telling.tell_unit("{issue} 初审退回：{note}")),
    page="ledgers:review", takes=Review,
    says=Says(done="已退回", next="理由已发给责任单位。", trail="初审退回", button="逐份初审"),
)  # fmt: skip

PASS_JOINT = Move(
    "pass_joint", "联审通过", frozenset({S.JOINT_REVIEW}), S.AWAITING_DECISION,
    may=policies.office, needs=(reviews.opinions_allow_passing(JOINT),), accepts=(reviews.reply_is_written(JOINT),),
    turns=(TO_WINDOW,),
    then=(joint.decide_review(JOINT, JointReview.Outcome.PASSED), closing.open_window, closing.tell_next),
    page="issues:joint", takes=ClosureReply,
    says=Says(done="联审通过", next="合并答复已发给责任单位。", trail="联审通过", button="看联审意见"),
)  # fmt: skip

RETURN_JOINT = Move(
    "return_joint", "联审退回", frozenset({S.JOINT_REVIEW}), S.RECTIFYING,
    may=policies.office, needs=(reviews.opinions_allow_returning,), accepts=(reviews.reply_is_written(JOINT),),
    way="back", sets=closing.undeclare_and_count,
    then=(joint.decide_review(JOINT, JointReview.Outcome.RETURNED), closing.finish(O.JOINT_RETURNED),
          telling.tell_unit("{issue} 联审退回，请看合并答复")),
    page="issues:joint", takes=ClosureReply,
    says=Says(done="联审已退回", next="合并答复已发给责任单位，改好后可以再申请。",
              trail="联审退回", button="看联审意见"),
)  # fmt: skip

WINDOW_ENDS = Move(
    "window_ends", "公示期满", frozenset({S.OBJECTION_WINDOW}), S.AWAITING_DECISION,
    may=policies.clock_or_office, by_clock=True, needs=(conditions.window_is_over,),
    then=(closing.tell_next,),
    page="ledgers:objections",
    says=Says(done="异议期满，转审定", next="等督查负责人或者会议审定。", trail="异议期满", button="异议和期限"),
)  # fmt: skip

SUSTAIN = Move(
    "sustain", "异议成立", frozenset({S.OBJECTION_WINDOW}), S.RECTIFYING,
    may=policies.office_head, needs=(conditions.an_objection_stands,), needs_note=True, way="back",
    sets=closing.undeclare_and_count,
    then=(closing.finish(O.OBJECTED), telling.tell_unit("{issue} 异议成立，退回整改：{note}")),
    page="ledgers:objections",
    says=Says(done="异议成立，已退回整改", next="理由已发给责任单位。",
              trail="异议成立，退回整改", button="异议和期限"),
)  # fmt: skip

ROWS = (PASS_REVIEW, UNPASS_REVIEW, RETURN_REVIEW, PASS_JOINT, RETURN_JOINT, WINDOW_ENDS, SUSTAIN)
