"""我的: what the application knows about the person who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet

from rectify.accounts.models import Holding, User
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.components import Pairs, TrailLine
from rectify.lib.page import Page

COMINGS = (
    "accounts.session.factor",
    "accounts.session.over",
    "accounts.session.open",
    "accounts.session.fail",
    "accounts.session.lock",
    "accounts.user.password",
)
MOST = 8


@dataclass(frozen=True)
class MePage(Page):
    """Own data, posts held, and the last comings and goings, by which a person notices a stranger."""

    template: ClassVar[str] = "accounts/me/me.html"
    pairs: Pairs
    posts: QuerySet[Holding]
    entries: Sequence[TrailLine]


def me(user: User, posts: QuerySet[Holding]) -> MePage:
    """The page of `user`, who holds or held `posts`."""
    comings = Event.objects.about(user).filter(kind__in=COMINGS).order_by("-number")[:MOST]
    pairs = [
        ("姓名", user.name),
        ("账号", user.username),
        ("类别", user.get_kind_display()),
        ("职务", user.title),
        ("电话", user.phone),
        ("邮箱", user.email),
    ]
    return MePage(pairs=pairs, posts=posts, entries=[TrailLine(event.at, sentence(event)) for event in comings])
