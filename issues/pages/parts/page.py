"""拆分一件: the parts of a compound issue, beside the sentences that none of them holds yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues import policies
from issues.forms.confirming import Confirming
from issues.forms.parts import PartForm
from issues.models import Issue, Status
from issues.moves.ending import SPLIT_UP
from issues.splitting.coverage import Sentence, cover
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.lib.verdict import Verdict
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class PartsPage(Page):
    """`rows` are the parts as drafts, `lines` the sentences of the whole, `bare` those in none of the parts; `split` and
    `sure` are the head's form and what confirms it, `form` draws up one more."""

    template: ClassVar[str] = "issues/parts/parts.html"
    issue: Issue
    rows: Sequence[Issue]
    lines: Sequence[Sentence]
    bare: Sequence[Sentence]
    form: PartForm
    head: Verdict
    move: Move
    judged: Judgement
    split: Input
    sure: Confirming
    key: str


def parts_page(
    issue: Issue, user: User, *, rows: Sequence[Issue], lines: Sequence[Sentence], form: PartForm
) -> PartsPage:
    """The head's move stands with its form where the parts are ready for it."""
    return PartsPage(
        issue=issue,
        rows=rows,
        lines=lines,
        bare=[line for line in lines if line.is_bare],
        form=form,
        head=policies.office_head(user, issue),
        move=SPLIT_UP,
        judged=judge(SPLIT_UP, issue, user),
        split=input_of(SPLIT_UP)(move=SPLIT_UP, obj=issue, user=user),
        sure=Confirming(move=SPLIT_UP, obj=issue),
        key=form_key(),
    )


def drawn(issue: Issue) -> list[Issue]:
    """The parts as drafts, in the order of their numbers."""
    return list(issue.parts.filter(status=Status.DRAFT).select_related("lead_unit", "created_by").order_by("number"))


def covered(issue: Issue) -> list[Sentence]:
    """The sentences of the whole, each with the parts that hold it."""
    return cover(issue.original, {part.number: part.original for part in drawn(issue)})
