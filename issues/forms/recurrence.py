"""屡查屡犯: the office's word on a pair of issues."""

from issues.models import Issue
from rectify.lib.fields import Ref, Words
from rectify.workflow.inputs import ActInput


class PairForm(ActInput):
    """The other one: an issue that the person may see."""

    other = Ref(
        lambda form: Issue.objects.visible_to(form.user).select_related("round"),
        error_messages={"required": "请选另一件", "invalid_choice": "没有这件问题，请刷新后再选"},
    )


class RecurrenceUnlinkForm(ActInput):
    note = Words(label="解除的理由", max_length=300, error_messages={"required": "请写明为什么解除"})
