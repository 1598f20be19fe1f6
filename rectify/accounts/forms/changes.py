"""Forms of what waits for a second hand."""

from rectify.lib.fields import Words
from rectify.workflow.inputs import ActInput


class DeclineChangeForm(ActInput):
    reason = Words(label="不同意的理由", max_length=200, help_text="提出的人看得到")


class CallOffForm(ActInput):
    reason = Words(label="撤销的理由", max_length=200, required=False)
