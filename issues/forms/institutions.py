"""The rules that came of an issue, and the office's word on each."""

from django import forms

from issues.models import Institution, Issue, Measure, MeasureStatus
from rectify.lib.dates import today
from rectify.lib.text import shortened


class OfMeasure(forms.ModelChoiceField):
    def label_from_instance(self, obj: Measure) -> str:
        return f"措施 {obj.order}　{shortened(obj.text, 24)}"


class InstitutionForm(forms.Form):
    title = forms.CharField(label="制度名称", max_length=200, help_text="写全称，如“保障性住房分配管理办法”。")
    kind = forms.ChoiceField(label="类型", choices=Institution.Kind.choices, initial=Institution.Kind.NEW)
    number = forms.CharField(label="文号", max_length=60, required=False)
    maker = forms.CharField(label="制定单位", max_length=100, required=False, help_text="不填时按牵头单位。")
    issued_on = forms.DateField(
        label="印发日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    measure = OfMeasure(Measure.objects.none(), label="对应措施", required=False, empty_label="不对应单条措施")
    is_public = forms.BooleanField(label="已公开", required=False)

    def __init__(self, *args, issue: Issue, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        live = issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order")
        self.fields["measure"].queryset = live

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > today():
            raise forms.ValidationError("印发日期不能晚于今天；还没有印发的先不录")
        return day


class CheckForm(forms.Form):
    """What the office found when it looked how the rule is carried out."""

    checked_on = forms.DateField(
        label="执行检查日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    check_result = forms.CharField(label="执行检查结果", max_length=300, required=False)
