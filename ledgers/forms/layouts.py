"""An office's own ledger as it is handed in as a layout, and what its columns hold."""

from typing import Any

from django import forms

from ledgers.layouts import CHOICES, MOST_BYTES, MOST_ROWS
from rectify.lib.fields import Choice
from rectify.lib.filegate import UnclassifiedField, demand_clean, is_sure
from rectify.workflow.inputs import ActInput

EMPTY = "留空"


class LedgerLayoutForm(ActInput):
    """`given` is the name of the file and its bytes."""

    file = forms.FileField(
        label="台账文件",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=f"存成 .xlsx，不超过 {MOST_ROWS:,} 行；只留表头和一两行样子最好",
    )
    confirmed_unclassified = UnclassifiedField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // 2**20} MB。请删去多余的行和图片后再传")
        demand_clean(file, kind="xlsx", sure=is_sure(self))
        return file

    @property
    def given(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class LayoutColumnsForm(ActInput):
    """What each column holds."""

    def __init__(self, *args: Any, columns: list[list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter, heading, name in columns:
            label = f"{letter} {heading}"
            self.fields[f"col_{letter}"] = Choice(
                label=label,
                widget=forms.Select(attrs={"aria-label": f"{label} 填"}),
                choices=[("", EMPTY), *CHOICES.items()],
                required=False,
                initial=name,
                disabled=bool(self.obj and self.obj.used_at),
            )

    def columns(self) -> list:
        return [self[name] for name in self.fields if name.startswith("col_")]

    def clean(self) -> dict:
        data = super().clean()
        seen: dict[str, str] = {}
        for name, value in list(data.items()):
            if value and (other := seen.setdefault(value, name)) != name:
                first = self.fields[other].label
                self.add_error(name, f"“{CHOICES[value]}”已经对给“{first}”一列，一项只填一列")
        return data

    @property
    def given(self) -> dict[str, Any]:
        return {"fields": {name[4:]: value for name, value in self.cleaned_data.items() if name.startswith("col_")}}
