"""What is filled in for a draw: the pool, how many, where the seed will come from; later the seed itself."""

from typing import Any

from django import forms

from issues.forms.new import classes
from issues.models import Round
from ledgers.actions.draws import DrawScope
from ledgers.forms.visits import day
from rectify.lib.fields import DayField, Flag, Number, Ref, Refs, Words
from rectify.workflow.inputs import ActInput


class FreezeForm(ActInput):
    """Everything that must stand before the seed is known."""

    title = Words(label="名称", max_length=80, help_text="如“2026年第四季度回头看抽查”")
    rounds = Refs(
        lambda form: Round.objects.run_by(form.user).select_related("office"),
        label="哪些轮次",
        widget=forms.CheckboxSelectMultiple,
    )
    since = DayField(label="销号日期自", required=False, widget=day())
    until = DayField(label="销号日期至", required=False, widget=day())
    category = Ref(classes, by="code", label="类别", required=False, empty_label="不限类别")
    size = Number(label="抽几件", required=False, min_value=1, help_text="件数和百分比写一个")
    percent = Number(label="或抽百分之几", required=False, min_value=1, max_value=100, help_text="不足一件的进一")
    each_unit = Flag(label="每家单位至少一件")
    source = Words(
        label="随机数从哪里来",
        max_length=300,
        help_text="一个以后才公布、谁也改不了的数，如“12月1日双色球红球号码，由小到大，空格隔开”。定下后不能改",
    )
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("size")) == bool(cleaned.get("percent")):
            self.add_error("size", "件数和百分比写一个，也只写一个")
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", "止日早于起日")
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        scope = DrawScope(tuple(data["rounds"]), data["since"], data["until"], data["category"])
        plain = ("title", "size", "percent", "each_unit", "source", "key")
        return {"scope": scope, "office": data["rounds"][0].office} | {name: data[name] for name in plain}


class SeedForm(ActInput):
    seed = Words(label="随机数", max_length=200, help_text="照公布的样子录入；录入后不能改")
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)
