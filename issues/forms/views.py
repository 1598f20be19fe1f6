"""What a person keeps of a list: the name of a view and who may use it; columns and density."""

from typing import Any

from django import forms

from issues.models import Density
from rectify.accounts.models import Unit
from rectify.lib.fields import Choice, Ref, Words
from rectify.workflow.inputs import ActInput


class ViewForm(ActInput):
    """How the present conditions are called, and with which of the person's units they are shared."""

    name = Words(label="视图名称", max_length=40)
    shared_with = Ref(
        lambda form: Unit.objects.filter(pk__in={post.unit_id for post in form.user.posts}),
        called=lambda unit: f"{unit}的同事都能用",
        label="谁能用",
        required=False,
        empty_label="只有我自己",
    )


class LookForm(ActInput):
    """How a list is to look; `columns` are (key, label) of those that can be chosen."""

    columns = forms.MultipleChoiceField(label="列", required=False, widget=forms.CheckboxSelectMultiple)
    density = Choice(label="行距", choices=Density, widget=forms.RadioSelect)

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("columns", columns)
