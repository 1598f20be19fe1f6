"""反弹 and 重开: what was struck off begins again, with time of its own."""

from django import forms

from rectify.lib.fields import Choice, Day
from rectify.workflow.inputs import Input

SOURCES = ["回头看", "信访举报", "督查检查", "审计", "媒体舆情", "单位自报"]


class Relapse(Input):
    due = Day(
        label="新的整改期限", help_text="从新期限起算逾期；原来的期限留在经过里。",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"}),
        error_messages={"required": "请定新的整改期限"},
    )  # fmt: skip


class Reopen(Relapse):
    source = Choice(
        label="重开的来源", choices=[("", "请选"), *((s, s) for s in SOURCES)],
        error_messages={"required": "请选重开的来源"},
    )  # fmt: skip
    field_order = ("source", "due", "note")
