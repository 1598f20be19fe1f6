"""下发 and 签收: an issue leaves the office, its unit takes it."""

from collections.abc import Iterator

from django.utils import timezone

from issues import policies
from issues.conditions import another_of_the_office, nothing_has_followed
from issues.effects import telling
from issues.horizon import doubts
from issues.models import Ending, Issue, Status
from rectify.audit.hands import same_hand
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

# ---- what must be true first ---------------------------------------------------------------------------------------


def dispatchable(issue: Issue, act: Act) -> Iterator[Verdict]:
    """number, original wording, one lead unit, class, deadline (docs/rules.md: dispatch-complete)."""
    yield yes("有编号") if issue.number else no("还没有编号", "edit")
    yield yes("有反馈原文") if issue.original.strip() else no("还没有反馈原文", "edit")
    yield yes("已定类别") if issue.category_id else no("还没有定问题类别", "edit")
    yield yes(f"期限 {issue.due:%Y-%m-%d}") if issue.due else no("还没有定整改期限", "edit")
    yield yes("牵头单位在用") if issue.lead_unit.is_active else no(f"{issue.lead_unit}已停用，请改牵头单位", "edit")


def by_another_than_the_editor(issue: Issue, act: Act) -> Verdict:
    """Four eyes: who changed the draft last does not dispatch it, nobody else is barred; entering and importing are changes. So
    an office of two always has one who may."""
    barred = {issue.edited_by_id or issue.created_by_id}
    if not same_hand(act, barred, issue):
        return yes("由最后改动草稿以外的人办理")
    why = "这件草稿最后是您修改（导入更新）的" if issue.edited_by_id else "这件是您录入（导入）的"
    return no(f"{why}，{another_of_the_office(issue, barred)}")


def goes_with_its_whole(issue: Issue, act: Act) -> Verdict:
    """A part of a compound issue is dispatched by 拆分 of the whole, in the same moment: never beside it, nor without it."""
    whole = issue.split_from
    if whole is None or whole.ending == Ending.SPLIT:
        return YES
    if whole.is_open:
        return no(f"这是 {whole.number} 拆出的一件，要由督查负责人在 {whole.number} 上“拆分”时一起下发")
    return no(f"{whole.number} 已经{whole.get_status_display()}，没有拆分，这份草稿不能下发，请删去")


# ---- what follows --------------------------------------------------------------------------------------------------


def stamp_dispatch(issue: Issue, act: Act) -> dict:
    """From here on the original wording and the number are frozen (a trigger holds them), and so is the procedure."""
    return {
        "dispatched_at": timezone.now(),
        "dispatched_by": act.by,
        "original_due": issue.due,
        "procedure": issue.round.procedure,
    }


# ---- the moves -------------------------------------------------------------------------------------------------------

S = Status

DISPATCH = Move(
    "dispatch",
    "下发",
    frozenset({S.DRAFT}),
    S.DISPATCHED,
    may=policies.office,
    needs=(dispatchable, by_another_than_the_editor, goes_with_its_whole),
    sets=stamp_dispatch,
    then=(telling.tell_liaison("{issue} 已下发，请签收"),),
    doubts=doubts,
    leads=True,
    says=Says(done="已下发", next="等责任单位签收。", trail="下发"),
)

SIGN = Move(
    "sign",
    "签收",
    frozenset({S.DISPATCHED}),
    S.PLANNING,
    may=policies.unit_liaison,
    says=Says(done="已签收", next="下一步：编写整改方案，由主要负责人报送。", trail="签收"),
)

UNSIGN = Move(
    "unsign",
    "撤回签收",
    frozenset({S.PLANNING}),
    S.DISPATCHED,
    may=policies.unit_liaison,
    needs=(nothing_has_followed("issues.issue.sign"),),
    way="back",
    says=Says(done="签收已撤回", next="回到待签收。", trail="撤回签收"),
)

ROWS = (DISPATCH, SIGN, UNSIGN)
