"""延期: the form to ask for it, and the application that waits for its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues.forms.extension import ExtensionForm
from issues.models import PENDING, Extension, Issue
from issues.moves.extensions import APPROVE
from issues.pages.issue.deadline import DueHistory, due_history
from issues.pages.issue.head import Head, head
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.inputs import Input
from rectify.workflow.move import Judgement, judge, offered


@dataclass(frozen=True)
class ExtendPage(Page):
    """What the unit's principal fills in."""

    template: ClassVar[str] = "issues/extensions/extend.html"
    issue: Issue
    form: ExtensionForm
    deadline: DueHistory
    head: Head
    key: str


@dataclass(frozen=True)
class ExtensionPage(Page):
    """The newest application: `moves` are the reader's, `why` what 同意 lacks, `form` the input that was sent and said no."""

    template: ClassVar[str] = "issues/extensions/extension.html"
    issue: Issue
    extension: Extension
    form: Input | None
    moves: Sequence[Judgement]
    open: bool
    why: Judgement | None
    deadline: DueHistory
    head: Head
    key: str
    note: str


def extend_page(issue: Issue, form: ExtensionForm) -> ExtendPage:
    """The form beside the deadlines so far."""
    return ExtendPage(issue, form, due_history(issue), head(issue), form_key())


def extension_page(issue: Issue, extension: Extension, user: User, *, form: Input | None, note: str) -> ExtensionPage:
    """`note` as it was typed."""
    judged = offered(extension, user)
    return ExtensionPage(
        issue=issue,
        extension=extension,
        form=form,
        moves=judged,
        open=extension.status in PENDING,
        why=judge(APPROVE, extension, user) if any(each.move is APPROVE for each in judged) else None,
        deadline=due_history(issue),
        head=head(issue),
        key=form_key(),
        note=note,
    )
