"""初审, 联审 and the objection window: the office reads file by file, others are heard."""

from collections.abc import Iterator

from django.utils import timezone

from issues import reviews
from issues.conditions import live_measures, nothing_has_followed
from issues.effects import joint, telling
from issues.effects.telling import tell_clerk, tell_head
from issues.gates import asks, gate
from issues.models import Gate, Issue, JointReview, MeasureStatus, Status
from issues.moves.opinions import ClosureReply
from ledgers import policies
from ledgers.conditions import live_closure, live_evidence, shown_names
from ledgers.effects.closing import finish, undeclare_and_count, write
from ledgers.models import Closure, FileVerdict, Objection
from rectify.calendars.days import current
from rectify.lib.dates import today
from rectify.lib.fields import Words, area
from rectify.lib.verdict import Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says, Turn, moves_of

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)
JOINT = JointReview.Subject.CLOSURE
TO_REVIEWERS = Turn(S.JOINT_REVIEW, asks(Gate.CLOSURE_REVIEW), "规程要联审")
TO_WINDOW = Turn(S.OBJECTION_WINDOW, asks(Gate.OBJECTION), "规程有异议期")


class Review(Input):
    """What is said with the review, beyond the verdicts file by file; a return says these as well. The field stands outside its
    <form id=review>."""

    note = Words(
        label="另外要说的",
        required=False,
        max_length=2000,
        widget=area(2, form="review"),
        help_text="逐份的理由会自动附上",
    )

    @property
    def stated_reason(self) -> str:
        typed = super().stated_reason
        return with_verdicts(live_closure(self.obj), typed) if self.move.needs_note else typed


def with_verdicts(closure: Closure | None, more: str) -> str:
    """The return in words: each doubt with its criterion and file, then what else was typed."""
    if closure is None:
        return more
    doubted = closure.verdicts.exclude(word=FileVerdict.Word.ACCEPTED).select_related("evidence__measure")
    lines = []
    for verdict in doubted.order_by("evidence__measure__order", "evidence_id"):
        measure = verdict.evidence.measure
        where = f"标准 {measure.order}" if measure else "整件材料"
        lines.append(f"{where}《{verdict.evidence.name}》{verdict.get_word_display()}：{verdict.note}")
    return "\n".join([*lines, more] if more else lines)


# ---- what must be true first ---------------------------------------------------------------------------------------


def every_file_is_accepted(issue: Issue, act: Act) -> Iterator[Verdict]:
    closure = act.read(live_closure, issue)
    if closure is None:
        yield no("没有办理中的销号申请")
        return
    words = dict(closure.verdicts.values_list("evidence_id", "word"))
    files = list(live_evidence(issue))
    unread = [f for f in files if f.pk not in words]
    if unread:
        yield no(f"还有 {len(unread)} 份佐证没有给结论：{shown_names(unread)}", "verdicts")
    doubted = [f for f in files if words.get(f.pk) in (FileVerdict.Word.UNCLEAR, FileVerdict.Word.REJECTED)]
    if doubted:
        yield no(f"{len(doubted)} 份佐证没有认可：{shown_names(doubted)}，请退回补充", "verdicts")
    if not unread and not doubted:
        yield yes(f"{len(files)} 份佐证全部认可")


def window_is_over(issue: Issue, act: Act) -> Iterator[Verdict]:
    """The last day belongs to those who object; an open objection keeps the window open."""
    closure = act.read(live_closure, issue)
    until = closure.window_until if closure else None
    if until and until >= timezone.localdate():
        yield no(f"异议期到 {until:%Y-%m-%d}，还没有过")
    else:
        yield yes("异议期已满")
    open_ = closure.objections.filter(answer=Objection.Answer.OPEN).count() if closure else 0
    if open_:
        yield no(f"还有 {open_} 份异议没有答复", "objections")


def an_objection_stands(issue: Issue, act: Act) -> Verdict:
    closure = act.read(live_closure, issue)
    if closure and closure.objections.filter(answer=Objection.Answer.SUSTAINED).exists():
        return yes("有成立的异议")
    return no("还没有认定成立的异议", "objections")


# ---- what follows --------------------------------------------------------------------------------------------------


def write_review(issue: Issue, act: Act):
    write(
        act.read(live_closure, issue), {"reviewed_at": timezone.now(), "reviewed_by": act.by, "review_note": act.note}
    )


def open_window(issue: Issue, act: Act):
    """异议期: so many working days from today, where the procedure has one and the move led there."""
    if issue.status == Status.OBJECTION_WINDOW:
        until = current().add_working_days(today(), act.read(gate, issue, Gate.OBJECTION).days)
        write(act.read(live_closure, issue), {"window_until": until})
        act.tell(until=f"{until:%Y-%m-%d}")


def accept_measures(issue: Issue, act: Act):
    """Every file was accepted, so is what it proves: 已核 is the office's column, and progress counts nothing else."""
    for measure in live_measures(issue).filter(status=MeasureStatus.DONE):
        act.then(moves_of(measure)["accept"], measure)


def take_review_back(issue: Issue, act: Act):
    """收回初审: the request is as it was before the review was passed; the verdicts on the files stand."""
    write(
        act.read(live_closure, issue),
        {"reviewed_at": None, "reviewed_by": None, "review_note": "", "window_until": None},
    )


def tell_next(issue: Issue, act: Act):
    """Whoever has the ball now hears of it; reviewers are told by their review, nobody is told of a timer."""
    if issue.status == Status.AWAITING_DECISION:
        tell_head("{issue} 已到审定，请审定")(issue, act)
    elif issue.status == Status.OBJECTION_WINDOW:
        tell_clerk("{issue} 进入异议期")(issue, act)


# ---- the moves -------------------------------------------------------------------------------------------------------

PASS_REVIEW = Move(
    "pass_review",
    "初审通过",
    frozenset({S.FIRST_REVIEW}),
    S.AWAITING_DECISION,
    may=policies.first_reviewer,
    reviews=True,
    needs=(every_file_is_accepted,),
    turns=(TO_REVIEWERS, TO_WINDOW),
    then=(write_review, accept_measures, joint.open_review(JOINT), open_window, tell_next),
    page="ledgers:review",
    takes=Review,
    says=Says(
        done="初审通过", next="规程要联审、有异议期的先走完，再送督查负责人审定。", trail="初审通过", button="逐份初审"
    ),
)

UNPASS_REVIEW = Move(
    "unpass_review",
    "收回初审",
    frozenset({S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION}),
    S.FIRST_REVIEW,
    may=policies.office_clerk,
    needs=(nothing_has_followed("issues.issue.pass_review"),),
    way="back",
    then=(take_review_back, joint.void_review),
    says=Says(done="初审结论已收回", next="回到待初审，可以重新审。", trail="收回初审结论"),
)

RETURN_REVIEW = Move(
    "return_review",
    "初审退回",
    frozenset({S.FIRST_REVIEW}),
    S.RECTIFYING,
    may=policies.first_reviewer,
    reviews=True,
    needs_note=True,
    note_label="退回哪条标准、为什么",
    way="back",
    sets=undeclare_and_count,
    then=(finish(O.RETURNED), telling.tell_unit("{issue} 初审退回：{note}")),
    page="ledgers:review",
    takes=Review,
    says=Says(done="已退回", next="理由已发给责任单位。", trail="初审退回", button="逐份初审"),
)

PASS_JOINT = Move(
    "pass_joint",
    "联审通过",
    frozenset({S.JOINT_REVIEW}),
    S.AWAITING_DECISION,
    may=policies.office,
    reviews=True,
    needs=(reviews.opinions_allow_passing(JOINT),),
    accepts=(reviews.reply_is_written(JOINT),),
    turns=(TO_WINDOW,),
    then=(joint.decide_review(JOINT, JointReview.Outcome.PASSED), open_window, tell_next),
    page="issues:joint",
    takes=ClosureReply,
    says=Says(done="联审通过", next="合并答复已发给责任单位。", trail="联审通过", button="看联审意见"),
)

RETURN_JOINT = Move(
    "return_joint",
    "联审退回",
    frozenset({S.JOINT_REVIEW}),
    S.RECTIFYING,
    may=policies.office,
    reviews=True,
    needs=(reviews.opinions_allow_returning,),
    accepts=(reviews.reply_is_written(JOINT),),
    way="back",
    sets=undeclare_and_count,
    then=(
        joint.decide_review(JOINT, JointReview.Outcome.RETURNED),
        finish(O.JOINT_RETURNED),
        telling.tell_unit("{issue} 联审退回，请看合并答复"),
    ),
    page="issues:joint",
    takes=ClosureReply,
    says=Says(
        done="联审已退回", next="合并答复已发给责任单位，改好后可以再申请。", trail="联审退回", button="看联审意见"
    ),
)

WINDOW_ENDS = Move(
    "window_ends",
    "公示期满",
    frozenset({S.OBJECTION_WINDOW}),
    S.AWAITING_DECISION,
    may=policies.clock_or_office,
    by_clock=True,
    needs=(window_is_over,),
    then=(tell_next,),
    page="ledgers:objections",
    says=Says(done="异议期满，转审定", next="等督查负责人或者会议审定。", trail="异议期满", button="异议和期限"),
)

SUSTAIN = Move(
    "sustain",
    "异议成立",
    frozenset({S.OBJECTION_WINDOW}),
    S.RECTIFYING,
    may=policies.office_head,
    needs=(an_objection_stands,),
    needs_note=True,
    way="back",
    sets=undeclare_and_count,
    then=(finish(O.OBJECTED), telling.tell_unit("{issue} 异议成立，退回整改：{note}")),
    page="ledgers:objections",
    says=Says(
        done="异议成立，已退回整改", next="理由已发给责任单位。", trail="异议成立，退回整改", button="异议和期限"
    ),
)

ROWS = (PASS_REVIEW, UNPASS_REVIEW, RETURN_REVIEW, PASS_JOINT, RETURN_JOINT, WINDOW_ENDS, SUSTAIN)
