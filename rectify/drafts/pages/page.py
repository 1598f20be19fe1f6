"""One's own drafts, to go on with, to copy from, or to throw away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rectify.drafts.models import FormDraft
from rectify.lib.page import Page

CHOICE = "="  # in the name of a tick: `kind=2`, whose value says whether it is set


@dataclass(frozen=True)
class ShownDraft:
    """A draft with the words in it; what was chosen and ticked is offered on its own page only."""

    title: str
    url: str
    at: datetime
    form: str
    texts: Sequence[str]


@dataclass(frozen=True)
class DraftsPage(Page):
    """The newest first."""

    template: ClassVar[str] = "drafts/list.html"
    drafts: Sequence[ShownDraft]


def drafts_page(drafts: Iterable[FormDraft]) -> DraftsPage:
    """All of a person's."""
    return DraftsPage([ShownDraft(str(one), one.page, one.changed_at, one.form, texts_of(one)) for one in drafts])


def texts_of(draft: FormDraft) -> list[str]:
    """What was typed, field by field."""
    return [
        text for name, text in draft.values.items() if isinstance(text, str) and CHOICE not in name and text.strip()
    ]
