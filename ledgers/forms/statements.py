"""For which days 对账单 are drawn up."""

from datetime import timedelta
from typing import Any

from django import forms

from ledgers.models import Meeting
from rectify.lib.dates import month_start, today
from rectify.lib.fields import DayField, Ref
from rectify.workflow.inputs import ActInput


def _day(label: str, **options: Any) -> DayField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"})
    return DayField(label=label, widget=widget, error_messages={"required": f"请写{label}"}, **options)


def last_month_ends() -> Any:
    return month_start(today()) - timedelta(days=1)


class DrawUpForm(ActInput):
    """Last month, where nothing else is written; `obj` is the round."""

    since = _day("起", initial=lambda: month_start(last_month_ends()))
    until = _day("止", initial=last_month_ends, help_text="早于今天；给会议用的，写会前一天。")
    meeting = Ref(
        lambda form: Meeting.objects.visible_to(form.user).filter(office=form.obj.office),
        label="为哪次会议",
        required=False,
        empty_label="不为会议",
    )
