"""异议期 of one issue: what was objected, the head's answer, how many days are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues import policies
from issues.models import Issue, Status
from ledgers.conditions import live_closure
from ledgers.forms.objections import EnterForm, ObjectionAnswerForm
from ledgers.models import Objection
from ledgers.moves.reviewing import SUSTAIN, WINDOW_ENDS
from ledgers.pages.objections.window import Window, window
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.move import Judgement, judge


@dataclass(frozen=True)
class WindowMoves:
    """The two ways out of the window, as the reader finds them."""

    sustain: Judgement
    window_ends: Judgement


@dataclass(frozen=True)
class ObjectionsPage(Page):
    """Each objection with the form of its answer while it has none; `form` for a new one and `ready` while the window stands.

    `head`: the reader heads the office.
    """

    template: ClassVar[str] = "ledgers/objections/objections.html"
    issue: Issue
    form: EnterForm | None
    rows: Sequence[tuple[Objection, ObjectionAnswerForm | None]]
    head: bool
    window: Window | None
    ready: WindowMoves | None
    key: str


def objections(
    issue: Issue, user: User, *, form: EnterForm, answering: ObjectionAnswerForm | None = None, at: str = ""
) -> ObjectionsPage:
    """`answering` came back for the objection `at`."""
    rows = Objection.objects.visible_to(user).filter(closure__issue=issue)
    rows = rows.select_related("closure", "entered_by", "answered_by").order_by("-pk")
    stands = issue.status == Status.OBJECTION_WINDOW
    return ObjectionsPage(
        issue=issue,
        form=form if stands else None,
        rows=[(row, answering if row.public_id == at else _answer_form(row, user)) for row in rows],
        head=bool(policies.office_head(user, issue)),
        window=window(live_closure(issue)) if stands else None,
        ready=WindowMoves(judge(SUSTAIN, issue, user), judge(WINDOW_ENDS, issue, user)) if stands else None,
        key=form_key(),
    )


def _answer_form(row: Objection, user: User) -> ObjectionAnswerForm | None:
    if row.answer != Objection.Answer.OPEN:
        return None
    return ObjectionAnswerForm(user=user, obj=row, prefix=row.public_id, initial={"key": form_key()})
