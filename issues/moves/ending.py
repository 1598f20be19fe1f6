"""How the life of an issue ends otherwise than by 销号."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from issues.conditions import BY_HAND
from issues.models import Ending, Issue
from rectify.lib.fields import Choice, Ref
from rectify.workflow.inputs import Input


class Beside(Ref):
    """Another issue of the round, by its number or its public id."""

    widget = forms.TextInput(attrs={"class": "w-auto"})

    def to_python(self, value: str | None) -> Issue | None:
        name = (value or "").strip()
        if not name:
            return None
        issue = self.queryset.filter(Q(number=name) | Q(public_id=name)).first()
        if issue is None:
            raise ValidationError(f"本轮没有编号 {name} 的问题")
        return issue


class Terminate(Input):
    ending = Choice(
        label="终止的情形", choices=[(e.value, e.label) for e in BY_HAND], widget=forms.RadioSelect,
        error_messages={"required": "请选终止的情形"},
    )  # fmt: skip
    merged_into = Beside(
        lambda form: Issue.objects.visible_to(form.user).filter(round=form.obj.round_id), label="并入哪一件",
        required=False, help_text="只有合并才填，写编号，如 05-014。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ending") != Ending.MERGED:
            cleaned["merged_into"] = None
        return cleaned
