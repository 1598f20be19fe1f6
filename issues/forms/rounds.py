"""A round with its phases, and its units with their numbers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from issues.deadlines import DeadlineField, ReadsDeadlines
from issues.gates import JOINT
from issues.models import Level, PhaseKind, Procedure, Round, RoundKind, RoundUnit, RuleProfile, Term
from rectify.accounts.models import Unit
from rectify.lib.fields import Choice, DayField, Flag, Number, Ref, Words
from rectify.workflow.inputs import ActInput

DAYS = {"class": "w-auto", "type": "date"}
HELP = {
    "new_term": "如“九届市委”。列表里没有这一届时填，和轮次一起建好。",
    "name": "显示在页头，如“九届市委第五轮巡察”。",
    "profile": "问题没有写期限时，按它推算；可在“列表与规则”里改。",
    "procedure": "此后下发的问题按它办理；已下发的按下发时的那一版办完。不选就是短流程。",
    "report_due": "页头的倒计时数到这一天。",
    "previous": "上一轮没有完成的问题从那里带过来。",
    "parent": "上下联动时，上级的那一轮。",
}
ENDS = {"starts": "开始", "ends": "结束"}
WORDS = {PhaseKind.CONCENTRATED: "集中整改期", PhaseKind.DEEPENING: "深化提升期", PhaseKind.NORMAL: "常态化期"}


def seen(form: ActInput) -> QuerySet[Round]:
    """The other rounds that the person sees."""
    return Round.objects.visible_to(form.user).exclude(pk=form.obj.pk if form.obj else None)


class RoundForm(ReadsDeadlines, ActInput):
    """A round (`obj`; None for a new one) with its phases. The office that runs it stays."""

    term = Ref(
        lambda form: Term.objects.all(), by="name", label="届次", required=False, empty_label="不在列表里，填在下一格"
    )
    new_term = Words(label="新的届次", max_length=50, required=False, help_text=HELP["new_term"])
    number = Number(label="第几轮", max_value=32767)
    name = Words(label="名称", max_length=100, help_text=HELP["name"])
    kind = Ref(lambda form: RoundKind.objects.all(), by="code", label="方式")
    level = Choice(label="层级", choices=Level, initial=Level.CITY)
    office = Ref(lambda form: Unit.objects.filter(pk__in=form.user.offices()), label="督查单位")
    profile = Ref(lambda form: RuleProfile.objects.all(), by="code", label="时限方案", help_text=HELP["profile"])
    procedure = Ref(
        lambda form: Procedure.objects.filter(Q(is_current=True) | Q(pk=form.obj.procedure_id if form.obj else None)),
        label="办理规程",
        required=False,
        empty_label="不选，就是短流程",
        help_text=HELP["procedure"],
    )
    onsite_starts = DayField(label="进驻", required=False, widget=forms.DateInput(attrs=DAYS, format="%Y-%m-%d"))
    onsite_ends = DayField(label="撤点", required=False, widget=forms.DateInput(attrs=DAYS, format="%Y-%m-%d"))
    report_due = DeadlineField(label="报告期限", required=False, help_text=HELP["report_due"])
    previous = Ref(seen, label="上一轮", required=False, help_text=HELP["previous"])
    parent = Ref(seen, label="上级联动轮次", required=False, help_text=HELP["parent"])

    def __init__(self, *args: Any, obj: Round | None = None, **kwargs: Any) -> None:
        if obj:
            kwargs["initial"] = {name: getattr(obj, name, None) for name in (*self.base_fields, "report_due_text")}
        super().__init__(*args, obj=obj, **kwargs)
        if not Term.objects.exists():
            self.fields["new_term"].label, self.fields["new_term"].required = "届次", True
            self.fields["term"].widget = forms.HiddenInput()
        self.fields["office"].disabled = bool(obj)
        present = {phase.kind: phase for phase in obj.phases.all()} if obj else {}
        for kind, word in WORDS.items():
            phase = present.get(kind)
            for end, words in ENDS.items():
                self.fields[f"{kind}_{end}"] = DeadlineField(
                    label=f"{word}{words}", required=False, first=end == "starts"
                )
                for name in (end, f"{end}_text"):
                    self.initial[f"{kind}_{name}"] = getattr(phase, name, None)

    def clean_procedure(self) -> Procedure | None:
        """A joint review that asks nobody is no review: the bodies come first."""
        chosen = self.cleaned_data["procedure"]
        joint = chosen.steps.filter(gate__in=JOINT, bodies=None) if chosen else ()
        if names := [step.get_gate_display() for step in joint]:
            raise ValidationError(
                f"“{chosen.name}”的{'、'.join(names)}还没有定联审单位，请先在“列表与规则—办理规程”里定"
            )
        return chosen

    def _clean_term(self, data: dict) -> None:
        """One term: chosen, or named because no list has it."""
        if data.get("term") and data.get("new_term"):
            self.add_error("new_term", f"上面已选了{data['term']}。要用新的一届，上面请不选")
        elif not (data.get("term") or data.get("new_term") or self.errors.keys() & {"term", "new_term"}):
            self.add_error("new_term", "请选届次；列表里没有，就在这里写它的名称")

    def clean(self) -> dict:
        data = super().clean()
        self._clean_term(data)
        last: tuple[str, date] | None = None
        for kind, word in WORDS.items():
            starts, ends = data.get(f"{kind}_starts"), data.get(f"{kind}_ends")
            if ends and not starts:
                self.add_error(f"{kind}_starts", f"写了{word}结束日，请也写开始日")
            if starts and ends and ends < starts:
                self.add_error(f"{kind}_ends", f"{word}结束日早于开始日 {starts:%Y-%m-%d}")
            if starts and last and starts <= last[1]:
                self.add_error(f"{kind}_starts", f"要晚于{last[0]}结束日 {last[1]:%Y-%m-%d}")
            last = (word, ends) if ends else last
        first, until = data.get("onsite_starts"), data.get("onsite_ends")
        if first and until and until < first:
            self.add_error("onsite_ends", f"撤点日早于进驻日 {first:%Y-%m-%d}")
        return data

    @property
    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = [name for end in ENDS for name in (end, f"{end}_text")]
        phases = {kind: {name: data[f"{kind}_{name}"] for name in names} for kind in WORDS}
        return {name: data[name] for name in (*self.base_fields, "report_due_text")} | {"phases": phases}


class RoundUnitsForm(ActInput):
    """A box and a number for each unit of the tree."""

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {place.unit_id: place for place in RoundUnit.objects.filter(round=self.obj)}
        self.units, self.lines = units, []
        for unit in units:
            place = places.get(unit.pk)
            self.fields[f"in_{unit.public_id}"] = Flag(label=unit.full_name, initial=place is not None)
            self.fields[f"no_{unit.public_id}"] = Number(
                label=f"{unit.full_name}单位号",
                required=False,
                min_value=1,
                max_value=999,
                initial=place and place.number,
                widget=forms.NumberInput(attrs={"class": "w-auto", "aria-label": f"{unit.full_name}单位号"}),
            )
            depth = min(max(unit.path.count("/") - 2, 0), 3)
            fixed = bool(place and place.last_issue)
            self.lines.append((unit, self[f"in_{unit.public_id}"], self[f"no_{unit.public_id}"], "　" * depth, fixed))

    def clean(self) -> dict:
        data = super().clean()
        seen: dict[int, Unit] = {}
        for unit in self.units:
            number = data.get(f"no_{unit.public_id}")
            if data.get(f"in_{unit.public_id}") and number:
                if number in seen:
                    raise ValidationError(f"{seen[number]}和{unit}的单位号都是 {number}，请改其中一个")
                seen[number] = unit
        return data

    @property
    def given(self) -> dict[str, dict[Unit, int | None]]:
        data = self.cleaned_data
        return {
            "numbers": {
                unit: data.get(f"no_{unit.public_id}") for unit in self.units if data.get(f"in_{unit.public_id}")
            }
        }
