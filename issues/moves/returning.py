"""What every return asks for."""

from typing import Any

from issues.models import Phrase
from rectify.workflow.inputs import Input


class Returning(Input):
    """A reason, with the office's own phrases beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phrases = Phrase.objects.filter(use=Phrase.Use.RETURN, is_active=True).values_list("text", flat=True)[:4]
        if phrases and "note" in self.fields:
            self.fields["note"].help_text = f"常用：{'；'.join(phrases)}"
