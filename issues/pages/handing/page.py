"""转办与收回: who handles the issue, the form to hand it on and the form to take it back."""

from dataclasses import dataclass
from typing import ClassVar

from issues.actions import handing as actions
from issues.effects.handing import holder
from issues.forms.handing import HandDownForm, TakeBackForm
from issues.models import Issue
from issues.pages.handing.hands import Hands, hands_of
from rectify.accounts.models import Unit
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.lib.verdict import Verdict


@dataclass(frozen=True)
class HandPage(Page):
    """`form` is the one that was sent; `why` whether hands may change now."""

    template: ClassVar[str] = "issues/handing/hand.html"
    issue: Issue
    form: HandDownForm | TakeBackForm
    down: HandDownForm
    taken: TakeBackForm
    holder: Unit
    hands: Hands
    why: Verdict
    key: str


def hand_page(issue: Issue, down: HandDownForm, taken: TakeBackForm) -> HandPage:
    """With both forms, of which at most one was sent."""
    return HandPage(
        issue=issue,
        form=taken if taken.is_bound else down,
        down=down,
        taken=taken,
        holder=holder(issue),
        hands=hands_of(issue),
        why=actions.is_under_way(issue),
        key=form_key(),
    )
