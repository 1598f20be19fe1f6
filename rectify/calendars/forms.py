"""Forms of the calendar."""

from typing import Any

from django import forms

from rectify.lib.fields import Choice, DayField, Flag, Words
from rectify.lib.filegate import UnclassifiedField, demand_clean, is_sure
from rectify.workflow.inputs import ActInput

MOST_BYTES = 1024 * 1024


class DayForm(ActInput):
    day = DayField(label="日期")
    works = Choice(label="这一天", choices=[("0", "休息"), ("1", "上班")], widget=forms.RadioSelect, initial="0")
    name = Words(label="名称", max_length=40, required=False, help_text="例如 国庆节、国庆节调休")

    @property
    def given(self) -> dict[str, Any]:
        return super().given | {"works": self.cleaned_data["works"] == "1"}


class DaysFileForm(ActInput):
    file = forms.FileField(
        label="CSV 文件",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text="第一行是 日期,是否上班,名称；每行一天，只写与默认不同的日子。例如 2027-01-01,0,元旦",
    )
    overwrite = Flag(label="人工改过的日子也按文件改")
    confirmed_unclassified = UnclassifiedField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("这个文件超过 1 MB，不像放假安排。请检查后再选")
        demand_clean(file, kind="csv", sure=is_sure(self))
        return file
