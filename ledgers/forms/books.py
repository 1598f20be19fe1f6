"""The filter bar of a book and the name of a saved view. The bar only draws: ledgers/books.py reads what it sends."""

from collections.abc import Mapping

from django import forms

from issues.models import Category, Grade, Status
from issues.models.status import COUNTED
from ledgers.books import leads_of
from ledgers.columns import Kind
from rectify.lib.fields import Words
from rectify.workflow.inputs import ActInput


class Day(forms.DateInput):
    input_type = "date"


def bar(kind: Kind, user, round_, given: Mapping[str, str]) -> forms.Form:
    """The controls of a book's filters, holding what was asked."""
    fields = {"q": forms.CharField(label="编号、问题、原文", required=False, max_length=100)}
    for name in kind.filters:
        fields[name] = control(name, user, round_, given)
    made = type("Bar", (forms.Form,), fields)
    return made(initial=dict(given), auto_id="f-%s")


def control(name: str, user, round_, given: Mapping[str, str]) -> forms.Field:
    """One control by the name of its filter."""
    if name in ("due_from", "due_to"):
        label = {"due_from": "期限自", "due_to": "期限至"}[name]
        return forms.DateField(label=label, required=False, widget=Day)
    if name == "unit":
        return choice("单位", [(lead.value, str(lead)) for lead in leads_of(user, round_, given.get("unit", ""))])
    if name == "state":
        return choice("环节", [(s.value, s.label) for s in Status if s in COUNTED or s == Status.TERMINATED])
    if name == "grade":
        return choice("认定", Grade.choices)
    current = Category.objects.filter(scheme__kind="catalogue", scheme__is_current=True)
    return choice("类别", [(row.code, f"{row.code} {row.name}") for row in current])


def choice(label: str, choices: list) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", f"{label}：全部"), *choices])


class ViewName(ActInput):
    """What a person calls the present filter."""

    name = Words(label="视图名称", max_length=40)
