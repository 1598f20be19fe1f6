"""What must be true first. The same list is 「为什么不能提交」, the API's answer and the test's assertion.

Each takes (issue, act) and answers one verdict or several; `cure` names the part of the issue page that helps.
"""

from collections.abc import Iterator

from issues.models import PENDING, Ending, Issue, Measure, MeasureKind, MeasureStatus, Report, Status
from issues.splitting.coverage import is_from
from rectify.accounts.directory import holders
from rectify.accounts.roles import OFFICE_ROLES
from rectify.audit.hands import same_hand
from rectify.audit.models import Event
from rectify.audit.sentences import readings
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.move import Act

BY_HAND = tuple(ending for ending in Ending if ending != Ending.SPLIT)  # 拆分 is a move of its own


def dispatchable(issue: Issue, act: Act) -> Iterator[Verdict]:
    """number, original wording, one lead unit, class, deadline (product.md section 3, 下发)."""
    yield yes("有编号") if issue.number else no("还没有编号", "edit")
    yield yes("有反馈原文") if issue.original.strip() else no("还没有反馈原文", "edit")
    yield yes("已定类别") if issue.category_id else no("还没有定问题类别", "edit")
    yield yes(f"期限 {issue.due:%Y-%m-%d}") if issue.due else no("还没有定整改期限", "edit")
    yield yes("牵头单位在用") if issue.lead_unit.is_active else no(f"{issue.lead_unit}已停用，请改牵头单位", "edit")


def by_another_than_the_author(issue: Issue, act: Act) -> Verdict:
    """Four eyes: who entered or imported an issue, or changed its draft last, does not dispatch it."""
    barred = {issue.created_by_id, issue.edited_by_id}
    if not same_hand(act, barred, issue):
        return yes("由录入人和最后修改人以外的人办理")
    edited = act.by.pk == issue.edited_by_id != issue.created_by_id
    why = "这件草稿最后是您修改（导入更新）的" if edited else "这件是您录入（导入）的"
    return no(f"{why}，{_another(issue, barred)}")


def _another(issue: Issue, barred: set[int | None]) -> str:
    """Who of the office may do what the `barred` may not; where it has nobody else, how it goes on."""
    names = [str(person) for person in holders(issue.round.office, *OFFICE_ROLES) if person.pk not in barred]
    if names:
        return f"须由另一人办理：{'、'.join(names)}"
    author, editor = issue.created_by, issue.edited_by
    if author and editor and author != editor:
        return f"督查办没有另一人可以办理：请{author}核对后再保存一次草稿，由{editor}办理"
    return "督查办没有另一人可以办理：请安全管理员增加一名经办人或者负责人"


def plan_is_complete(issue: Issue, act: Act) -> Iterator[Verdict]:
    """≥ 1 measure, each with person, date ≤ deadline and criterion; one 防 measure or a reason (product.md section 3)."""
    measures = list(live_measures(issue))
    if not measures:
        yield no("还没有整改措施，至少写 1 条", "measures")
        return
    yield yes(f"有 {len(measures)} 条措施")
    yield _all_have(measures, "责任人", lambda m: m.person.strip())
    yield _all_have(measures, "销号标准", lambda m: m.criterion.strip())
    yield _all_have(measures, "期限", lambda m: m.due)
    late = [m for m in measures if m.due and issue.due and m.due > issue.due]
    if late:
        yield no(f"{_orders(late)} 的期限晚于本件期限 {issue.due:%m-%d}", "measures")
    if any(m.kind == MeasureKind.PREVENT for m in measures) or issue.no_prevention.strip():
        yield yes("有“防”的措施，或写明了不需要的理由")
    else:
        yield no("还没有“防”（长久立）的措施；确实不需要，请写明理由", "measures")


def feedback_is_covered(issue: Issue, act: Act) -> Verdict:
    """条条要整改: every item of the feedback has an issue or a written reason why not."""
    if issue.feedback_id is None:
        return yes("不是由反馈意见拆分而来，不查条目覆盖")
    bare = issue.feedback.items.filter(kind="issue", issues=None, no_issue_reason="").count()
    if bare:
        return no(f"反馈意见还有 {bare} 条没有立为问题，请督查办先补齐", "feedback")
    return yes("反馈意见条条都有对应问题")


def not_the_plans_author(issue: Issue, act: Act) -> Verdict:
    """Neither its author nor who entered or imported the issue passes a plan. Who changed the draft may: what they changed
    was looked at when another dispatched it (product.md section 3, 通过 / 退回)."""
    plan = issue.plans.order_by("-version").first()
    if plan and same_hand(act, plan.submitted_by_id, issue):
        return no("方案是您报送的，须由另一人审核")
    if same_hand(act, issue.created_by_id, issue):
        return no(f"这件是您录入（导入）的，{_another(issue, {issue.created_by_id})}")
    return yes("由报送人和录入人以外的人审核")


def no_waiting_extension(issue: Issue, act: Act) -> Verdict:
    if issue.extensions.filter(status__in=PENDING).exists():
        return no("有一份延期申请还没有答复，请先等答复或撤回", "extensions")
    return yes("没有未结的延期申请")


# Acts that leave no mark on the issue beside reading: taking a copy, a file that was not taken.
UNMARKED = (".export", ".turn_away")


def nothing_has_followed(*kinds: str):
    """A condition: the last thing done on the issue is one of `kinds`, by the same person. So far it can be undone."""

    def need(issue: Issue, act: Act) -> Verdict:
        events = Event.objects.about(issue).select_related("by").order_by("-number")
        done = events.exclude(kind__in=readings())
        last = next((event for event in done[:20] if not event.kind.endswith(UNMARKED)), None)
        if last is None or last.kind not in kinds:
            return no("之后已有新的办理，不能撤回")
        if last.by_id != act.by.pk:
            return no(f"这一步是{last.by or '系统'}办的，不是您办的")
        return yes("之后还没有别的办理，可以撤回")

    return need


def goes_with_its_whole(issue: Issue, act: Act) -> Verdict:
    """A part of a compound issue is dispatched by 拆分 of the whole, in the same moment: never beside it, nor without it."""
    whole = issue.split_from
    if whole is None or whole.ending == Ending.SPLIT:
        return YES
    if whole.is_open:
        return no(f"这是 {whole.number} 拆出的一件，要由督查负责人在 {whole.number} 上“拆分”时一起下发")
    return no(f"{whole.number} 已经{whole.get_status_display()}，没有拆分，这份草稿不能下发，请删去")


def parts_are_ready(issue: Issue, act: Act) -> Iterator[Verdict]:
    """拆分: at least two drafts drawn up from this issue, each fit to be dispatched and none by the person who splits."""
    parts = list(issue.parts.filter(status=Status.DRAFT).select_related("lead_unit").order_by("number"))
    if len(parts) < 2:
        yield no("拆分要先拟好至少两件草稿", "split")
        return
    yield yes(f"已拟好 {len(parts)} 件")
    for part in parts:
        for verdict in (*dispatchable(part, act), by_another_than_the_author(part, act)):
            if not verdict:
                yield no(f"{part.number}：{verdict.reason}", "split")
        if not is_from(issue.original, part.original):
            yield no(f"{part.number}：原文不是从本件原文里摘取的", "split")


def live_measures(issue: Issue):
    """The measures that count: all but the cancelled ones."""
    return issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order")


def _all_have(measures: list[Measure], what: str, test) -> Verdict:
    bad = [m for m in measures if not test(m)]
    if bad:
        return no(f"{_orders(bad)} 还没有写{what}", "measures")
    return yes(f"{len(measures)} 条措施都写了{what}")


def _orders(measures: list[Measure]) -> str:
    return "措施 " + "、".join(str(m.order) for m in measures)


# ---- what was filled in ---------------------------------------------------------------------------------------------


def another_lead_unit(issue: Issue, act: Act) -> Verdict:
    """改派 names a unit in use, other than the present one."""
    unit = act.given.get("unit")
    if unit is None or not unit.is_active:
        return no("请选改派给哪家单位")
    if unit.pk == issue.lead_unit_id:
        return no(f"现在就是{unit}牵头；要维持原单位请用“答复异议：维持”")
    return YES


def ending_is_clear(issue: Issue, act: Act) -> Verdict:
    """终止 says which kind; a merge names its target in the same round."""
    ending, target = act.given.get("ending"), act.given.get("merged_into")
    if ending not in BY_HAND:
        return no("请选终止的情形")
    if ending == Ending.MERGED and (target is None or target.pk == issue.pk or target.round_id != issue.round_id):
        return no("合并须指明并入本轮的哪一件")
    if ending == Ending.MERGED and not target.is_open:
        return no(f"{target.number} 已经{target.get_status_display()}，不能并入")
    return YES


def measures_given(issue: Issue, act: Act) -> Verdict:
    return YES if isinstance(act.given.get("measures"), list) else no("请写明修改后的措施")


def while_issue_is(*states: str):
    """A condition of a part: its issue is in one of `states`. What was handed in for closure does not change under review."""

    def need(part, act: Act) -> Verdict:
        if part.issue.status in states:
            return YES
        return no(f"本件现在是“{part.issue.get_status_display()}”，措施不能改状态")

    return need


def issue_is_open(extension, act: Act) -> Verdict:
    return YES if extension.issue.is_open else no("本件已经办结，不需要延期")


def issue_is_under_way(lasting, act: Act) -> Verdict:
    """长期坚持 is said of what a unit works on: signed for, not struck off, not ended."""
    issue = lasting.issue
    if issue.is_open and issue.status not in (Status.DISPATCHED, Status.CONTESTED):
        return YES
    return no(f"本件现在是“{issue.get_status_display()}”，不能转长期坚持")


def leader_has_consented(extension, act: Act) -> Verdict:
    """第 2 次起: a leader in charge consents before the office head decides (product.md section 3, 申请延期)."""
    if extension.number < 2 or extension.consented_at:
        return YES
    return no("第 2 次起的延期须先由分管领导同意")


def second_or_later(extension, act: Act) -> Verdict:
    return YES if extension.number >= 2 else no("第 1 次延期由督查负责人直接决定，不需要领导同意")


def week_is_open(report, act: Act) -> Verdict:
    """A report may come late, for ever; but not for an issue that is over, nor from another unit than owed it."""
    if report.unit_id != report.issue.lead_unit_id:
        return no("这是原牵头单位欠的周报，不用补报")
    return YES if report.issue.is_open else no("本件已经办结，不再需要周报")


def report_is_whole(report, act: Act) -> Iterator[Verdict]:
    """Either 无进展 with a reason, or what was done and what comes next; last week's promise is answered first."""
    if report.promise and act.given.get("kept") not in Report.Kept.values:
        yield no("请先回答上周的承诺：已兑现还是未兑现", "kept")
    if (
        report.promise
        and act.given.get("kept") == Report.Kept.NOT_KEPT
        and not (act.given.get("kept_note") or "").strip()
    ):
        yield no("上周承诺未兑现，请写原因", "kept_note")
    if not (act.given.get("no_progress") or "").strip() and not (act.given.get("text") or "").strip():
        yield no("请写本周进展；确实没有进展，请选“本周无进展”并选原因", "text")
