"""方案: what a plan is written of, how it is handed in, judged, and changed once it is approved."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import F
from django.utils import timezone

from issues import policies
from issues.conditions import live_measures, no_waiting_extension, nothing_has_followed
from issues.deadlines import Basis, DeadlineField, ReadsDeadlines, as_read
from issues.effects import telling
from issues.effects.joint import decide_review, open_review, void_review
from issues.effects.measures import write_measures
from issues.models import (
    Issue,
    JointReview,
    Measure,
    MeasureHorizon,
    MeasureKind,
    Milestone,
    Plan,
    RecommendationStatus,
    Status,
)
from issues.moves.opinions import PlanReply
from issues.plans.vague import VagueHint, hints
from issues.reviews import (
    Subject,
    all_in,
    differ,
    for_the_head,
    graded_poor,
    live_review,
    opinions_allow_passing,
    opinions_of,
    reply_is_written,
)
from rectify.audit.hands import same_hand
from rectify.lib.digests import digest_of, plain
from rectify.lib.fields import Choice, Row, Rows, Words, area
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act, demand_all
from rectify.workflow.moves import Move, Says

ROW = ("id", "text", "kind", "horizon", "criterion", "person", "due", "due_text")


class MeasureInput(ReadsDeadlines, Row):
    """One measure as filled in; `id` is the public id of the one it changes, none for a new one."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    text = Words(label="措施", required=False, max_length=4000, widget=area(3))
    kind = Choice(label="类型", choices=MeasureKind.choices, initial=MeasureKind.REFORM)
    horizon = Choice(label="当下改或长久立", required=False, choices=[("", "未分"), *MeasureHorizon.choices])
    criterion = Words(label="销号标准", required=False, max_length=2000, widget=area(3))
    person = Words(label="责任人", required=False, max_length=100)
    due = DeadlineField(label="期限", required=False)

    delivered_on: date | None = None

    def __init__(self, *args: Any, whole: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, whole=whole, **kwargs)
        if whole is not None:
            self.delivered_on = whole.obj.feedback.delivered_on if whole.obj.feedback else None
            self.initial = dict(whole.standing.get(self.data.get("id"), {}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        filled = any((cleaned.get(name) or "") for name in ("criterion", "person", "due", "due_text", "id"))
        if filled and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "请写措施；不要这一条，请按“删去”")
        return cleaned

    def basis(self, name: str) -> Basis:
        """Periods count from the day of the feedback."""
        return Basis(delivered_on=self.delivered_on)

    @property
    def hints(self) -> list[VagueHint]:
        """What the row as it stands leaves open: who, by when, how far, proven by what. Hints block nothing."""
        texts = {name: str(self[name].value() or "") for name in ("text", "criterion", "person", "due")}
        due = texts.pop("due")
        return hints(**texts, dated=bool(due.strip()) and not as_read(due, self.basis("due")).question)

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ROW if name not in ("kind", "horizon"))


class PlanRows(Input):
    """Measures in their order. They are never left out: a plan that names none would lose all it has."""

    measures = Rows(MeasureInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "measures" not in self.data and "measures-count" not in self.data:
            self.add_error("measures" if "measures" in self.fields else None, "请写明措施")
        return cleaned

    @cached_property
    def standing(self) -> dict[str, dict[str, Any]]:
        """The deadline of every measure as it stands, with its words, by public id."""
        return {m.public_id: {"due": m.due, "due_text": m.due_text} for m in self.obj.measures.all()}


class RevisePlan(PlanRows):
    """An approved plan is changed with a reason; its goal stays."""

    note = Words(
        label="为什么要修改",
        max_length=2000,
        widget=area(2),
        error_messages={"required": "请写明为什么要修改"},
        help_text="批准过的方案改动后须重新审核，原来的一版作废并保留。",
    )


# ---- what must be true first ---------------------------------------------------------------------------------------


def plan_is_complete(issue: Issue, act: Act) -> Iterator[Verdict]:
    """≥ 1 measure, each with person, date ≤ deadline and criterion; one 防 measure or a reason (docs/rules.md: plan-complete)."""
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


def _all_have(measures: list[Measure], what: str, test) -> Verdict:
    bad = [m for m in measures if not test(m)]
    if bad:
        return no(f"{_orders(bad)} 还没有写{what}", "measures")
    return yes(f"{len(measures)} 条措施都写了{what}")


def _orders(measures: list[Measure]) -> str:
    return "措施 " + "、".join(str(m.order) for m in measures)


def feedback_is_covered(issue: Issue, act: Act) -> Iterator[Verdict]:
    """条条要整改: every item of the feedback has an issue or a written reason why not, every recommendation a unit. Asked at
    报送 alone: a plan that was passed before is not opened again for it (docs/rules.md: recommendation-answered)."""
    if issue.feedback is None:
        yield yes("不是由反馈意见拆分而来，不查条目覆盖")
        return
    bare = issue.feedback.items.filter(kind="issue", issues=None, no_issue_reason="").count()
    waiting = issue.feedback.recommendations.filter(status=RecommendationStatus.DRAFT).count()
    if bare:
        yield no(f"反馈意见还有 {bare} 条没有立为问题，请督查办先补齐", "feedback")
    if waiting:
        yield no(f"反馈意见还有 {waiting} 条意见建议没有分办，请督查办先分办", "feedback")
    if not (bare or waiting):
        yield yes("反馈意见条条都有着落")


def not_the_plans_author(issue: Issue, act: Act) -> Verdict:
    """Nobody passes a plan they handed in. Who entered the issue may: another looked at it before it was dispatched
    (docs/rules.md: plan-other-hands)."""
    plan = issue.plans.order_by("-version").first()
    if plan and same_hand(act, plan.submitted_by_id, issue):
        return no("方案是您报送的，须由另一人审核")
    return yes("由报送人以外的人审核")


def measures_given(issue: Issue, act: Act) -> Verdict:
    return YES if isinstance(act.given.get("measures"), list) else no("请写明修改后的措施")


def plan_return_is_the_heads(issue: Issue, act: Act) -> Iterator[Verdict]:
    """The office may return a plan at any time; against a table that is in and divided only the head. 差 leaves no choice."""
    review = act.read(live_review, issue, Subject.PLAN)
    opinions = opinions_of(review) if review else []
    if opinions and all_in(opinions) and not graded_poor(opinions):
        yield from for_the_head(issue, act, opinions)


def return_reason_is_written(issue: Issue, act: Act) -> Iterator[Verdict]:
    """Where the bodies differ on a plan, the return too says why."""
    review = act.read(live_review, issue, Subject.PLAN)
    opinions = opinions_of(review) if review else []
    if (
        all_in(opinions)
        and differ(opinions)
        and not graded_poor(opinions)
        and not (act.given.get("reason") or "").strip()
    ):
        yield no("各家意见不一致，请写这样决定的理由", "reason")


# ---- what follows --------------------------------------------------------------------------------------------------


def freeze_plan(issue: Issue, act: Act):
    """The plan as handed in becomes a version with its hash."""
    body = plan_body(issue)
    version = issue.plan_version + 1
    Plan.objects.create(
        issue=issue,
        version=version,
        body=body,
        digest=digest_of(body),
        submitted_at=timezone.now(),
        submitted_by=act.by,
    )
    issue.plan_version = version
    issue.save(update_fields=["plan_version"])
    act.tell(plan=version)


def plan_body(issue: Issue) -> dict:
    """What a plan says: goal, causes, and each measure with person, date, criterion and steps."""
    return plain(
        {
            "goal": issue.goal,
            "root_cause": issue.root_cause,
            "cause": issue.cause,
            "no_prevention": issue.no_prevention,
            "due": issue.due,
            "measures": [
                {
                    "id": m.public_id,
                    "order": m.order,
                    "text": m.text,
                    "kind": m.kind,
                    "horizon": m.horizon,
                    "criterion": m.criterion,
                    "person": m.person,
                    "due": m.due,
                    "due_text": m.due_text,
                    "milestones": [{"text": step.text, "due": step.due} for step in m.milestones.all()],
                }
                for m in live_measures(issue).prefetch_related("milestones")
            ],
        }
    )


def decide_plan(verdict: Plan.Verdict):
    """An effect that writes the office's word on the waiting version."""

    def effect(issue: Issue, act: Act):
        plan = issue.plans.get(verdict=Plan.Verdict.WAITING)
        plan.verdict, plan.decided_at, plan.decided_by, plan.note = verdict, timezone.now(), act.by, act.note
        plan.save(update_fields=["verdict", "decided_at", "decided_by", "note"])
        if verdict == Plan.Verdict.PASSED:  # what was approved first stays beside what is planned later
            Milestone.objects.filter(measure__issue=issue, original_due=None).update(original_due=F("due"))
        act.tell(plan=plan.version)

    return effect


def revise_measures(issue: Issue, act: Act):
    """修改已批方案: the approval is void and kept; the changed measures become the next version."""
    issue.plans.filter(verdict=Plan.Verdict.PASSED).update(verdict=Plan.Verdict.VOID)
    write_measures(issue, act.given["measures"], by=act.by)
    demand_all(plan_is_complete(issue, act))
    freeze_plan(issue, act)


def void_waiting(issue: Issue, act: Act):
    """A plan that waited for an answer ends with its issue; the version stays to be read."""
    issue.plans.filter(verdict=Plan.Verdict.WAITING).update(verdict=Plan.Verdict.VOID)


def count_return(issue: Issue, act: Act) -> dict:
    return {"returns": issue.returns + 1}


# ---- the moves -------------------------------------------------------------------------------------------------------

S = Status
PLAN = JointReview.Subject.PLAN

SUBMIT_PLAN = Move(
    "submit_plan",
    "报送方案",
    frozenset({S.PLANNING}),
    S.PLAN_REVIEW,
    may=policies.unit_principal,
    needs=(plan_is_complete, feedback_is_covered),
    then=(freeze_plan, open_review(PLAN), telling.tell_clerk("{issue} 方案已报，请审核")),
    page="issues:plan",
    leads=True,
    says=Says(done="方案已报送", next="等督查办审核。", trail="报送整改方案第 {plan} 版", button="编写方案并报送"),
)

UNSUBMIT_PLAN = Move(
    "unsubmit_plan",
    "撤回报送",
    frozenset({S.PLAN_REVIEW}),
    S.PLANNING,
    may=policies.unit_principal,
    needs=(nothing_has_followed("issues.issue.submit_plan"),),
    way="back",
    then=(void_waiting, void_review),
    says=Says(done="方案已撤回", next="改好后再报送。", trail="撤回报送的方案"),
)

PASS_PLAN = Move(
    "pass_plan",
    "方案通过",
    frozenset({S.PLAN_REVIEW}),
    S.RECTIFYING,
    may=policies.office,
    reviews=True,
    needs=(not_the_plans_author, opinions_allow_passing(PLAN)),
    accepts=(reply_is_written(PLAN),),
    then=(
        decide_plan(Plan.Verdict.PASSED),
        decide_review(PLAN, JointReview.Outcome.PASSED),
        telling.tell_unit("{issue} 方案已通过，进入整改"),
    ),
    takes=PlanReply,
    page="issues:plan",
    says=Says(done="方案已通过", next="进入整改，每周报进展。", trail="整改方案第 {plan} 版通过", button="审核方案"),
)

RETURN_PLAN = Move(
    "return_plan",
    "方案退回",
    frozenset({S.PLAN_REVIEW}),
    S.PLANNING,
    may=policies.office,
    reviews=True,
    needs=(not_the_plans_author, plan_return_is_the_heads),
    accepts=(return_reason_is_written,),
    needs_note=True,
    way="back",
    sets=count_return,
    then=(
        decide_plan(Plan.Verdict.RETURNED),
        decide_review(PLAN, JointReview.Outcome.RETURNED),
        telling.tell_unit("{issue} 方案退回：{note}"),
    ),
    page="issues:plan",
    takes=PlanReply,
    says=Says(done="方案已退回", next="责任单位修改后再报。", trail="退回整改方案第 {plan} 版", button="审核方案"),
)

REVISE_PLAN = Move(
    "revise_plan",
    "修改已批方案",
    frozenset({S.RECTIFYING}),
    S.PLAN_REVIEW,
    may=policies.unit_principal,
    needs=(no_waiting_extension,),
    needs_note=True,
    way="back",
    accepts=(measures_given,),
    then=(revise_measures, open_review(PLAN), telling.tell_clerk("{issue} 方案有修改，请重新审核")),
    takes=RevisePlan,
    page="issues:plan",
    says=Says(
        done="修改后的方案已报送",
        next="原来的批准作废并保留，等督查办重新审核。",
        trail="修改已批方案，报第 {plan} 版",
        will=("现在的批准作废并保留", "修改后的方案成为新的一版，由督查办重新审核", "审核期间不能申请销号"),
    ),
)

ROWS = (SUBMIT_PLAN, UNSUBMIT_PLAN, PASS_PLAN, RETURN_PLAN, REVISE_PLAN)
