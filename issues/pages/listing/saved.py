"""Saved views above a list, and what its page needs to save the present one: the same for the list of issues and the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from issues import policies
from issues.actions.views import conditions_of
from issues.forms.views import ViewForm
from issues.models import SavedView
from rectify.accounts.models import User
from rectify.lib.components import ViewLink
from rectify.lib.filtering import Filtering


@dataclass(frozen=True)
class SavedViewLink(ViewLink):
    """One of the saved views; with a `key` where the reader may drop it."""

    key: int | None = None


@dataclass(frozen=True)
class KeptViews:
    """The views that a reader has of a list, the one that is shown among them; `form` names the present conditions, and is
    there where there are any."""

    links: list[SavedViewLink]
    form: ViewForm | None

    @property
    def droppable(self) -> list[SavedViewLink]:
        return [link for link in self.links if link.current and link.key]


def kept_views(user: User, asked: Filtering, saved: Iterable[SavedView], url: str) -> KeptViews:
    """`saved` are the views of this list that the reader may use, `url` is its address."""
    here = urlencode(conditions_of(asked))
    links = [
        SavedViewLink(
            view.name if view.shared_with_id is None else f"{view.name}（共用）",
            f"{url}?{view.query}",
            view.query == here,
            key=view.pk if policies.keeps_view(user, view) else None,
        )
        for view in saved
    ]
    return KeptViews(links, ViewForm(user=user) if here and not asked.wrong else None)
