"""What the auditor fills in."""

from typing import Any

from rectify.lib.dates import today
from rectify.lib.fields import DayField
from rectify.workflow.inputs import ActInput


class ProofForm(ActInput):
    """How far back is looked."""

    since = DayField(label="只核此日以来封存的", required=False, help_text="不填则全部；记录、账目和防护总是全部核")

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since and since > today():
            self.add_error("since", "这一天还没有到，请改成今天或更早的一天")
        return since
