"""After 销号: what held is archived; what did not begins again (反弹, 重开), with time of its own."""

from collections.abc import Iterator

from django import forms
from django.utils import timezone

from issues.conditions import live_measures
from issues.effects import telling
from issues.models import Issue, MeasureStatus, Outcome, Status
from ledgers import policies
from ledgers.conditions import hands_in, standing_closure
from ledgers.models import Closure, Visit
from ledgers.visitors import is_stranded
from rectify.accounts.directory import holders
from rectify.accounts.roles import Role
from rectify.audit.hands import same_hand
from rectify.audit.trail import Fact, record_many
from rectify.lib.dates import today
from rectify.lib.fields import Choice, DayField
from rectify.lib.verdict import Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says, moves_of

S = Status
F = Visit.Finding
SOURCES = ["回头看", "信访举报", "督查检查", "审计", "媒体舆情", "单位自报"]


class Relapse(Input):
    due = DayField(
        label="新的整改期限",
        help_text="从新期限起算逾期；原来的期限留在经过里。",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"}),
        error_messages={"required": "请定新的整改期限"},
    )


class Reopen(Relapse):
    source = Choice(
        label="重开的来源",
        choices=[("", "请选"), *((s, s) for s in SOURCES)],
        error_messages={"required": "请选重开的来源"},
    )
    field_order = ("source", "due", "note")


# ---- what must be true first ---------------------------------------------------------------------------------------


def not_the_approver(issue: Issue, act: Act) -> Verdict:
    closure = act.read(standing_closure, issue)
    if closure and same_hand(act, closure.decided_by_id, issue, kind="issues.issue.approve"):
        asking = "；要请领导先去看的，安排领导回头看，会排进“等我定的”" if is_stranded(closure) else ""
        return no(f"这件是您审定销号的，须由{instead_of_the_approver(issue, closure)}重开{asking}")
    return yes("由审定人以外的人重开")


def instead_of_the_approver(issue: Issue, closure: Closure) -> str:
    """Who may reopen: another head, and where the office has none a leader who has the unit in charge."""
    if heads := policies.other_heads(issue, closure.decided_by_id):
        return f"另一位负责人（{'、'.join(map(str, heads))}）"
    leaders = holders(issue.lead_unit, Role.LEADER)
    names = "、".join(str(person) for person in leaders)
    return f"分管领导（{names}）在本件的页面上" if leaders else "另一位负责人（督查办没有，请安全管理员增加）"


def source_is_named(issue: Issue, act: Act) -> Verdict:
    return (
        yes("") if (act.given.get("source") or "").strip() else no("请写重开的来源（回头看、信访、督查等）", "source")
    )


def new_deadline_is_given(issue: Issue, act: Act) -> Verdict:
    """What is put right again gets its own time: the old deadline may long be past."""
    due = act.given.get("due")
    if due is None:
        return no("请定新的整改期限", "due")
    if due <= today():
        return no(f"新期限 {due:%Y-%m-%d} 不晚于今天，请写今天以后的日期", "due")
    return yes(f"新期限 {due:%Y-%m-%d}")


def looked_back(*findings: str):
    """A condition: the latest look back at the standing closure found one of `findings`, and this person was there."""

    def need(issue: Issue, act: Act) -> Iterator[Verdict]:
        closure = act.read(standing_closure, issue)
        visits = closure.visits.filter(kind=Visit.Kind.LOOK_BACK, recorded_at__isnull=False) if closure else None
        visit = visits.order_by("-on", "-id").first() if visits is not None else None
        if visit is None:
            yield no("还没有回头看记录", "visit")
            return
        if visit.finding not in findings:
            yield no(f"最近一次回头看的结论是“{visit.get_finding_display()}”", "visit")
        if not visit.visitors.filter(pk=act.by.pk).exists():
            yield no("须由去回头看的人办理")

    return need


def not_a_closer(issue: Issue, act: Act) -> Verdict:
    """Who asked for, signed, reviewed or decided the closing does not judge whether it held."""
    closure = act.read(standing_closure, issue)
    if closure and same_hand(act, hands_in(closure), issue):
        return no("您参与过这件的销号，须由另一人回头看")
    return yes("由没有参与销号的人回头看")


def observation_is_over(issue: Issue, act: Act) -> Verdict:
    on = issue.look_back_on
    if on and on > timezone.localdate():
        return no(f"观察期到 {on:%Y-%m-%d}，期满才能归档；期内的回头看照常记录")
    return yes("观察期已满")


# ---- what follows --------------------------------------------------------------------------------------------------


def reopen(issue: Issue, act: Act) -> dict:
    """The old closure stays as it is, marked as reopened; the relapse is counted for ever. The deadline that was given is a
    new version: overdue counts from it, the one before stays in the trail."""
    return _begin_again(issue, act, act.given["source"])


def relapse(issue: Issue, act: Act) -> dict:
    """反弹 found by a look back: a reopening whose source is the visit."""
    return _begin_again(issue, act, "回头看")


def _begin_again(issue: Issue, act: Act, source: str) -> dict:
    due = act.given["due"]
    act.tell(source=source, before_due=str(issue.due), after_due=str(due))
    return {
        "due": due,
        "due_version": issue.due_version + 1,
        "closed_on": None,
        "grade": "",
        "declared": "",
        "look_back_on": None,
        "reopenings": issue.reopenings + 1,
    }


def ask_anew(issue: Issue, act: Act):
    """No measure stays 已核 by files that count no more. The numbers that were accepted stay where the matter came back, for
    then they were true; a closing found false takes them along."""
    for measure in live_measures(issue).filter(status=MeasureStatus.ACCEPTED):
        act.then(moves_of(measure)["reopen"], measure, note=act.note)
    closure = act.read(standing_closure, issue)
    if closure is None:
        return
    if closure.visits.filter(kind=Visit.Kind.LOOK_BACK, fault=Visit.Fault.FALSE).exists():
        _void_numbers(issue, act)
    _call_off(closure, act)
    closure.outcome = Closure.Outcome.REOPENED
    closure.save(update_fields=["outcome"])


def _call_off(closure: Closure, act: Act) -> None:
    """Nobody goes to look at a closing that no longer stands. A visit that has files stays: they are kept with it."""
    ahead = list(closure.visits.filter(recorded_at=None, files=None))
    facts = [Fact("ledgers.visit.call_off", visit, act.note, {"what": visit.get_kind_display()}) for visit in ahead]
    if facts:
        record_many(facts, by=act.by, post=act.post)
        closure.visits.filter(pk__in=[visit.pk for visit in ahead]).delete()


def _void_numbers(issue: Issue, act: Act) -> None:
    outcomes = list(
        Outcome.objects.filter(measure__issue=issue).exclude(accepted=None).select_related("measure", "kind")
    )
    facts = []
    for outcome in outcomes:
        names = {"order": outcome.measure.order, "name": outcome.kind.name, "unit": outcome.kind.unit}
        before = f"{outcome.accepted.normalize():f}"
        facts.append(Fact("issues.outcome.void", outcome, "", names | {"before": before}))
        outcome.accepted = outcome.accepted_at = outcome.accepted_by = None
        outcome.accepted_note = ""
        outcome.save(update_fields=["accepted", "accepted_note", "accepted_at", "accepted_by"])
    if facts:
        record_many(facts, by=act.by, post=act.post)


# ---- the moves -------------------------------------------------------------------------------------------------------

HOLD_UP = Move(
    "hold_up",
    "回头看合格",
    frozenset({S.CLOSED}),
    S.ARCHIVED,
    may=policies.looks_back,
    reviews=True,
    needs=(looked_back(F.HOLDS), not_a_closer, observation_is_over),
    then=(telling.tell_unit("{issue} 回头看合格，已归档"),),
    page="ledgers:look_back",
    says=Says(done="回头看合格", next="已归档，不再安排回头看。", trail="回头看合格，归档", button="回头看"),
)

RELAPSE = Move(
    "relapse",
    "反弹",
    frozenset({S.CLOSED}),
    S.RECTIFYING,
    may=policies.looks_back,
    reviews=True,
    needs=(looked_back(F.FAILS), not_a_closer),
    needs_note=True,
    way="back",
    accepts=(new_deadline_is_given,),
    sets=relapse,
    then=(ask_anew, telling.tell_unit("{issue} 回头看发现反弹，重开整改：{note}")),
    page="ledgers:look_back",
    takes=Relapse,
    says=Says(
        done="已按反弹重开",
        next="措施重新举证、重新核准，再申请销号；原来的销号记录不动，反弹次数加 1。",
        trail="回头看发现反弹，重开整改[，期限由 {before_due} 改为 {after_due}]",
        button="回头看",
    ),
)

REOPEN = Move(
    "reopen",
    "重开",
    frozenset({S.CLOSED}),
    S.RECTIFYING,
    may=policies.reopens,
    needs=(not_the_approver,),
    needs_note=True,
    way="back",
    accepts=(source_is_named, new_deadline_is_given),
    sets=reopen,
    then=(ask_anew, telling.tell_unit("{issue} 重开整改：{note}")),
    irreversible=True,
    takes=Reopen,
    says=Says(
        done="已重开",
        next="原来的销号记录不动，反弹次数加 1。",
        trail="重开（{source}）[，期限由 {before_due} 改为 {after_due}]",
        will=(
            "本件回到“整改中”，重新计入应整改，对账单从今天起加 1 件",
            "原来的销号记录保留，注明“销号后重开”；反弹次数加 1，不能消除",
            "已核的措施回到进行中，责任单位收到通知，须重新举证、报完成、申请销号",
        ),
    ),
)

ROWS = (HOLD_UP, RELAPSE, REOPEN)
