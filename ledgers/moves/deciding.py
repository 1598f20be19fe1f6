"""审定: the supervisors' own grade and how they know; or, with a reason, not."""

from dataclasses import dataclass
from typing import Any

from django import forms

from issues.effects import telling
from issues.effects.lifecycle import lapse_extensions
from issues.gates import gate
from issues.models import Gate, Grade, Issue, ProcedureStep, Status
from ledgers import conditions, policies
from ledgers.effects import closing
from ledgers.models import Closure, Visit
from rectify.lib.fields import Choice, Words, area
from rectify.lib.text import shortened
from rectify.workflow.inputs import Input
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
        label="审定意见；不予销号的写理由", max_length=2000, widget=area(3),
        error_messages={"required": "请写明理由"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looked = looked(self.obj)
        self.initial = self.looked.written | self.initial
        self.fields["site"].choices = self.looked.ways
        if not self.looked.ways:
            self.fields["site"].help_text = "还没有核查记录，按规程又不能免：先去现场核查并记录，再来审定"
        for name in ("grade", "site", "site_note", "site_by"):
            self.fields[name].required = not self.move.needs_note
        self.fields["note"].required = self.move.needs_note

    @property
    def given(self) -> dict[str, Any]:
        given = super().given
        site = given.pop("site")
        return given | {"site_check": site == DONE}


APPROVE = Move(
    "approve", "审定销号", frozenset({S.AWAITING_DECISION}), S.CLOSED,
    may=policies.office_head, needs=(conditions.not_the_first_reviewer,),
    accepts=(conditions.decision_is_whole,), sets=closing.close,
    then=(closing.write_decision, telling.tell_unit("{issue} 已销号"), lapse_extensions),
    page="ledgers:decide", takes=Decide,
    says=Says(done="已销号", next="记入台账，已通知责任单位。",
              trail="审定销号，认定{grade_word}", button="看申请并审定"),
)  # fmt: skip

DECLINE = Move(
    "decline", "不予销号", frozenset({S.AWAITING_DECISION}), S.RECTIFYING,
    may=policies.office_head, needs=(conditions.not_the_first_reviewer,), needs_note=True, way="back",
    sets=closing.undeclare_and_count,
    then=(closing.finish(O.DECLINED), telling.tell_unit("{issue} 不予销号：{note}")),
    page="ledgers:decide", takes=Decide,
    says=Says(done="不予销号", next="理由已发给责任单位，继续整改。", trail="不予销号", button="看申请并审定"),
)  # fmt: skip

ROWS = (APPROVE, DECLINE)
