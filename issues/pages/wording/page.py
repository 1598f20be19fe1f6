"""The words of an issue: a draft corrected, the working wording changed."""

from dataclasses import dataclass
from typing import ClassVar

from issues.forms.edit import DraftForm, LevelForm, WordingForm
from issues.models import Issue
from issues.pages.issue.origin import IssueOrigin
from rectify.lib.page import Page


@dataclass(frozen=True)
class DraftPage(Page):
    """A draft with all that may still be changed in it."""

    template: ClassVar[str] = "issues/wording/edit.html"
    issue: Issue
    form: DraftForm


@dataclass(frozen=True)
class WordingPage(Page):
    """The working wording; the original stands beside it for ever."""

    template: ClassVar[str] = "issues/wording/reword.html"
    issue: Issue
    form: WordingForm
    origin: IssueOrigin


@dataclass(frozen=True)
class LevelPage(Page):
    """How far the issue goes, to be changed by the head."""

    template: ClassVar[str] = "issues/wording/level.html"
    issue: Issue
    form: LevelForm
