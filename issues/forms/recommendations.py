"""分办 of all recommendations of a feedback at once."""

from typing import Any

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from rectify.accounts.models import Unit
from rectify.lib.fields import Ref
from rectify.workflow.inputs import ActInput


class AssignAll(ReadsDeadlines, ActInput):
    """Who answers them (`obj`: the feedback), and by when. Gives what 分办 of each takes."""

    lead_unit = Ref(
        lambda form: Unit.objects.filter(in_rounds__round=form.obj.round_id).active(),
        called=lambda unit: unit.full_name,
        label="责任单位",
    )
    due = DeadlineField(label="期限")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"lead_unit": self.obj.unit.public_id, **self.initial}

    def basis(self, name: str) -> Basis:
        return Basis(delivered_on=self.obj.delivered_on)

    @property
    def given(self) -> dict[str, Any]:
        """As the API names them: each is judged by the input of the move."""
        words = self.cleaned_data
        return {"lead_unit": words["lead_unit"].public_id, "due": words["due_text"] or words["due"].isoformat()}
