"""What the reviewer of a paper says: by when an answer is wanted."""

from typing import Any

from django import forms

from rectify.lib.fields import DayField
from rectify.workflow.inputs import ActInput


class PaperReviewForm(ActInput):
    """Of a paper that asks for an answer the day; `obj` is the kind of the paper."""

    answer_by = DayField(
        label="答复期限",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"}),
        error_messages={"required": "请写答复期限：这份文书要求对方答复"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.obj.answered:
            del self.fields["answer_by"]
