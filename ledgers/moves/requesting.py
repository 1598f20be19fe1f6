"""申请销号 and its signature: the unit asks, its principal answers for it; until the review begins it may be taken back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.conditions import no_waiting_extension
from issues.effects import joint, telling
from issues.models import Grade, Status
from ledgers import conditions, policies
from ledgers.effects import closing, recalled
from ledgers.models import Closure
from ledgers.models.closure import Answer
from rectify.lib.fields import Choice, Flag, Words, area
from rectify.workflow.inputs import Input
from rectify.workflow.moves import Move, Says

S = Status
O = Closure.Outcome  # noqa: E741 (one letter, like S)
# A request is under way: somebody reads, or waits to decide.
SUBMITTED = frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW, S.JOINT_REVIEW, S.OBJECTION_WINDOW, S.AWAITING_DECISION})


class Apply(Input):
    """申请销号: the standard of the procedure line by line where it has one, declared grade, result, 三问."""

    standards = forms.MultipleChoiceField(
        label="对照销号标准，做到的逐条勾选", widget=forms.CheckboxSelectMultiple,
        help_text="这类问题的标准，由办理规程定；有一条没做到，先不要申请",
        error_messages={"required": "请对照标准逐条确认"},
    )  # fmt: skip
    declared = Choice(
        label="单位申报", choices=[c for c in Grade.choices if c[0] != Grade.UNVERIFIABLE], widget=forms.RadioSelect,
        help_text="这是我们自己的判断；监督认定由督查办另定，两个并列",
    )  # fmt: skip
    result = Words(
        label="整改结果", max_length=4000, widget=area(6),
        help_text="做了什么、到什么程度、凭什么说到位。数字要与佐证对得上",
    )  # fmt: skip
    matter = Choice(
        label="事要解决：问题本身解决了吗", choices=[(Answer.YES, "解决了")], widget=forms.RadioSelect,
        help_text="还没有解决的，先不要申请；做不到的，可以申请延期",
    )  # fmt: skip
    matter_note = Words(label="怎么解决的", required=False, max_length=300)
    persons = Choice(label="人要处理：该追究的责任追究了吗", choices=Answer, widget=forms.RadioSelect)
    persons_note = Words(
        label="处理情况，或为什么不适用", required=False, max_length=300,
        help_text="例如：批评教育 2 人。不写线索",
    )  # fmt: skip
    mechanism = Choice(label="长效机制要建立：制度建了、在执行吗", choices=Answer, widget=forms.RadioSelect)
    mechanism_note = Words(
        label="制度名称和执行情况，或为什么不适用", required=False, max_length=300,
        help_text="例如：修订细则 1 项，9 月起执行",
    )  # fmt: skip
    silent = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = conditions.standard_of(self.obj)
        self.fields["standards"].choices = [(line, line) for line in self.lines]
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
        label="不予签字的理由", max_length=1000, widget=area(3), help_text="签字的不用填",
        error_messages={"required": "请写明理由"},
    )  # fmt: skip
    digest = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = self.move.needs_note


APPLY = Move(
    "apply", "申请销号", frozenset({S.RECTIFYING}), S.AWAITING_SIGNATURE,
    may=policies.unit_liaison,
    needs=(conditions.measures_are_done, conditions.linked_measures_are_accepted, conditions.criteria_are_proven,
           conditions.evidence_dates_are_plausible, conditions.promises_are_answered, no_waiting_extension),
    accepts=(conditions.answers_are_given, conditions.standards_are_met), sets=closing.declare,
    then=(closing.open_closure, telling.tell_principal("{issue} 申请销号，请审签")),
    page="ledgers:apply", opens_ready=True, takes=Apply,
    says=Says(done="已申请销号", next="等主要负责人审签。审签前可以撤回。", trail="第 {closure} 次申请销号"),
)  # fmt: skip

WITHDRAW = Move(
    "withdraw", "撤回申请", frozenset({S.AWAITING_SIGNATURE, S.FIRST_REVIEW}), S.RECTIFYING,
    may=policies.unit_liaison, needs=(conditions.review_has_not_begun,), way="back",
    sets=closing.undeclare, then=(closing.finish(O.WITHDRAWN),),
    says=Says(done="申请已撤回", next="改好后可以再申请。", trail="撤回第 {closure} 次销号申请"),
)  # fmt: skip

CHANGE_EVIDENCE = Move(
    "change_evidence", "佐证变动，申请撤回", SUBMITTED, S.RECTIFYING,
    may=policies.contributor, by_hand=False, needs_note=True, way="back", sets=recalled.undeclare,
    then=(joint.void_review, closing.finish(O.WITHDRAWN), telling.tell_principal("{issue} 佐证有变动，销号申请已撤回"),
          telling.tell_clerk("{issue} 佐证有变动，销号申请已撤回")),
    says=Says(done="佐证变动，申请已撤回", next="改好后可以再申请。",
              trail="佐证有变动，第 {closure} 次销号申请自动撤回"),
)  # fmt: skip

ENDORSE = Move(
    "endorse", "签字背书", frozenset({S.AWAITING_SIGNATURE}), S.FIRST_REVIEW,
    may=policies.unit_principal, needs=(conditions.not_the_applicant,), accepts=(conditions.pledge_is_given,),
    then=(closing.write_signature, telling.tell_clerk("{issue} 申请销号已签字，请初审")),
    page="ledgers:sign", takes=Sign,
    says=Says(done="已签字背书", next="送督查办初审。", trail="签字背书", button="看申请并签字"),
)  # fmt: skip

DECLINE_SIGNATURE = Move(
    "decline_signature", "不予签字", frozenset({S.AWAITING_SIGNATURE}), S.RECTIFYING,
    may=policies.unit_principal, needs=(conditions.not_the_applicant,), needs_note=True, way="back",
    sets=closing.undeclare, then=(closing.finish(O.UNSIGNED), telling.tell_liaison("{issue} 未予签字：{note}")),
    page="ledgers:sign", takes=Sign,
    says=Says(done="没有签字", next="已退回联络员继续整改。", trail="不予签字", button="看申请并签字"),
)  # fmt: skip

ROWS = (APPLY, WITHDRAW, CHANGE_EVIDENCE, ENDORSE, DECLINE_SIGNATURE)
