"""转段: into which phase, from which day, on what ground."""

from django import forms

from issues.models import PhaseKind
from rectify.lib.dates import today
from rectify.lib.fields import Choice, DayField, Words, area
from rectify.workflow.inputs import ActInput


class PhaseForm(ActInput):
    kind = Choice(label="进入", widget=forms.RadioSelect)
    on = DayField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date", "class": "w-auto"}, format="%Y-%m-%d"),
        help_text="原阶段到前一天止。",
    )
    note = Words(label="依据和说明", max_length=1000, widget=area(3), help_text="如 领导小组第 6 次会议议定。")

    def __init__(self, *args, kinds: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [(kind, PhaseKind(kind).label) for kind in kinds])
        self.fields["on"].initial = today()
