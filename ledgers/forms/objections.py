"""异议: what is entered, and what the head answers. The unit reads the answer, never who asked."""

from django import forms

from ledgers.models import Objection
from rectify.lib.fields import Choice, Words, area
from rectify.workflow.inputs import ActInput


class EnterForm(ActInput):
    raised_by = Words(label="谁提的", max_length=80, help_text="只有督查办看得到，不出现在经过和通知里")
    text = Words(label="异议内容", max_length=4000, widget=area(4))
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)


class ObjectionAnswerForm(ActInput):
    answer = Choice(
        label="是否成立",
        choices=[c for c in Objection.Answer.choices if c[0] != Objection.Answer.OPEN],
        widget=forms.RadioSelect,
    )
    note = Words(
        label="答复", max_length=2000, widget=area(3), help_text="责任单位看得到这段话，不要写出是谁提的、怎么认得出来"
    )
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)
