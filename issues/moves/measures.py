"""措施: begun, reported done, accepted, sent back."""

from issues import policies
from issues.models import OPEN, MeasureStatus, Status
from issues.moves.returning import Returning
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says


def while_issue_is(*states: str):
    """A condition of a part: its issue is in one of `states`. What was handed in for closure does not change under review."""

    def need(part, act: Act) -> Verdict:
        if part.issue.status in states:
            return YES
        return no(f"本件现在是“{part.issue.get_status_display()}”，措施不能改状态")

    return need


# ---- the moves -------------------------------------------------------------------------------------------------------

S, M = Status, MeasureStatus
workable = while_issue_is(Status.RECTIFYING)

START = Move(
    "start",
    "开始",
    frozenset({M.TODO}),
    M.DOING,
    may=policies.of_part(policies.contributor),
    needs=(workable,),
    says=Says(done="已开始", next="做完后报完成。", trail="措施 {order} 开始"),
)

FINISH = Move(
    "finish",
    "报完成",
    frozenset({M.TODO, M.DOING}),
    M.DONE,
    may=policies.of_part(policies.contributor),
    needs=(workable,),
    says=Says(done="已报完成", next="等督查办核准。", trail="措施 {order} 报完成"),
)

ACCEPT = Move(
    "accept",
    "核准",
    frozenset({M.DONE}),
    M.ACCEPTED,
    may=policies.of_part(policies.first_reviewer),
    reviews=True,
    needs=(while_issue_is(*OPEN),),
    says=Says(done="已核准", next="全部措施核准后可以申请销号。", trail="核准措施 {order}"),
)

SEND_BACK = Move(
    "send_back",
    "退回",
    frozenset({M.DONE, M.ACCEPTED}),
    M.DOING,
    may=policies.of_part(policies.office_clerk),
    reviews=True,
    needs=(workable,),
    needs_note=True,
    way="back",
    takes=Returning,
    says=Says(done="已退回", next="责任单位改好后再报完成。", trail="退回措施 {order}"),
)

REOPEN = Move(
    "reopen",
    "随问题重开",
    frozenset({M.ACCEPTED}),
    M.DOING,
    may=policies.of_part(policies.reader),  # it follows from a move of the issue, whose rule says who may
    by_hand=False,
    needs_note=True,
    way="back",
    says=Says(done="已重新打开", next="须重新举证、报完成。", trail="措施 {order} 随问题重开，重新核准"),
)

CANCEL = Move(
    "cancel",
    "取消",
    frozenset({M.TODO, M.DOING, M.DONE}),
    M.CANCELLED,
    may=policies.of_part(policies.office_head),
    needs=(while_issue_is(S.PLANNING, S.RECTIFYING),),
    needs_note=True,
    way="end",
    says=Says(done="已取消", next="不再计入本件的措施，经过都保留。", trail="取消措施 {order}"),
)

ROWS = (START, FINISH, ACCEPT, SEND_BACK, REOPEN, CANCEL)
