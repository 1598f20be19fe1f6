"""What is filled in for a draw: the pool, how many, where the seed will come from; later the seed itself."""

from typing import Any

from django import forms

from issues.models import Category, Round
from ledgers.actions.draws import Scope
from ledgers.forms.visits import day
from rectify.lib.fields import Words


class FreezeForm(forms.Form):
    """Everything that must stand before the seed is known."""

    title = Words(label="名称", max_length=80, help_text="如“2026年第四季度回头看抽查”")
    rounds = forms.ModelMultipleChoiceField(Round.objects.none(), label="哪些轮次", widget=forms.CheckboxSelectMultiple)
    since = forms.DateField(label="销号日期自", required=False, widget=day())
    until = forms.DateField(label="销号日期至", required=False, widget=day())
    category = forms.ModelChoiceField(Category.objects.none(), label="类别", required=False, empty_label="不限类别")
    size = forms.IntegerField(label="抽几件", required=False, min_value=1, help_text="件数和百分比写一个")
    percent = forms.IntegerField(
        label="或抽百分之几", required=False, min_value=1, max_value=100, help_text="不足一件的进一"
    )
    each_unit = forms.BooleanField(label="每家单位至少一件", required=False)
    source = Words(
        label="种子从哪里来", max_length=300,
        help_text="一个以后才公布、谁也改不了的数，如“12月1日双色球红球号码，由小到大，空格隔开”。定下后不能改",
    )  # fmt: skip
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, rounds: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rounds"].queryset = rounds
        current = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind="catalogue")
        self.fields["category"].queryset = current

    def clean(self) -> dict:
        given = super().clean()
        if not self.errors and bool(given.get("size")) == bool(given.get("percent")):
            self.add_error("size", "件数和百分比写一个，也只写一个")
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", "止日早于起日")
        return given

    @property
    def words(self) -> dict[str, Any]:
        """What actions.draws.freeze takes."""
        given = self.cleaned_data
        scope = Scope(tuple(given["rounds"]), given["since"], given["until"], given["category"])
        plain = ("title", "size", "percent", "each_unit", "source", "key")
        return {"scope": scope, "office": given["rounds"][0].office} | {name: given[name] for name in plain}


class SeedForm(forms.Form):
    seed = Words(label="种子", max_length=200, help_text="照公布的样子录入；录入后不能改")
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
