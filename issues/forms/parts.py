"""One part of a compound issue: the sentences it answers, its unit and its deadline."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.forms.new import leading
from issues.splitting.coverage import Sentence, is_from, passage_of
from rectify.lib.fields import Ref, Words, area
from rectify.workflow.inputs import ActInput


class PartForm(ReadsDeadlines, ActInput):
    places = forms.TypedMultipleChoiceField(
        label="这一件回答原文的哪几句", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    passage = Words(
        label="或者只摘一句里的一段",
        required=False,
        max_length=10_000,
        widget=area(2),
        help_text="从上面原文里复制，一字不改；填了这里就不看上面的勾。",
    )
    title = Words(label="问题", max_length=200, help_text="一句话说清这一件。")
    lead_unit = Ref(leading, label="牵头单位", empty_label="请选")
    due = DeadlineField(label="期限", required=False, help_text="写日期或原话；不填就用本件的期限。")

    def __init__(self, *args: Any, lines: list[Sentence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("places", [(line.place, self._said(line)) for line in lines])
        self.initial.setdefault("lead_unit", self.obj.lead_unit)

    def basis(self, name: str) -> Basis:
        return Basis.of(self.obj)

    @staticmethod
    def _said(line: Sentence) -> str:
        where = "、".join((*line.held_by, *(f"{name}（一部分）" for name in line.touched_by)))
        return f"{line.text}　【已在 {where}】" if where else line.text

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_passage(self) -> str:
        passage = self.cleaned_data["passage"]
        if passage and not is_from(self.obj.original, passage):
            raise ValidationError("与原文不一致。请从本件原文里复制，一字不改")
        return passage

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("passage") and not data.get("places") and "passage" not in self.errors:
            self.add_error("places", "请勾选原文里的句子，或在下面摘一段")
        return data

    @property
    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        original = data["passage"] or passage_of(self.obj.original, data["places"])
        words = {"title": data["title"], "original": original, "lead_unit": data["lead_unit"]}
        return words | ({"due": data["due"], "due_text": data["due_text"]} if data["due"] else {})
