"""密码条: who waits for a first password, and the slips of one side, shown once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet

from rectify.accounts.actions.slips import PasswordSlip
from rectify.accounts.halves import shown
from rectify.accounts.models import PasswordHalf, User
from rectify.accounts.models.password_half import sides_of
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class SlipState:
    """How it stands with one half: a mark, and when it was printed."""

    mark: str
    words: str


@dataclass(frozen=True)
class Newcomer:
    """Who has no password yet: where they belong, both halves; `side` is the reader's, in words; `is_due`: it is lacking or
    dead."""

    user: User
    post: str
    side: str
    halves: Sequence[SlipState]
    is_due: bool


@dataclass(frozen=True)
class SlipsPage(Page):
    """Everybody who has not come in yet; `due` counts those who lack the reader's half."""

    template: ClassVar[str] = "accounts/slips/slips.html"
    rows: Sequence[Newcomer]
    due: int
    key: str


@dataclass(frozen=True)
class PrintedSlip:
    """One slip as it is cut out. `first`: what stands on it is typed first; `other`: who gives the other half."""

    user: User
    post: str
    half: str
    side: str
    first: bool
    other: str


@dataclass(frozen=True)
class PrintedSlipsPage(Page):
    """The slips of one hand."""

    template: ClassVar[str] = "accounts/slips/printed.html"
    slips: Sequence[PrintedSlip]


def slips(people: QuerySet[User], reader: User) -> SlipsPage:
    """`people` are those without a password; who lacks the reader's half stands first."""
    rows = [_newcomer(user, reader.kind) for user in people.prefetch_related("password_halves", "holdings__unit")]
    rows.sort(key=lambda row: (not row.is_due, row.user.username))
    return SlipsPage(rows, sum(row.is_due for row in rows), form_key())


def half_of(side: str, account: str) -> str:
    return "前一半" if side == sides_of(account)[0] else "后一半"


def _newcomer(user: User, side: str) -> Newcomer:
    halves = {half.side: half for half in user.password_halves.all()}
    own = halves.get(side)
    states = [_state(halves.get(each)) for each in sides_of(user.kind)]
    return Newcomer(user, post_of(user), half_of(side, user.kind), states, own is None or not own.is_good)


def post_of(user: User) -> str:
    """Where somebody belongs: the posts, of an administrator the kind."""
    posts = "；".join(f"{post.unit} {post.get_role_display()}" for post in user.holdings.all())
    return user.get_kind_display() if user.is_administrator else posts


def _state(half: PasswordHalf | None) -> SlipState:
    if half is None:
        return SlipState("todo", "没有打印")
    return SlipState("ok", "已打印") if half.is_good else SlipState("late_report", "已过期")


def printed(slips: Iterable[PasswordSlip], reader: User) -> PrintedSlipsPage:
    """What has just been made: nothing of it is kept."""
    return PrintedSlipsPage([_slip(slip, reader.kind) for slip in slips])


def _slip(slip: PasswordSlip, side: str) -> PrintedSlip:
    user, sides = slip.user, sides_of(slip.user.kind)
    return PrintedSlip(
        user=user,
        post=post_of(user),
        half=shown(slip.half),
        side=half_of(side, user.kind),
        first=side == sides[0],
        other=next(each for each in sides if each != side).label,
    )
