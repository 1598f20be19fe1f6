"""The common page of a move: what it asks for, what it lacks, what it will do."""

from dataclasses import dataclass
from typing import Any, ClassVar

from issues.forms.confirming import Confirming
from issues.models import Issue, Measure
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.inputs import Input
from rectify.workflow.move import Judgement
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class MovePage(Page):
    """`obj` is the issue or its measure, `sure` confirms what cannot be taken back, `verb` says what the button does."""

    template: ClassVar[str] = "issues/moves/move.html"
    issue: Issue
    obj: Issue | Measure
    move: Move
    form: Input
    sure: Confirming
    judged: Judgement
    verb: str
    key: str


@dataclass(frozen=True)
class OwnMovePage(MovePage):
    """The page of a move that looks as the template of its row says: `shown` is what `shows` of the row gives."""

    template: ClassVar[str] = ""
    shown: Any


def move_page(issue: Issue, obj: Issue | Measure, *, form: Input, sure: Confirming, judged: Judgement) -> MovePage:
    """For the move that `judged` speaks of."""
    move = judged.move
    page = MovePage(issue, obj, move, form, sure, judged, move.verb(obj), form_key())
    if not move.template:
        return page
    return OwnMovePage(**page.context(), shown=move.shows and move.shows(obj, form.user))
