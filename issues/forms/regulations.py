"""The rules that came of an issue, and the office's word on each."""

from django import forms

from issues.models import Measure, MeasureStatus, Regulation
from rectify.lib.dates import today
from rectify.lib.fields import Choice, DayField, Flag, Ref, Words
from rectify.lib.text import shortened
from rectify.workflow.inputs import ActInput


def called(measure: Measure) -> str:
    return f"措施 {measure.order}　{shortened(measure.text, 24)}"


class RegulationForm(ActInput):
    title = Words(label="制度名称", max_length=200, help_text="写全称，如“保障性住房分配管理办法”。")
    kind = Choice(label="类型", choices=Regulation.Kind.choices, initial=Regulation.Kind.NEW)
    number = Words(label="文号", max_length=60, required=False)
    maker = Words(label="制定单位", max_length=100, required=False, help_text="不填时按牵头单位。")
    issued_on = DayField(label="印发日期", required=False)
    measure = Ref(
        lambda form: form.obj.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order"),
        called=called,
        label="对应措施",
        required=False,
        empty_label="不对应单条措施",
    )
    is_public = Flag(label="已公开")

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > today():
            raise forms.ValidationError("印发日期不能晚于今天；还没有印发的先不录")
        return day


class CheckForm(ActInput):
    """What the office found when it looked how the rule is carried out."""

    checked_on = DayField(label="执行检查日期", required=False)
    check_result = Words(label="执行检查结果", max_length=300, required=False)
