"""What is filled in for a visit: who goes and when; on the spot, what was found; with each file, a word."""

from datetime import date
from typing import Any

from django import forms

from ledgers.models import Visit
from rectify.lib.dates import plus_months, today
from rectify.lib.fields import Choice, DayField, Refs, Words, area
from rectify.workflow.inputs import ActInput


def day(**attrs: str) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto", **attrs})


class PlanForm(ActInput):
    """Who goes and when; the same for all issues that are planned together."""

    on = DayField(label="哪天去", widget=day(), initial=today)
    visitors = Refs(
        lambda form: form.people,
        label="谁去",
        widget=forms.CheckboxSelectMultiple,
        help_text="至少一人；归档、按反弹重开由去的人办。经手过销号的人不能去回头看",
    )
    kind = Choice(choices=Visit.Kind, widget=forms.HiddenInput)
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people: Any, **kwargs) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on < today():
            raise forms.ValidationError(f"{on:%Y-%m-%d} 已经过了，请填今天或以后")
        return on


class RecordForm(ActInput):
    """听看查访, in the order in which a visit goes."""

    on = DayField(label="实到日期", widget=day(), initial=today)
    place = Words(label="地点", max_length=120, help_text="去了哪里，如“幸福里小区 3 栋”")
    people = Words(label="见到的人", max_length=300, required=False, help_text="写身份，不写群众姓名和身份证号")
    heard = Words(
        label="听：汇报了什么", required=False, max_length=4000, widget=area(3), help_text="听、看、查、访至少写一项"
    )
    seen = Words(label="看：看到什么", required=False, max_length=4000, widget=area(3))
    searched = Words(label="查：查了哪些资料", required=False, max_length=4000, widget=area(3))
    asked = Words(label="访：问了谁、怎么说", required=False, max_length=4000, widget=area(3))
    finding = Choice(label="结论", choices=Visit.Finding, widget=forms.RadioSelect)
    fault = Choice(
        label="不属实的性质",
        choices=Visit.Fault,
        widget=forms.RadioSelect,
        help_text="两样分开计数，都写进台账",
        error_messages={"required": "请选是反弹还是虚假"},
    )
    look_back_on = DayField(
        label="下次回头看", widget=day(), error_messages={"required": "部分属实的，请定下次回头看的日期"}
    )
    note = Words(label="情况和要求", required=False, max_length=4000, widget=area(3))
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj.kind != Visit.Kind.LOOK_BACK:
            del self.fields["fault"], self.fields["look_back_on"]
            return
        self.initial.setdefault("look_back_on", plus_months(today(), 3))
        for name, finding in (("fault", Visit.Finding.FAILS), ("look_back_on", Visit.Finding.PARTLY)):
            self.fields[name].required = not self.is_bound or self.data.get("finding") == finding

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("finding") != Visit.Finding.PARTLY:
            cleaned.pop("look_back_on", None)
        if cleaned.get("finding") != Visit.Finding.FAILS:
            cleaned.pop("fault", None)
        return cleaned


class AboutVisitFile(ActInput):
    """Goes with each upload."""

    note = Words(label="说明", required=False, max_length=300, help_text="例如：3 单元门禁已装")
