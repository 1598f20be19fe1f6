"""The words and data that a move needs. `form_for` builds the form of any move; a move that needs nothing has an empty one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.conditions import BY_HAND
from issues.models import Ending, Issue, Phrase
from rectify.accounts.models import Unit
from rectify.workflow.moves import Move

IRREVERSIBLE = frozenset({"terminate", "reopen", "split_up"})
SOURCES = ["回头看", "信访举报", "督查检查", "审计", "媒体舆情", "单位自报"]


class MoveForm(forms.Form):
    """The reason, where the move asks for one. `data()` is what `workflow.move.make` gets beside it."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args, move: Move, obj: Any, user: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.move, self.obj, self.user = move, obj, user
        if move.needs_note:
            self.fields["note"].label = move.note_label
            self.fields["note"].help_text = hint(move)
        elif self.data.get("note", "").strip():
            self.fields["note"].required = False
        else:
            del self.fields["note"]

    def data_for_move(self) -> dict:
        return {}

    @property
    def note_typed(self) -> str:
        return self.cleaned_data.get("note", "")


class ReassignForm(MoveForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="改由哪家单位牵头", empty_label="请选")
    field_order = ("unit", "note")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(self.user).active().exclude(is_office=True)

    def data_for_move(self) -> dict:
        return {"unit": self.cleaned_data["unit"]}


class Confirmed(MoveForm):
    """An act that cannot be taken back: the number is typed once more."""

    confirm = forms.CharField(
        label="请输入编号以确认", help_text="只有不能收回的操作才要这一步。", max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-auto"}),
    )  # fmt: skip

    def clean_confirm(self) -> str:
        typed = self.cleaned_data["confirm"].strip()
        if typed != self.obj.number:
            raise ValidationError(f"与本件编号 {self.obj.number} 不一致，请核对是不是这一件")
        return typed


class TerminateForm(Confirmed):
    ending = forms.ChoiceField(
        label="终止的情形", choices=[(e.value, e.label) for e in BY_HAND], widget=forms.RadioSelect
    )
    merged_into = forms.CharField(
        label="并入哪一件", required=False, max_length=20, help_text="只有合并才填，写编号，如 05-014。",
        widget=forms.TextInput(attrs={"class": "w-auto"}),
    )  # fmt: skip
    field_order = ("ending", "merged_into", "note", "confirm")

    def clean_merged_into(self) -> Issue | None:
        number = self.cleaned_data["merged_into"].strip()
        if not number:
            return None
        found = Issue.objects.visible_to(self.user).filter(round=self.obj.round_id, number=number).first()
        if found is None:
            raise ValidationError(f"本轮没有编号 {number} 的问题")
        return found

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("ending") != Ending.MERGED:
            cleaned["merged_into"] = None
        return cleaned

    def data_for_move(self) -> dict:
        return {"ending": self.cleaned_data["ending"], "merged_into": self.cleaned_data["merged_into"]}


class ReopenForm(Confirmed):
    source = forms.ChoiceField(label="重开的来源", choices=[("", "请选"), *((s, s) for s in SOURCES)])
    field_order = ("source", "note", "confirm")

    def data_for_move(self) -> dict:
        return {"source": self.cleaned_data["source"]}


FORMS: dict[str, type[MoveForm]] = {
    "reassign": ReassignForm,
    "transfer": ReassignForm,
    "terminate": TerminateForm,
    "split_up": Confirmed,
    "reopen": ReopenForm,
}


def form_for(move: Move, obj: Any, user: Any, data: Any = None) -> MoveForm:
    """The form of `move`, filled with `data` when something was sent."""
    return FORMS.get(move.name, MoveForm)(data, move=move, obj=obj, user=user)


def hint(move: Move) -> str:
    """What helps to write a useful reason: the office's own phrases for returns."""
    if move.way != "back" or not move.name.startswith(("return", "send_back", "decline")):
        return ""
    phrases = Phrase.objects.filter(use=Phrase.Use.RETURN, is_active=True).values_list("text", flat=True)[:4]
    return "常用：" + "；".join(phrases) if phrases else ""
