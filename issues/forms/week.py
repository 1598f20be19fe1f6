from django import forms

from issues.models import Report


def choices(texts: list[str], empty: str) -> list[tuple[str, str]]:
    """Phrases of the office as choices, under a line for none."""
    return [("", empty), *[(text, text) for text in texts]]


class HoldForm(forms.Form):
    """Why Monday's list does not go out by itself."""

    reason = forms.CharField(label="暂缓理由", max_length=200, help_text="同事会看到，例如：等周一上午碰头会后再发")


class WordsForm(forms.Form):
    """The words of the summary; numbers are places in braces."""

    words = forms.CharField(
        label="小结文字",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="{应报} 这样的地方会换成台账里的数，不能改写；其余文字可以改，可以加一段。",
    )


class ReportForm(forms.Form):
    """One weekly report. The rules about what must be there stand in `issues.conditions.report_is_whole`."""

    kept = forms.ChoiceField(
        label="上周承诺兑现了吗", choices=[("kept", "兑现了"), ("not_kept", "没有兑现，说明原因")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    kept_note = forms.CharField(
        label="没有兑现的原因", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label="本周进展", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写做了什么、到什么程度、拿什么证明。",
    )  # fmt: skip
    next_step = forms.CharField(
        label="下周承诺", max_length=500,
        help_text="写一件能说“做到”或“没做到”的事，例如：11月27日前追缴最后 1 户。下周要回答。",
    )  # fmt: skip
    problems = forms.CharField(
        label="需要协调的事", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    declared = forms.ChoiceField(
        label="我们申报的状态", choices=Report.Declared, widget=forms.RadioSelect,
        help_text="这是单位的申报，监督认定由督查办另定。",
    )  # fmt: skip

    use_required_attribute = False  # a draft half done must reach the server, which names every gap at once

    def __init__(self, *args, report: Report, last: Report | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if last and last.text:
            self.fields["text"].help_text = f"已填上次的文字，只改变化的部分。{self.fields['text'].help_text}"
        self.fields["text"].widget.attrs |= {"data-last": "last", "data-last-note": "like"}
        if not report.promise:
            del self.fields["kept"], self.fields["kept_note"]
        asked = [field for name, field in self.fields.items() if name != "kept_note"]
        for number, field in enumerate(asked, start=1):
            field.label = f"{number}　{field.label}"
        self.next_number = len(asked) + 1


class NoProgressForm(forms.Form):
    """本周无进展 in one step: a reason from the office's list, or one's own."""

    reason = forms.ChoiceField(label="没有进展的原因")
    kept = forms.ChoiceField(
        label="上周承诺", choices=[("kept", "兑现了"), ("not_kept", "没有兑现，原因同下")],
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args, report: Report, reasons: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices(reasons, "请选原因")
        if not report.promise:
            del self.fields["kept"]


class ReadForm(forms.Form):
    """What the office remarks when it has read a report."""

    note = forms.CharField(label="阅办意见", required=False, max_length=500)


class ReturnForm(forms.Form):
    """Why a report goes back: a phrase of the office, more words, or both."""

    phrase = forms.ChoiceField(label="退回理由", required=False)
    note = forms.CharField(label="补充说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, phrases: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phrase"].choices = choices(phrases, "请选常用理由")

    @property
    def reason(self) -> str:
        """Phrase and words in one."""
        return "；".join(filter(None, [self.cleaned_data["phrase"], self.cleaned_data["note"].strip()]))
