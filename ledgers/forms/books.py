"""The name of a saved view."""

from rectify.lib.fields import Words
from rectify.workflow.inputs import ActInput


class ViewName(ActInput):
    """What a person calls the present filter."""

    name = Words(label="视图名称", max_length=40)
