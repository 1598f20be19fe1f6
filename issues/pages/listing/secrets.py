"""An export that holds 工作秘密: by number alone, or with its words and a reason. One page for the list and every book."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues.forms.secrets import WithSecrets
from rectify.accounts.request import Request
from rectify.lib.page import Page

REASON, NUMBERS = "reason", "numbers"  # what the two buttons of the page send


@dataclass(frozen=True)
class SecretExportPage(Page):
    """`count` of the rows are 工作秘密; `ids` and `query` say once more what was asked for."""

    template: ClassVar[str] = "issues/listing/secrets.html"
    title: str
    count: int
    form: WithSecrets
    action: str
    back: str
    query: str = ""
    ids: Sequence[str] = ()


def asking(request: Request) -> WithSecrets:
    """The form as it was sent, or empty."""
    return WithSecrets(request.POST if REASON in request.POST else None, user=request.user, obj=None)


def settled(request: Request, form: WithSecrets) -> bool:
    """Whether the reader has said how 工作秘密 goes out."""
    return NUMBERS in request.POST or form.is_valid()


def reason_of(request: Request, form: WithSecrets) -> str:
    """The reason; empty where numbers will do."""
    return "" if NUMBERS in request.POST or not form.is_valid() else form.given[REASON]
