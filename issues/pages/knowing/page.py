"""知悉范围 of an issue: who reads it, who did, and what the head does about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues.forms.knowing import NameForm, ReasonForm, RestrictForm
from issues.models import Issue, Knower
from rectify.lib.dates import today
from rectify.lib.page import Page


@dataclass(frozen=True)
class KnowerRow:
    """A person with the mark of how it stands: in force, over by the day, or taken off."""

    knower: Knower
    mark: tuple[str, str]


@dataclass(frozen=True)
class KnowingPage(Page):
    """Of an issue that is not restricted `form` restricts it, of a restricted one it names somebody."""

    template: ClassVar[str] = "issues/knowing/knowing.html"
    issue: Issue
    rows: Sequence[KnowerRow]
    form: RestrictForm | NameForm


@dataclass(frozen=True)
class KnowingEndPage(Page):
    """The restriction released, or one person taken off (`knower`)."""

    template: ClassVar[str] = "issues/knowing/end.html"
    issue: Issue
    knower: Knower | None
    form: ReasonForm


def knowing_page(issue: Issue, form: RestrictForm | NameForm) -> KnowingPage:
    """Everybody who was ever named, the last first."""
    knowers = issue.knowers.select_related("person", "named_by", "ended_by").order_by("-named_at", "-pk")
    return KnowingPage(issue, [KnowerRow(knower, _mark(knower)) for knower in knowers], form)


def _mark(knower: Knower) -> tuple[str, str]:
    if knower.ended_at:
        return "terminated", "已撤下"
    return ("ok", "可以看") if knower.until >= today() else ("missing", "已到期")
