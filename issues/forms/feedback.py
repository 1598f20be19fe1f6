"""Feedback as delivered, its correction, and the items of its tree."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.models import Feedback, FeedbackItem, Round, Track
from rectify.accounts.models import Unit

# A marking is a level with a star, after “密级”, or alone on a line: never the word within a sentence (保守国家秘密).
LEVEL = r"(绝\s*密|机\s*密|秘\s*密)"
MARKED = re.compile(
    rf"{LEVEL}\s*[★☆]|密\s*级\s*[:：]?\s*{LEVEL}|^[ \t　]*{LEVEL}[ \t　]*$|{LEVEL}\s*[件级]\s*[★☆\d]", re.M
)
REFUSED = "文中标有密级“{mark}”。本系统只处理非涉密内容，涉密文件不能录入，也不要删去密级标志后录入；请按保密规定办理"
DAY = {"type": "date", "class": "w-auto"}


def unmarked(text: str) -> str:
    """`text`, when it bears no marking of secrecy; else ValidationError (spec: only non-classified work)."""
    if found := MARKED.search(text):
        raise ValidationError(REFUSED.format(mark=" ".join(found.group().split())))
    return text


class FeedbackForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="被巡察单位", empty_label="请选")
    track = forms.ModelChoiceField(Track.objects.none(), label="专项", empty_label=None)
    delivered_on = forms.DateField(
        label="反馈日期", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), help_text="期限从这天起算。"
    )
    title = forms.CharField(label="标题", max_length=200)
    text = forms.CharField(
        label="原文", max_length=200_000, strip=False, widget=forms.Textarea(attrs={"rows": 18}),
        help_text="一字不改地贴上。登记后冻结，写错了只能“更正”，旧版留存。标有密级的文件不能录入。",
    )  # fmt: skip

    def __init__(self, *args, round_: Round, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track"].queryset = Track.objects.all()
        self.fields["unit"].queryset = Unit.objects.filter(in_rounds__round=round_).order_by("in_rounds__number")

    def clean_title(self) -> str:
        return unmarked(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return unmarked(self.cleaned_data["text"])


class CorrectForm(FeedbackForm):
    reason = forms.CharField(label="更正理由", max_length=200, help_text="如“第 3 页漏录一段”。记在经过里。")
    field_order = ("reason", "delivered_on", "title", "text")

    def __init__(self, *args, feedback: Feedback, **kwargs) -> None:
        kwargs["initial"] = {name: getattr(feedback, name) for name in ("delivered_on", "title", "text")}
        super().__init__(*args, round_=feedback.round, **kwargs)
        del self.fields["unit"], self.fields["track"]


class ItemForm(forms.Form):
    parent = forms.ModelChoiceField(
        FeedbackItem.objects.none(), label="放在哪条下面", required=False, empty_label="最外层"
    )
    kind = forms.ChoiceField(label="种类", choices=FeedbackItem.Kind, initial=FeedbackItem.Kind.ISSUE)
    locator = forms.CharField(label="位置", max_length=60, required=False, help_text="如“二（一）1”。")
    text = forms.CharField(
        label="原文", max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}), help_text="从反馈意见里原样复制。"
    )
    no_issue_reason = forms.CharField(
        label="不立为问题的理由", max_length=200, required=False, help_text="每条问题要么立为问题，要么写明理由。"
    )

    def __init__(self, *args, feedback: Feedback, item: FeedbackItem | None = None, **kwargs) -> None:
        if item is not None:
            kwargs["initial"] = {name: getattr(item, name) for name in ("kind", "locator", "text", "no_issue_reason")}
        super().__init__(*args, **kwargs)
        self.feedback = feedback
        self.fields["parent"].queryset = feedback.items.exclude(kind=FeedbackItem.Kind.RECOMMENDATION)
        if item is not None:
            del self.fields["parent"]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.feedback.text and bare(text) not in bare(self.feedback.text):
            raise ValidationError("反馈意见里没有这段话。请从左边的原文里复制，不要改字")
        return text

    def clean_no_issue_reason(self) -> str:
        return self.cleaned_data["no_issue_reason"].strip()

    @property
    def words(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def bare(text: str) -> str:
    return "".join(text.split())
