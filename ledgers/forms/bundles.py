"""For which objects a paper is written at once."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ledgers.paperwork import OfficePaper
from rectify.lib.dates import today
from rectify.lib.fields import DayField
from rectify.workflow.inputs import ActInput


class PaperBundleForm(ActInput):
    """`obj` is the kind of the paper, `among` the objects to choose from."""

    objects = forms.MultipleChoiceField(
        label="写给哪些对象",
        widget=forms.CheckboxSelectMultiple,
        help_text="写不出的（如没有逾期的不写督办单）会逐个说明，不影响别的",
        error_messages={"required": "没有选对象。请至少选一个"},
    )
    answer_by = DayField(
        label="答复期限",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"}),
        help_text="不填的，文书里留空",
    )
    obj: OfficePaper

    def __init__(self, *args: Any, among: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = {one.public_id: one for one in among}
        self.offer("objects", [(key, str(one)) for key, one in self.among.items()])
        self.initial.setdefault("objects", list(self.among))
        if not self.obj.answered:
            del self.fields["answer_by"]

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day and day <= today():
            raise forms.ValidationError("请写今天以后的答复期限")
        return day

    @property
    def given(self) -> dict[str, Any]:
        chosen = [self.among[key] for key in self.cleaned_data["objects"]]
        return {"objects": chosen, "answer_by": self.cleaned_data.get("answer_by")}
