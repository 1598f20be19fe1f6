"""屡查屡犯: what reads like an issue, as a page and as a part of other pages; and how often it happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues.models import Issue, Unlike
from issues.pages.recurrence.recurring import Recurring
from issues.recurrence import Chain, Like
from rectify.lib.page import Page


@dataclass(frozen=True)
class AlikePart(Page):
    """Earlier findings that read alike; `measure` says how that is measured."""

    template: ClassVar[str] = "issues/recurrence/_alike.html"
    issue: Issue
    likes: Sequence[Like]
    measure: str


@dataclass(frozen=True)
class AlikePage(Page):
    """The same with what was told `apart`, and the chain it stands in."""

    template: ClassVar[str] = "issues/recurrence/alike.html"
    issue: Issue
    likes: Sequence[Like]
    measure: str
    apart: Sequence[Unlike]
    chain: Chain


@dataclass(frozen=True)
class OpenLikePart(Page):
    """What is open already and reads like that which is typed."""

    template: ClassVar[str] = "issues/recurrence/_open_like.html"
    likes: Sequence[Like]


@dataclass(frozen=True)
class RecurringPage(Page):
    """Each number a list."""

    template: ClassVar[str] = "issues/recurrence/recurring.html"
    told: Recurring
