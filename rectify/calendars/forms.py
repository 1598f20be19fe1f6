"""Forms of the calendar."""

from django import forms

from rectify.lib.filegate import UnclassifiedField, demand_clean, is_sure

MOST_BYTES = 1024 * 1024


class DayForm(forms.Form):
    day = forms.DateField(label="日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    works = forms.TypedChoiceField(
        label="这一天",
        choices=[("0", "休息"), ("1", "上班")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    name = forms.CharField(label="名称", max_length=40, required=False, help_text="例如 国庆节、国庆节调休")


class DaysFileForm(forms.Form):
    file = forms.FileField(
        label="CSV 文件",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text="第一行是 日期,是否上班,名称；每行一天，只写与平常不同的日子。例如 2027-01-01,0,元旦",
    )
    overwrite = forms.BooleanField(label="人工改过的日子也按文件改", required=False)
    confirmed_unclassified = UnclassifiedField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("这个文件超过 1 MB，不像放假安排。请检查后再选")
        demand_clean(file, kind="csv", sure=is_sure(self))
        return file
