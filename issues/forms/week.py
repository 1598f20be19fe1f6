from collections.abc import Sequence
from typing import Any

from django import forms

from issues.weeks.announced import ChangedUnit
from rectify.lib.fields import Words, area
from rectify.workflow.inputs import ActInput


class HoldForm(ActInput):
    """Why Monday's list does not go out by itself."""

    reason = Words(label="暂缓理由", max_length=200, help_text="同事会看到，例如：等周一上午碰头会后再发")


class SendForm(ActInput):
    """The units that are asked for another number than the preview said, each looked at by itself. `obj` is the week."""

    units = forms.MultipleChoiceField(
        label="与预告不一样的单位，逐家核对后勾选", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, changed: Sequence[ChangedUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("units", [(one.unit.public_id, one.words) for one in changed])
        if not changed:
            del self.fields["units"]


class CallBackForm(ActInput):
    """Why a list that went out is withdrawn."""

    reason = Words(label="撤回理由", max_length=200, help_text="收到清单的人会看到，例如：漏了两家单位，改好重发")


class WordsForm(ActInput):
    """The words of the summary; numbers are places in braces."""

    words = Words(
        label="小结文字",
        widget=area(14),
        help_text="{应报} 这样的地方会换成台账里的数，不能改写；其余文字可以改，可以加一段。",
    )
