"""What is confirmed before an act: of one that cannot be taken back the number, of what is hardly meant that it is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rectify.lib.fields import Flag, Words
from rectify.workflow.moves import Move


class Confirming(forms.Form):
    confirm = Words(
        label="请输入编号以确认",
        help_text="只有不能收回的操作才要这一步。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-auto"}),
    )
    meant = Flag(required=True)

    def __init__(self, *args: Any, move: Move, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj = obj
        if not move.irreversible:
            del self.fields["confirm"]
        if asked := "；".join(move.asked(obj)):
            meant = self.fields["meant"]
            meant.label = f"{asked}。就是这样，照样{move.label}"
            meant.error_messages["required"] = f"{asked}。确实是这样的，请勾选后再{move.label}；不是的，请先改正"
        else:
            del self.fields["meant"]

    def clean_confirm(self) -> str:
        typed = self.cleaned_data["confirm"].strip()
        if typed != self.obj.number:
            raise ValidationError(f"与本件编号 {self.obj.number} 不一致，请核对是不是这一件")
        return typed
