"""What can be set of many drafts at once: the class, the deadline. Each draft is judged by itself."""

from typing import Any

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.forms.new import classes
from issues.horizon import doubts
from issues.models import Issue
from rectify.lib.fields import Ref
from rectify.workflow.inputs import ActInput


class DraftClass(ActInput):
    """The 类别 of a draft."""

    category = Ref(classes, by="code", label="类别", empty_label="请选")


class DraftDue(ReadsDeadlines, ActInput):
    """The deadline of a draft (`obj`); a period counts from the day of its own feedback."""

    due = DeadlineField(label="期限", help_text="写日期，或“3个月内”“11月底前”：从各件自己的反馈日期算起。")

    def __init__(self, *args: Any, obj: Issue, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)

    def basis(self, name: str) -> Basis:
        return Basis.of(self.obj)

    @property
    def doubts(self) -> list[str]:
        """What is asked of this draft before it gets the deadline (issues/horizon.py)."""
        return doubts(self.obj, self.cleaned_data["due"])
