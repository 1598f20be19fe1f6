"""The frame of an act that cannot be taken back: on its page the number is typed once more."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rectify.lib.fields import Words
from rectify.workflow.moves import Move


class Confirming(forms.Form):
    confirm = Words(
        label="请输入编号以确认",
        help_text="只有不能收回的操作才要这一步。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-auto"}),
    )

    def __init__(self, *args: Any, move: Move, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj = obj
        if not move.irreversible:
            del self.fields["confirm"]

    def clean_confirm(self) -> str:
        typed = self.cleaned_data["confirm"].strip()
        if typed != self.obj.number:
            raise ValidationError(f"与本件编号 {self.obj.number} 不一致，请核对是不是这一件")
        return typed
