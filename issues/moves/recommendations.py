"""意见建议: given to a unit, answered by measures, carried out and found to be so (docs/rules.md: recommendation-answered)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from issues import policies
from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.models import (
    Measure,
    MeasureStatus,
    Recommendation,
    RecommendationMeasure,
    RecommendationStatus,
)
from rectify.accounts.directory import people_for
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.audit.hands import same_hand
from rectify.lib.fields import Ref, Row, Rows, Words, area
from rectify.lib.text import shortened
from rectify.lib.verdict import YES, Verdict, no
from rectify.notices.notify import notify
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

DONE = (MeasureStatus.DONE, MeasureStatus.ACCEPTED)


def units_of(form: Input) -> QuerySet[Unit]:
    """The units of its round."""
    return Unit.objects.filter(in_rounds__round=form.obj.round_id).active()


class Assign(ReadsDeadlines, Input):
    """Who answers it, and by when; the inspected unit, until another is chosen."""

    lead_unit = Ref(units_of, called=lambda unit: unit.full_name, label="责任单位")
    due = DeadlineField(label="期限")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"lead_unit": self.obj.lead_unit.public_id, **self.initial}

    def basis(self, name: str) -> Basis:
        return Basis(delivered_on=self.obj.feedback.delivered_on)


def usable(recommendation: Recommendation) -> QuerySet[Measure]:
    """The measures of the unit's own issues that may answer it too."""
    live = Measure.objects.exclude(status=MeasureStatus.CANCELLED).filter(issue__dispatched_at__isnull=False)
    here = {"issue__round": recommendation.round_id, "issue__lead_unit": recommendation.lead_unit_id}
    return live.filter(**here).select_related("issue").order_by("issue__number", "order")


class AnswerRow(ReadsDeadlines, Row):
    """One measure: in words, or one that stands in the plan of an issue."""

    measure = Words(label="用问题里的措施", required=False, max_length=12, widget=forms.Select)
    text = Words(label="或者另写措施", required=False, max_length=4000, widget=area(2))
    person = Words(label="责任人", required=False, max_length=100)
    due = DeadlineField(label="期限", required=False)

    def __init__(self, *args: Any, whole: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, whole=whole, **kwargs)
        if whole is not None:
            self.fields["measure"].widget.choices = whole.choices

    def basis(self, name: str) -> Basis:
        return Basis(delivered_on=self.whole.obj.feedback.delivered_on if isinstance(self.whole, Input) else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        linked, text = cleaned.get("measure"), cleaned.get("text")
        if linked and linked not in dict(self.fields["measure"].widget.choices):
            self.add_error("measure", "没有这条措施，请从列表中选")
        elif linked and text:
            self.add_error("text", "选了问题里的措施，这里就不再另写；要另写请分成两行")
        elif text and not (cleaned.get("person") and cleaned.get("due")):
            self.add_error("text", "另写的措施要写明责任人和期限")
        elif not linked and not text and (cleaned.get("person") or cleaned.get("due_text") or cleaned.get("due")):
            self.add_error("text", "请写措施；不要这一行，请把它清空")
        return cleaned

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("measure") and not self.cleaned_data.get("text")


class Answering(Input):
    """The measures by which a unit answers a recommendation, in their order."""

    measures = Rows(AnswerRow, error_messages={"required": "请至少写一条措施，或选一条问题里的措施"})

    @property
    def choices(self) -> list[tuple[str, str]]:
        measures = [
            (m.public_id, f"{m.issue.number} 措施 {m.order}　{shortened(m.text, 30)}") for m in usable(self.obj)
        ]
        return [("", "不用，另写"), *measures]


class Carried(Input):
    result = Words(
        label="落实情况",
        max_length=4000,
        widget=area(5),
        help_text="写做了什么、到什么程度、拿什么证明。",
        error_messages={"required": "请写明落实情况"},
    )


# ---- what must be true first ---------------------------------------------------------------------------------------


def not_who_planned(recommendation: Recommendation, act: Act) -> Verdict:
    """Who handed the measures in does not pass them."""
    if same_hand(act, recommendation.planned_by_id, recommendation):
        return no("措施是您报送的，须由另一人审核")
    return YES


def not_who_reported(recommendation: Recommendation, act: Act) -> Verdict:
    """Who said that it is done does not find it so."""
    if same_hand(act, recommendation.reported_by_id, recommendation):
        return no("落实情况是您报的，须由另一人认定")
    return YES


def measures_of_issues_are_done(recommendation: Recommendation, act: Act) -> Iterator[Verdict]:
    """A measure that stands in an issue's plan is worked on there, and is reported done there first."""
    for row in recommendation.measures.select_related("measure__issue"):
        if row.measure and row.measure.status not in DONE:
            where = f"{row.measure.issue.number} 措施 {row.measure.order}"
            yield no(f"{where} 现在是“{row.measure.get_status_display()}”，请先在那一件里报完成")


# ---- what follows --------------------------------------------------------------------------------------------------


def assigned(recommendation: Recommendation, act: Act) -> dict[str, Any]:
    words = {name: act.given[name] for name in ("lead_unit", "due", "due_text")}
    act.tell(unit=str(words["lead_unit"]), due=str(words["due"]))
    return words | {"assigned_at": act.at, "assigned_by": act.by}


def write_answers(recommendation: Recommendation, act: Act) -> None:
    """The rows of before are replaced: they were never passed, or are changed for a reason."""
    rows: Sequence[dict[str, Any]] = act.given["measures"]
    linked = usable(recommendation).in_bulk([row["measure"] for row in rows if row["measure"]], field_name="public_id")
    recommendation.measures.all().delete()
    RecommendationMeasure.objects.bulk_create(
        RecommendationMeasure(
            recommendation=recommendation,
            order=order,
            measure=linked.get(row["measure"]),
            text="" if row["measure"] else row["text"],
            person=row["person"],
            due=row["due"],
            due_text=row["due_text"],
        )
        for order, row in enumerate(rows, start=1)
    )
    act.tell(count=len(rows))


def reopened(recommendation: Recommendation, act: Act) -> dict[str, Any]:
    return {"settled_at": None, "settled_by": None}


def telling(where: str, title: str):
    """An effect that tells the people of one side: `where` is unit or office."""

    def effect(recommendation: Recommendation, act: Act) -> None:
        if where == "unit":
            people = people_for(recommendation.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
        else:
            people = people_for(recommendation.round.office, Role.OFFICE_CLERK)
        note = f"\n{act.note}" if act.note and not recommendation.is_secret else ""
        notify(
            [person for person in people if person.pk != getattr(act.by, "pk", None)],
            key=f"recommendation:{recommendation.pk}:{recommendation.version}",
            kind="move",
            title=f"意见建议 {recommendation.number} {title}",
            text=f"{recommendation.round.name}　{recommendation.told_title}" + note,
            why="责任单位的人员" if where == "unit" else "本轮督查经办人",
            url=recommendation.get_absolute_url(),
        )

    return effect


# ---- the moves -------------------------------------------------------------------------------------------------------

R = RecommendationStatus

ASSIGN = Move(
    "assign",
    "分办",
    frozenset({R.DRAFT}),
    R.PLANNING,
    may=policies.office,
    sets=assigned,
    then=(telling("unit", "分办到本单位，请定措施"),),
    takes=Assign,
    says=Says(done="已分办", next="等责任单位报送措施。", trail="分办给{unit}，期限 {due}"),
)

ANSWER = Move(
    "answer",
    "报送措施",
    frozenset({R.PLANNING}),
    R.PLAN_REVIEW,
    may=policies.unit,
    sets=lambda recommendation, act: {"planned_by": act.by},
    then=(write_answers, telling("office", "报来措施，请审核")),
    takes=Answering,
    says=Says(done="措施已报送", next="等督查办审核。", trail="报送措施 {count} 条"),
)

PASS = Move(
    "pass_measures",
    "措施通过",
    frozenset({R.PLAN_REVIEW}),
    R.RECTIFYING,
    may=policies.office,
    reviews=True,
    needs=(not_who_planned,),
    then=(telling("unit", "措施已通过，请落实"),),
    says=Says(done="措施已通过", next="等责任单位报落实。", trail="措施通过"),
)

RETURN = Move(
    "return_measures",
    "措施退回",
    frozenset({R.PLAN_REVIEW}),
    R.PLANNING,
    may=policies.office,
    reviews=True,
    needs=(not_who_planned,),
    needs_note=True,
    way="back",
    then=(telling("unit", "措施退回"),),
    says=Says(done="措施已退回", next="责任单位改好后再报。", trail="措施退回"),
)

CHANGE = Move(
    "change_measures",
    "修改措施",
    frozenset({R.RECTIFYING}),
    R.PLANNING,
    may=policies.unit,
    needs_note=True,
    way="back",
    says=Says(done="可以改措施了", next="改好后再报督查办审核。", trail="修改已通过的措施"),
)

REPORT = Move(
    "report",
    "报落实",
    frozenset({R.RECTIFYING}),
    R.FIRST_REVIEW,
    may=policies.unit,
    needs=(measures_of_issues_are_done,),
    sets=lambda recommendation, act: {"result": act.given["result"], "reported_by": act.by},
    then=(telling("office", "报已落实，请认定"),),
    takes=Carried,
    says=Says(done="已报落实", next="等督查办认定。", trail="报落实情况"),
)

SETTLE = Move(
    "settle",
    "认定落实",
    frozenset({R.FIRST_REVIEW}),
    R.SETTLED,
    may=policies.office,
    reviews=True,
    needs=(not_who_reported,),
    sets=lambda recommendation, act: {"settled_at": act.at, "settled_by": act.by},
    then=(telling("unit", "认定已落实"),),
    says=Says(done="已认定落实", next="不用再办。", trail="认定已落实"),
)

SEND_BACK = Move(
    "send_back",
    "退回落实",
    frozenset({R.FIRST_REVIEW}),
    R.RECTIFYING,
    may=policies.office,
    reviews=True,
    needs=(not_who_reported,),
    needs_note=True,
    way="back",
    then=(telling("unit", "落实情况退回"),),
    says=Says(done="已退回", next="责任单位继续落实。", trail="退回落实情况"),
)

REOPEN = Move(
    "reopen",
    "重新落实",
    frozenset({R.SETTLED}),
    R.RECTIFYING,
    may=policies.office_head,
    needs_note=True,
    way="back",
    sets=reopened,
    then=(telling("unit", "须重新落实"),),
    says=Says(done="已重新打开", next="责任单位重新落实。", trail="重新落实"),
)

END = Move(
    "end",
    "不再办理",
    frozenset({R.DRAFT, R.PLANNING, R.PLAN_REVIEW, R.RECTIFYING, R.FIRST_REVIEW}),
    R.TERMINATED,
    may=policies.office_head,
    needs_note=True,
    way="end",
    says=Says(done="不再办理", next="经过和理由都保留。", trail="不再办理"),
)

ROWS = (ASSIGN, ANSWER, PASS, RETURN, CHANGE, REPORT, SETTLE, SEND_BACK, REOPEN, END)
