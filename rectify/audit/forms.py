"""The auditor's filter."""

import re

from django import forms

from rectify.audit.sentences import OPTIONAL, known

PLACES = re.compile(r"\{[^}]*\}")
AREAS = [
    ("", "范围：全部"),
    ("accounts.session.", "登录与退出"),
    ("accounts.user.", "账号"),
    ("accounts.holding.", "授权"),
    ("accounts.unit.", "单位"),
    ("options.", "规则"),
    ("calendars.", "工作日历"),
    ("issues.", "问题整改"),
    ("ledgers.", "台账与销号"),
    ("audit.", "核验"),
]


def in_words() -> list[tuple[str, str]]:
    """Every kind of event by its sentence, the places of facts left open."""
    return sorted((kind, PLACES.sub("…", OPTIONAL.sub("", text))) for kind, text in known().items())


class EventFilter(forms.Form):
    person = forms.CharField(label="经办人姓名或账号", required=False, max_length=50)
    area = forms.ChoiceField(label="范围", required=False, choices=AREAS)
    kind = forms.ChoiceField(label="事项", required=False)
    object = forms.CharField(label="对象（点列表里的）", required=False, max_length=80)
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    upto = forms.DateField(
        label="到", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "事项：全部"), *in_words()]
