"""申请销号 and its signature: the unit asks, its principal answers for it; until the review begins it may be taken back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from issues.conditions import live_measures, no_waiting_extension
from issues.effects import joint, telling
from issues.entrants import nobody_reviews
from issues.models import Evidence, Grade, Issue, MeasureStatus, Shows, Status
from issues.plans.links import answering
from ledgers import policies
from ledgers.conditions import live_closure, live_evidence, promises_are_answered, shown_name, standard_of
from ledgers.effects.closing import finish, undeclare, write
from ledgers.models import Closure
from ledgers.models.closure import Answer
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.audit.hands import same_hand
from rectify.lib.digests import digest_of, plain
from rectify.lib.fields import Choice, Flag, Words, area
from rectify.lib.verdict import Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)
# A request is under way: somebody reads, or waits to decide.
SUBMITTED = frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW, S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION})


class Apply(Input):
    """申请销号: the standard of the procedure line by line where it has one, declared grade, result, 三问."""

    standards = forms.MultipleChoiceField(
        label="对照销号标准，做到的逐条勾选",
        widget=forms.CheckboxSelectMultiple,
        help_text="这类问题的标准，由办理规程定；有一条没做到，先不要申请",
        error_messages={"required": "请对照标准逐条确认"},
    )
    declared = Choice(
        label="单位申报",
        choices=[c for c in Grade.choices if c[0] != Grade.UNVERIFIABLE],
        widget=forms.RadioSelect,
        help_text="这是我们自己的判断；监督认定由督查办另定，两个并列",
    )
    result = Words(
        label="整改结果",
        max_length=4000,
        widget=area(6),
        help_text="做了什么、到什么程度、凭什么说到位。数字要与佐证对得上",
    )
    matter = Choice(
        label="事要解决：问题本身解决了吗",
        choices=[(Answer.YES, "解决了")],
        widget=forms.RadioSelect,
        help_text="还没有解决的，先不要申请；做不到的，可以申请延期",
    )
    matter_note = Words(label="怎么解决的", required=False, max_length=300)
    persons = Choice(label="人要处理：该追究的责任追究了吗", choices=Answer, widget=forms.RadioSelect)
    persons_note = Words(
        label="处理情况，或为什么不适用",
        required=False,
        max_length=300,
        help_text="例如：批评教育 2 人。不写线索",
    )
    mechanism = Choice(label="长效机制要建立：制度建了、在执行吗", choices=Answer, widget=forms.RadioSelect)
    mechanism_note = Words(
        label="制度名称和执行情况，或为什么不适用",
        required=False,
        max_length=300,
        help_text="例如：修订细则 1 项，9 月起执行",
    )
    silent = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = standard_of(self.obj)
        self.offer("standards", [(line, line) for line in self.lines])
        if not self.lines:
            del self.fields["standards"]

    def clean_standards(self) -> list[str]:
        ticked = self.cleaned_data["standards"]
        if left := [line for line in self.lines if line not in ticked]:
            raise ValidationError(f"还有 {len(left)} 条没有确认：{'；'.join(left)}")
        return ticked


class Sign(Input):
    """签字背书: the pledge, over exactly what was shown; or the reason why not."""

    pledge = Flag(label="我承诺：以上情况属实，如有虚假愿承担责任")
    note = Words(
        label="不予签字的理由",
        max_length=1000,
        widget=area(3),
        help_text="签字的不用填",
        error_messages={"required": "请写明理由"},
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = self.move.needs_note


# ---- what must be true first ---------------------------------------------------------------------------------------


def measures_are_done(issue: Issue, act: Act) -> Verdict:
    undone = [m for m in live_measures(issue) if m.status not in (MeasureStatus.DONE, MeasureStatus.ACCEPTED)]
    if undone:
        return no("、".join(f"措施 {m.order}" for m in undone) + " 还没有报完成", "measures")
    return yes("措施都已报完成")


def linked_measures_are_accepted(issue: Issue, act: Act) -> Iterator[Verdict]:
    """联动整改: a measure of another issue that answers this one too counts once the office has accepted it."""
    linked = [measure for measure, _ in answering(issue, act.by)]
    open_ = [measure for measure in linked if measure.status != MeasureStatus.ACCEPTED]
    for measure in open_:
        yield no(f"联动的 {measure.issue.number} 措施 {measure.order} 还没有核准", "measures")
    if linked and not open_:
        yield yes(f"联动的 {len(linked)} 条措施都已核准")


def criteria_are_proven(issue: Issue, act: Act) -> Iterator[Verdict]:
    """件件有着落: every criterion has evidence, and words alone (meetings, notices) prove nothing done."""
    proven: dict[int | None, set[str]] = {}
    for measure_id, shows in live_evidence(issue).values_list("measure_id", "shows"):
        proven.setdefault(measure_id, set()).add(shows)
    holds = True
    for measure in live_measures(issue):
        shown = proven.get(measure.pk, set())
        if not shown:
            holds = False
            yield no(f"措施 {measure.order} 还没有佐证，请上传“做过”或“做好”的材料", "evidence")
        elif shown == {Shows.SAID}:
            holds = False
            yield no(f"措施 {measure.order} 只有会议、通知一类材料，还要有凭证、记录或结果", "evidence")
    if holds:
        yield yes("每条销号标准都有佐证")


def evidence_dates_are_plausible(issue: Issue, act: Act) -> Iterator[Verdict]:
    """A paper carries its date; not in the future; older than the feedback only with a word of explanation."""
    delivered = issue.feedback.delivered_on if issue.feedback else None
    doubtful = [no(text, "evidence") for e in live_evidence(issue) if (text := _doubt(e, delivered))]
    if doubtful:
        yield from doubtful
    else:
        yield yes("佐证日期都说得通")


def _doubt(evidence: Evidence, delivered: date | None) -> str:
    name, on = shown_name(evidence.name), evidence.document_date
    if on is None:
        return f"《{name}》没有填材料形成日期"
    if on > timezone.localdate():
        return f"《{name}》的日期 {on:%Y-%m-%d} 还没有到"
    if delivered and on < delivered and not evidence.note.strip():
        return f"《{name}》早于反馈日期 {delivered:%Y-%m-%d}，请写明为什么用它"
    return ""


def answers_are_given(issue: Issue, act: Act) -> Iterator[Verdict]:
    """三问: matter solved, persons handled, mechanism built; each yes or not applicable with a reason."""
    if not (act.given.get("result") or "").strip():
        yield no("请写整改结果", "result")
    if act.given.get("declared") not in Grade.values:
        yield no("请选单位申报的完成情况", "declared")
    for name, label in (("matter", "事要解决"), ("persons", "人要处理"), ("mechanism", "长效机制要建立")):
        if act.given.get(name) not in Answer.values:
            yield no(f"请回答“{label}”", name)
        elif act.given[name] == Answer.NOT_APPLICABLE and not (act.given.get(f"{name}_note") or "").strip():
            yield no(f"“{label}”选了不适用，请写明为什么", f"{name}_note")
    if act.given.get("matter") == Answer.NOT_APPLICABLE:
        yield no("“事要解决”不能选不适用", "matter")


def standards_are_met(issue: Issue, act: Act) -> Iterator[Verdict]:
    """The standard of the procedure for issues of this difficulty, line by line (docs/rules.md: closure-standard)."""
    for line in standard_of(issue):
        if line not in (act.given.get("standards") or ()):
            yield no(f"请对照标准确认：{line}", "standards")


def review_has_not_begun(issue: Issue, act: Act) -> Verdict:
    closure = act.read(live_closure, issue)
    if closure and closure.verdicts.exists():
        return no("初审已经开始，不能撤回；确需撤回请联系督查办退回")
    return yes("初审还没有开始")


def not_the_applicant(issue: Issue, act: Act) -> Verdict:
    closure = act.read(live_closure, issue)
    if closure and same_hand(act, closure.applied_by_id, issue, kind="issues.issue.apply"):
        return no("销号申请是您提出的，须由主要负责人另行签字")
    return yes("由申请人以外的人签字")


def pledge_is_given(issue: Issue, act: Act) -> Iterator[Verdict]:
    """What is signed is what was shown: the digest on the form must still be the request's."""
    closure = act.read(live_closure, issue)
    if not act.given.get("pledge"):
        yield no("请先确认承诺：以上情况属实，如有虚假愿承担责任", "pledge")
    if closure and act.given.get("digest") != closure.digest:
        yield no("申请内容在您打开页面之后有变动，请刷新后看过再签")


# ---- what follows --------------------------------------------------------------------------------------------------


FILE = (
    "public_id",
    "name",
    "size",
    "algorithm",
    "digest",
    "document_date",
    "measure__order",
    "shows",
    "note",
)


ANSWERS = ("matter", "matter_note", "persons", "persons_note", "mechanism", "mechanism_note")


def open_closure(issue: Issue, act: Act):
    """The request with a snapshot of what it rests on; the files it takes along are frozen from now on."""
    live_evidence(issue).filter(handed_in_at=None).update(handed_in_at=timezone.now())
    answers = {name: act.given.get(name, "") for name in ANSWERS}
    answers["standards"] = [line for line in standard_of(issue) if line in (act.given.get("standards") or ())]
    snapshot = plain(snapshot_of(issue) | answers | {"declared": act.given["declared"], "result": act.given["result"]})
    closure = Closure.objects.create(
        issue=issue,
        number=issue.closures.count() + 1,
        declared=act.given["declared"],
        result=act.given["result"],
        snapshot=snapshot,
        digest=digest_of(snapshot),
        applied_by=act.by,
        **answers,
    )
    act.tell(closure=closure.number, digest=closure.digest)


def declare(issue: Issue, act: Act) -> dict:
    """单位申报 is the unit's column; the supervisors' stays empty until 审定."""
    return {"declared": act.given["declared"]}


def snapshot_of(issue: Issue) -> dict:
    """What stands at this moment: the measures with their criteria and the digests of the files."""
    return {
        "number": issue.number,
        "title": issue.title,
        "original": issue.original,
        "due": issue.due,
        "plan_version": issue.plan_version,
        "measures": list(live_measures(issue).values("order", "text", "criterion", "person", "due", "status")),
        "evidence": list(live_evidence(issue).order_by("id").values(*FILE)),
    }


def write_signature(issue: Issue, act: Act):
    closure = act.read(live_closure, issue)
    write(closure, {"signed_at": timezone.now(), "signed_by": act.by, "signed_digest": closure.digest})
    act.tell(digest=closure.digest)


def ask_outside(issue: Issue, act: Act):
    """Where nobody of the office is left to review, who does it instead learns of it."""
    entering = [act.by.pk] if act.post and act.post.behalf else []
    if entering and nobody_reviews(issue, *entering):
        people, title = people_for(issue.lead_unit, Role.LEADER), f"{issue.number} 申请销号，请您初审"
        why = "督查办的人都代责任单位录入过这一件，由分管领导初审"
        key = f"outside:{issue.pk}:{issue.version}"
        telling.tell_people(people, issue, key=key, by=act.by, note="", title=title, why=why)


def undeclare_recalled(issue: Issue, act: Act) -> dict:
    """The unit's word is open again. Where somebody had begun to read, it counts as a return: a file swapped at the last moment
    must not be cheaper than the return it avoids."""
    closure = act.read(live_closure, issue)
    begun = closure and (closure.reviewed_at or closure.verdicts.exists())
    return {"declared": "", "returns": issue.returns + 1} if begun else {"declared": ""}


# ---- the moves -------------------------------------------------------------------------------------------------------

APPLY = Move(
    "apply",
    "申请销号",
    frozenset({S.RECTIFYING}),
    S.AWAITING_SIGNATURE,
    may=policies.unit_liaison,
    needs=(
        measures_are_done,
        linked_measures_are_accepted,
        criteria_are_proven,
        evidence_dates_are_plausible,
        promises_are_answered,
        no_waiting_extension,
    ),
    accepts=(answers_are_given, standards_are_met),
    sets=declare,
    then=(open_closure, telling.tell_principal("{issue} 申请销号，请审签")),
    page="ledgers:apply",
    opens_ready=True,
    leads=True,
    takes=Apply,
    says=Says(done="已申请销号", next="等主要负责人审签。审签前可以撤回。", trail="第 {closure} 次申请销号"),
)

WITHDRAW = Move(
    "withdraw",
    "撤回申请",
    frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW}),
    S.RECTIFYING,
    may=policies.unit_liaison,
    needs=(review_has_not_begun,),
    way="back",
    sets=undeclare,
    then=(finish(O.WITHDRAWN),),
    says=Says(done="申请已撤回", next="改好后可以再申请。", trail="撤回第 {closure} 次销号申请"),
)

CHANGE_EVIDENCE = Move(
    "change_evidence",
    "佐证变动，申请撤回",
    SUBMITTED,
    S.RECTIFYING,
    may=policies.contributor,
    by_hand=False,
    needs_note=True,
    way="back",
    sets=undeclare_recalled,
    then=(
        joint.void_review,
        finish(O.WITHDRAWN),
        telling.tell_principal("{issue} 佐证有变动，销号申请已撤回"),
        telling.tell_clerk("{issue} 佐证有变动，销号申请已撤回"),
    ),
    says=Says(
        done="佐证变动，申请已撤回", next="改好后可以再申请。", trail="佐证有变动，第 {closure} 次销号申请自动撤回"
    ),
)

ENDORSE = Move(
    "endorse",
    "签字背书",
    frozenset({S.AWAITING_SIGNATURE}),
    S.FIRST_REVIEW,
    may=policies.unit_principal,
    needs=(not_the_applicant,),
    accepts=(pledge_is_given,),
    then=(write_signature, telling.tell_clerk("{issue} 申请销号已签字，请初审"), ask_outside),
    page="ledgers:sign",
    takes=Sign,
    says=Says(done="已签字背书", next="送督查办初审。", trail="签字背书", button="看申请并签字"),
)

DECLINE_SIGNATURE = Move(
    "decline_signature",
    "不予签字",
    frozenset({S.AWAITING_SIGNATURE}),
    S.RECTIFYING,
    may=policies.unit_principal,
    needs=(not_the_applicant,),
    needs_note=True,
    way="back",
    sets=undeclare,
    then=(finish(O.UNSIGNED), telling.tell_liaison("{issue} 未予签字：{note}")),
    page="ledgers:sign",
    takes=Sign,
    says=Says(done="没有签字", next="已退回联络员继续整改。", trail="不予签字", button="看申请并签字"),
)

ROWS = (APPLY, WITHDRAW, CHANGE_EVIDENCE, ENDORSE, DECLINE_SIGNATURE)
