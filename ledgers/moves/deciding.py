"""审定: the supervisors' own grade and how they know; or, with a reason, not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from issues.effects import telling
from issues.effects.lifecycle import lapse_extensions
from issues.entrants import nobody_decides
from issues.gates import gate
from issues.limits import term_of
from issues.models import Gate, Grade, Issue, LimitedEvent, ProcedureStep, Status
from ledgers import policies
from ledgers.conditions import hands_in, live_closure, words_on_files
from ledgers.effects.closing import finish, undeclare_and_count, write
from ledgers.models import Closure, Visit
from ledgers.seals import decisions
from rectify.audit.hands import entered_but, entered_for_unit, hands, same_hand
from rectify.lib.columns import set_columns
from rectify.lib.dates import plus_months
from rectify.lib.digests import digest_of
from rectify.lib.fields import Choice, Words, area
from rectify.lib.text import shortened
from rectify.lib.verdict import Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act, not_entered
from rectify.workflow.moves import Move, Says

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)
DONE, WAIVED = "done", "waived"
SITE = [(DONE, "已现场核查"), (WAIVED, "免于现场核查")]


@dataclass(frozen=True)
class Looked:
    """How the site of a request was looked at: what the procedure asks (or nothing), the visits, the last one last."""

    rule: ProcedureStep | None
    visits: list[Visit]

    @property
    def records(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.recorded_at]

    @property
    def ahead(self) -> Visit | None:
        return next((visit for visit in self.visits if not visit.recorded_at), None)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """What may be chosen: only what the procedure lets pass."""
        if self.rule is None:
            return SITE
        allowed = {DONE: bool(self.records), WAIVED: self.rule.may_waive}
        return [way for way in SITE if allowed[way[0]]]

    @property
    def written(self) -> dict[str, str]:
        """The last record, as it is written into the form beforehand."""
        if not self.records:
            return {}
        last = self.records[-1]
        note = f"{last.on:%Y-%m-%d} {last.place}：{last.get_finding_display()}" + (
            f"；{last.note}" if last.note else ""
        )
        people = "、".join(str(person) for person in last.visitors.all())
        return {"site": DONE, "site_note": shortened(note, 299), "site_by": shortened(people, 59)}


def looked(issue: Issue) -> Looked:
    """The looks on site at the request under way."""
    visits = Visit.objects.filter(closure__issue=issue, closure__outcome=O.LIVE, kind=Visit.Kind.SITE_CHECK)
    return Looked(gate(issue, Gate.SITE_CHECK), list(visits.order_by("on", "pk").prefetch_related("visitors")))


class Decide(Input):
    """The supervisors' grade and the look on site: done, or waived with a reason and a name; a refusal needs its reason alone."""

    grade = Choice(
        label="监督认定", choices=Grade, widget=forms.RadioSelect, help_text="严口径只计全面完成，宽口径加基本完成"
    )
    site = Choice(label="现场核查", choices=SITE, widget=forms.RadioSelect)
    site_note = Words(label="核查情况；免核的写理由", max_length=300)
    site_by = Words(label="核查人；免核的写同意免核的人", max_length=60)
    minutes = Words(
        label="会议纪要号", required=False, max_length=80, help_text="领导小组会议定的，写纪要号，如 巡改领〔2026〕5号"
    )
    note = Words(
        label="审定意见；不予销号的写理由",
        max_length=2000,
        widget=area(3),
        error_messages={"required": "请写明理由"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looked = looked(self.obj)
        self.initial = {**self.looked.written, **self.initial}
        self.offer("site", self.looked.ways)
        if not self.looked.ways:
            self.fields["site"].help_text = "还没有核查记录，按规程又不能免：先去现场核查并记录，再来审定"
        for name in ("grade", "site", "site_note", "site_by"):
            self.fields[name].required = not self.move.needs_note
        self.fields["note"].required = self.move.needs_note

    @property
    def given(self) -> dict[str, Any]:
        values = super().given
        site = values.pop("site")
        return values | {"site_check": site == DONE}


# ---- what must be true first ---------------------------------------------------------------------------------------


def not_the_first_reviewer(issue: Issue, act: Act) -> Verdict:
    closure = act.read(live_closure, issue)
    if closure and same_hand(act, other_hands(issue, act, closure), issue):
        return no("您参与过这件的申请或初审，须由另一人审定")
    return yes("由初审人以外的人审定")


def other_hands(issue: Issue, act: Act, closure: Closure) -> set[int]:
    """Whose hands in the request bar from deciding it: all, but that of who entered the signature where nobody else decides."""
    people = hands_in(closure, act.read(words_on_files, closure))
    return people - hands(act) if only_entered_the_signature(issue, act) else people


def not_entered_beside_the_signature(issue: Issue, act: Act) -> Verdict:
    """Who entered something of it for the unit does not decide; but the office that has nobody else may let who wrote down the
    principal's signature alone do so, since another reviewed the request (decision 89)."""
    return yes("只代录过签字，由他人初审") if only_entered_the_signature(issue, act) else not_entered(issue, act)


def only_entered_the_signature(issue: Issue, act: Act) -> bool:
    closure = act.read(live_closure, issue)
    if (
        closure is None
        or closure.signed_by_id not in hands(act)
        or {closure.applied_by_id, closure.reviewed_by_id} & hands(act)
    ):
        return False
    return (
        entered_for_unit(act, issue)
        and not entered_but(act, issue, "issues.issue.endorse")
        and nobody_decides(issue, closure.applied_by_id, closure.reviewed_by_id)
    )


def decision_is_whole(issue: Issue, act: Act) -> Iterator[Verdict]:
    """审定 carries a grade; the site was checked, or the check waived with a reason and a name."""
    if act.given.get("grade") not in Grade.values:
        yield no("请选监督认定的完成情况", "grade")
    if not (act.given.get("site_note") or "").strip():
        yield no("请写现场核查情况；没有核查的，写免核理由", "site_note")
    if not (act.given.get("site_by") or "").strip():
        yield no("请写核查人；没有核查的，写同意免核的人", "site_by")
    if act.read(gate, issue, Gate.LEADING_GROUP) and not (act.given.get("minutes") or "").strip():
        yield no("按规程须经领导小组会议审定，请写会议纪要号", "minutes")
    yield from _site_is_checked(issue, act)


def _site_is_checked(issue: Issue, act: Act) -> Iterator[Verdict]:
    """Where the procedure asks for a look on site: a record of this request, or a waiver where it may be waived."""
    step = act.read(gate, issue, Gate.SITE_CHECK)
    if step is None:
        return
    if not act.given.get("site_check"):
        if not step.may_waive:
            yield no("按规程须现场核查，不能免", "site")
    elif not _checked(act.read(live_closure, issue)):
        yield no("还没有这次申请的现场核查记录，请先登记核查情况", "visit")


def _checked(closure: Closure | None) -> bool:
    """Whether somebody went to look for this request."""
    done = closure.visits.filter(kind=Visit.Kind.SITE_CHECK, recorded_at__isnull=False) if closure else None
    return bool(done and done.exists())


# ---- what follows --------------------------------------------------------------------------------------------------


def write_decision(issue: Issue, act: Act):
    """The closing: who decided, on what, with the hash of everything that was seen."""
    closure = act.read(live_closure, issue)
    fields = {
        "outcome": Closure.Outcome.APPROVED,
        "decided_at": timezone.now(),
        "decided_by": act.by,
        "grade": act.given["grade"],
        "minutes": (act.given.get("minutes") or "").strip(),
        "site_check": bool(act.given.get("site_check")),
        "site_note": act.given["site_note"].strip(),
        "site_by": act.given["site_by"].strip(),
        "note": act.note,
    }
    set_columns(closure, fields)
    fields["final_digest"] = digest_of(decisions(closure, act.read(words_on_files, closure))[0])
    write(closure, fields)
    act.tell(
        closure=closure.number,
        grade=fields["grade"],
        grade_word=Grade(fields["grade"]).label,
        digest=fields["final_digest"],
    )


def close(issue: Issue, act: Act) -> dict:
    """认定 and the day of closing; the look-back date follows from the round's rule, six months where it has none."""
    today = timezone.localdate()
    return {"closed_on": today, "grade": act.given["grade"], "look_back_on": look_back_day(issue, today)}


def look_back_day(issue: Issue, closed_on: date) -> date:
    """When somebody goes back to look at an issue closed on `closed_on`."""
    rule = term_of(LimitedEvent.LOOK_BACK, issue.round)
    return plus_months(closed_on, rule.number if rule and rule.unit == "month" else 6)


# ---- the moves -------------------------------------------------------------------------------------------------------

APPROVE = Move(
    "approve",
    "审定销号",
    frozenset({S.AWAITING_DECISION}),
    S.CLOSED,
    may=policies.office_head,
    reviews=True,
    own_entries=not_entered_beside_the_signature,
    needs=(not_the_first_reviewer,),
    accepts=(decision_is_whole,),
    sets=close,
    then=(write_decision, telling.tell_unit("{issue} 已销号"), lapse_extensions),
    page="ledgers:decide",
    takes=Decide,
    says=Says(
        done="已销号", next="记入台账，已通知责任单位。", trail="审定销号，认定{grade_word}", button="看申请并审定"
    ),
)

DECLINE = Move(
    "decline",
    "不予销号",
    frozenset({S.AWAITING_DECISION}),
    S.RECTIFYING,
    may=policies.office_head,
    reviews=True,
    own_entries=not_entered_beside_the_signature,
    needs=(not_the_first_reviewer,),
    needs_note=True,
    way="back",
    sets=undeclare_and_count,
    then=(finish(O.DECLINED), telling.tell_unit("{issue} 不予销号：{note}")),
    page="ledgers:decide",
    takes=Decide,
    says=Says(done="不予销号", next="理由已发给责任单位，继续整改。", trail="不予销号", button="看申请并审定"),
)

ROWS = (APPROVE, DECLINE)
